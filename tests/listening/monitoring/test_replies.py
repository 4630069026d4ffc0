"""Replying where something was said: by the channel it came by, beneath it; else it is said before that it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import Message

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import dispatch, transaction
from app.core.access import Conflict, Invalid
from app.core.dispatch import Dispatch
from app.extensions import db
from app.listening import commands as channels
from app.listening.models import OUT, ChannelAccount, ChannelMessage
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.models import Alert
from app.screening import commands as screening
from tests.cast import Cast
from tests.listening.conftest import space
from tests.listening.mailing import BOX, account, taken, written
from tests.listening.monitoring.test_flows import only_alert, rule_of, told
from tests.listening.monitoring.test_hearing import hear
from tests.listening.monitoring.test_pages import Open, opens
from tests.servers import Mailbox, smtp_server

__all__ = ["account", "opens", "space"]

Settle = Callable[[], None]
FIRST_ID = "<first.1@mail.example.org>"
FORWARDED = "Look.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@example.org>\n\nThe hub is awful!"
SORRY = "We are sorry. A new one is on its way to you."


@pytest.fixture
def postbox(app: Flask) -> Iterator[Mailbox]:
    """A mail server that really receives what is sent."""
    before = app.extensions["settings"]
    with smtp_server() as (url, mailbox):
        app.extensions["settings"] = replace(before, mail_url=url)
        yield mailbox
    app.extensions["settings"] = before


@pytest.fixture
def listening(account: ChannelAccount, cast: Cast) -> ChannelAccount:
    """The mailbox as one that only listens, and Cara, cleared to answer, asked about what sounds bad."""
    with transaction.unit():
        account.hears_only = True
    cast.certify(cast.cara)
    cast.season(cast.cara)
    rule_of(cast)
    return account


def to(mailbox: Mailbox, address: str) -> list[Message]:
    """What an address received; notifications go elsewhere."""
    return mailbox.to(address)


def alert_about(text: str, account: ChannelAccount, settle: Settle, **more: str) -> Alert:
    taken(written(text, **more), account)
    settle()
    return only_alert()


def test_a_reply_to_a_forwarded_mail_reaches_its_first_writer_beneath_it(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, opens: Open, settle: Settle
) -> None:
    forwarder = {"sender": str(cast.emma.email), "In_Reply_To": FIRST_ID, "subject": "Fwd: Hub is dead"}
    alert = alert_about(FORWARDED, listening, settle, **forwarder)
    browser = opens(cast.cara)
    page = browser.get(alert.url).text
    assert "It goes to jo@example.org by E-mail" in page
    assert f"according to {cast.emma.email}" in page
    assert "It will only be recorded" not in page
    assert browser.post(f"{alert.url}/reply", data={"reply": SORRY, "send": "1"}).status_code == 303
    assert "On its way" in browser.get(alert.url).text
    settle()
    (mail,) = to(postbox, "jo@example.org")
    assert (mail["Subject"], mail["In-Reply-To"], mail["References"]) == ("Re: Hub is dead", FIRST_ID, FIRST_ID)
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == (BOX, None)
    assert SORRY in str(mail.get_payload())
    db.session.expire_all()
    alert = only_alert()
    assert (alert.state, alert.answered_by_id) == ("answered", cast.cara.id)
    assert "Sent" in browser.get(alert.url).text
    noted = db.session.scalars(select(ChannelMessage).where(ChannelMessage.direction == OUT)).one()
    assert (noted.subject, noted.external_id) == (f"alert:{alert.id}", mail["Message-ID"])
    row = db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel-reply")).one()
    assert SORRY not in str(row.payload), "its words stay where they can be erased"
    with pytest.raises(Conflict), transaction.unit():
        commands.answer(alert, "Something else", by=cast.cara)
    settle()
    assert len(to(postbox, "jo@example.org")) == 1


def test_a_reply_to_a_mail_goes_back_to_its_writer(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, settle: Settle
) -> None:
    message = written("The hub is awful!", sender="lena@customer.example")
    taken(message, listening)
    settle()
    with transaction.unit():
        commands.send_reply(only_alert(), SORRY, by=cast.cara)
    settle()
    (mail,) = to(postbox, "lena@customer.example")
    assert mail["In-Reply-To"] == message["Message-ID"]


def test_what_they_answer_waits_for_whoever_replied_and_is_answered_beneath_it(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, opens: Open, settle: Settle
) -> None:
    alert = alert_about("The hub is awful!", listening, settle, sender="lena@customer.example")
    with transaction.unit():
        commands.send_reply(alert, SORRY, by=cast.cara)
    settle()
    (first,) = to(postbox, "lena@customer.example")
    forged = written("No, mine!", sender="mallory@elsewhere.example", In_Reply_To=str(first["Message-ID"]))
    taken(forged, listening)
    assert only_alert().back_id is None
    back = written("It is still awful!", sender="lena@customer.example", In_Reply_To=str(first["Message-ID"]))
    taken(back, listening)
    settle()
    settle()
    db.session.expire_all()
    alerts = db.session.scalars(select(Alert).order_by(Alert.id)).unique().all()
    alert = alerts[0]
    assert [each.mention.author for each in alerts] == ["lena@customer.example", "mallory@elsewhere.example"]
    assert (alert.state, alert.owner_id, alert.is_waiting) == ("acknowledged", cast.cara.id, True)
    assert "alert_answered_back" in told(cast.cara)
    page = opens(cast.cara).get(alert.url).text
    assert "They answered" in page
    assert "It is still awful!" in page
    with transaction.unit():
        commands.send_reply(alert, "A new one left today.", by=cast.cara)
    settle()
    (_first, second) = to(postbox, "lena@customer.example")
    assert second["In-Reply-To"] == back["Message-ID"]


def test_one_reply_answers_all_alerts_about_what_was_said(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, opens: Open, settle: Settle
) -> None:
    rule_of(cast, name="Mails", channel="email", owner=cast.anna)
    taken(written("The hub is awful!"), listening)
    settle()
    first, second = db.session.scalars(select(Alert).order_by(Alert.id)).unique().all()
    with transaction.unit():
        commands.send_reply(first, SORRY, by=cast.cara)
    settle()
    db.session.expire_all()
    assert len(to(postbox, "lena@customer.example")) == 1
    assert (second.state, second.reply, second.answered_by_id) == ("answered", SORRY, cast.cara.id)
    assert queries.reply_states([first, second]) == {first.id: "sent", second.id: "sent"}
    assert ">Hub is dead</a>" in opens(cast.cara).get("/listening/alerts").text, "its subject stands for a mail"


def test_a_strangers_word_gets_nobody_written_to_and_the_page_says_so_first(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, opens: Open, settle: Settle
) -> None:
    alert = alert_about(FORWARDED, listening, settle, sender="mallory@elsewhere.example")
    browser = opens(cast.cara)
    page = browser.get(alert.url).text
    assert "It will only be recorded" in page
    assert "Send the reply" not in page
    refused = browser.post(f"{alert.url}/reply", data={"reply": SORRY, "send": "1"})
    assert (refused.status_code, SORRY in refused.text) == (422, True)
    assert browser.post(f"{alert.url}/reply", data={"reply": SORRY}).status_code == 303
    assert "Only recorded" in browser.get(alert.url).text
    settle()
    assert to(postbox, "jo@example.org") == []


def test_of_an_upload_the_page_says_that_a_reply_is_recorded_and_leads_there(
    cast: Cast, opens: Open, settle: Settle
) -> None:
    rule_of(cast)
    hear("row:1", url="https://forum.example/1")
    settle()
    page = opens(cast.cara).get(only_alert().url).text
    assert "It will only be recorded" in page
    assert 'href="https://forum.example/1"' in page
    assert "Copy it" in page


def test_who_is_not_cleared_or_still_with_a_mentor_sends_nothing(
    listening: ChannelAccount, cast: Cast, opens: Open, settle: Settle
) -> None:
    alert = alert_about("The hub is awful!", listening, settle)
    assert not policy.may_speak_there(cast.carla)
    decision = policy.may_speak_there(cast.stella)
    assert (bool(decision), decision.gate) == (False, "guidelines")
    refused = opens(cast.stella).post(f"{alert.url}/reply", data={"reply": SORRY, "send": "1"})
    assert refused.status_code == 403
    cast.certify(cast.anna)
    assert policy.may_speak_there(cast.anna).gate == "mentor"
    assert "Ask a colleague to send this" in opens(cast.anna).get(alert.url).text
    assert db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel-reply")).all() == []


def test_what_a_rule_would_hold_is_not_sent(listening: ChannelAccount, cast: Cast, settle: Settle) -> None:
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.max)
    alert = alert_about("The hub is awful!", listening, settle)
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.send_reply(alert, "You scoundrel.", by=cast.cara)
    assert list(refused.value.errors) == ["reply"]
    db.session.expire_all()
    assert only_alert().state == "open"


def test_while_the_account_is_paused_nothing_is_sent_and_it_is_said(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, opens: Open, settle: Settle
) -> None:
    alert = alert_about("The hub is awful!", listening, settle)
    with transaction.unit():
        channels.pause(listening, by=None)
    assert "The account that it came by is paused" in opens(cast.cara).get(alert.url).text
    with transaction.unit():
        channels.resume(listening, by=None)
        commands.send_reply(alert, SORRY, by=cast.cara)
        channels.pause(listening, by=None)
    settle()
    assert to(postbox, "lena@customer.example") == []
    assert queries.reply_states([only_alert()]) == {alert.id: "waiting"}


def test_a_reply_that_never_arrived_is_told_and_can_be_given_anew(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, opens: Open, settle: Settle
) -> None:
    alert = alert_about("The hub is awful!", listening, settle)
    with transaction.unit():
        commands.send_reply(alert, SORRY, by=cast.cara)
        row = db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel-reply")).one()
        row.state, row.last_error = "dead", "no route"
    page = opens(cast.anna).get(alert.url).text
    assert "Nobody has read this reply" in page
    assert f">{SORRY}</textarea>" in page.replace("\r\n", "").replace("\n", "")
    cast.certify(cast.anna)
    cast.season(cast.anna)
    with transaction.unit():
        commands.send_reply(only_alert(), "A new one is coming.", by=cast.anna)
    settle()
    (mail,) = to(postbox, "lena@customer.example")
    assert "A new one is coming." in str(mail.get_payload())
    assert queries.reply_states([only_alert()]) == {alert.id: "sent"}


def test_a_program_sends_as_people_do(
    listening: ChannelAccount, cast: Cast, postbox: Mailbox, api: Callable[..., FlaskClient], settle: Settle
) -> None:
    alert = alert_about("The hub is awful!", listening, settle)
    caller, place = api(cast.cara), f"/api/v1/listening/alerts/{alert.id}"
    told = caller.get("/api/v1/listening/alerts").json["items"][0]
    assert (told["replies_by"], told["reply_state"]) == ("email", "")
    assert api(cast.stella).post(f"{place}/reply", json={"reply": SORRY, "send": True}).status_code == 403
    assert caller.post(f"{place}/reply", json={"reply": SORRY, "send": True}).json["reply_state"] == "waiting"
    settle()
    assert caller.get("/api/v1/listening/alerts").json["items"][0]["reply_state"] == "sent"
    assert len(to(postbox, "lena@customer.example")) == 1
    assert dispatch.dead_letters().items == []
