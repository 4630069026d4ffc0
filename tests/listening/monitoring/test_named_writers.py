"""A forwarded mail can be made to name anybody as its writer: that is shown as a claim, and tied to nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock, personal, transaction
from app.core.access import Conflict
from app.core.dispatch import Dispatch
from app.core.events import Entry
from app.crm import commands as crm
from app.crm.commands import ContactRow
from app.crm.models import Identity, IdentityProposal, Interaction, Webhook
from app.extensions import db
from app.listening.models import ChannelAccount, ChannelMessage
from app.listening.monitoring import commands, policy
from app.listening.monitoring.models import Mention
from tests.cast import Cast
from tests.listening.conftest import space
from tests.listening.mailing import account, taken, written
from tests.listening.monitoring.test_flows import happened
from tests.listening.monitoring.test_hearing import hear
from tests.listening.monitoring.test_pages import Open, opens

__all__ = ["account", "opens", "space"]

Settle = Callable[[], None]
FORWARDED = "Look.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@example.org>\n\nThe hub is awful!"
EVIDENCE = "The original came as an attachment."


@pytest.fixture
def claimed(account: ChannelAccount, cast: Cast, settle: Settle) -> Mention:
    """What a stranger says that Jo wrote, whom the CRM knows."""
    with transaction.unit():
        account.hears_only = True
        crm.import_contacts([(1, ContactRow(external_id="c-1", name="Jo Able", email="jo@example.org"))], by=cast.cara)
    taken(written(FORWARDED, sender="mallory@elsewhere.example"), account)
    settle()
    settle()
    return db.session.scalars(select(Mention)).one()


def said_elsewhere() -> list[str]:
    """Under whose identities the log has something said elsewhere."""
    wanted = select(Identity.value).join(Interaction, Interaction.identity_id == Identity.id)
    return list(db.session.scalars(wanted.where(Interaction.kind == "said_elsewhere")))


def test_a_claim_is_shown_as_one_and_tied_to_nobody(claimed: Mention, cast: Cast, opens: Open) -> None:
    assert (claimed.author, claimed.named_by, claimed.identity) == ("jo@example.org", "mallory@elsewhere.example", "")
    assert [event["identity"] for event in happened("listening.scored")] == [""]
    assert said_elsewhere() == []
    assert db.session.scalars(select(IdentityProposal)).all() == []
    for place in ("/listening/mentions", claimed.page):
        assert "according to mallory@elsewhere.example" in opens(cast.anna).get(place).text


@pytest.mark.parametrize("named", ["a@b@c.example", "<>@<>", ""])
def test_whoever_forwards_words_is_not_who_said_them(
    account: ChannelAccount, cast: Cast, settle: Settle, named: str
) -> None:
    with transaction.unit():
        account.hears_only = True
    text = f"Look.\n\n---------- Forwarded message ---------\nFrom: {named}\n\nThe hub is awful!"
    message = taken(written(text, sender=str(cast.emma.email)), account)
    mention = db.session.scalars(select(Mention)).one()
    assert (mention.author, mention.named_by, mention.identity) == ("", cast.emma.email, "")
    assert message.refs == {}, "so that no reply to it goes to whoever forwarded it"


def test_a_reply_goes_to_an_address_as_mail_servers_write_it(account: ChannelAccount, cast: Cast) -> None:
    with transaction.unit():
        account.hears_only = True
    text = "Look.\n\n---------- Forwarded message ---------\nFrom: x@münchen.example\n\nThe hub is awful!"
    message = taken(written(text, sender=str(cast.emma.email), subject="Fwd: long " * 300), account)
    assert message.refs["to"] == "x@xn--mnchen-3ya.example"
    assert len(message.refs["subject"]) == 200


def test_with_evidence_it_becomes_theirs_once(
    claimed: Mention, cast: Cast, opens: Open, api: Callable[..., FlaskClient], settle: Settle
) -> None:
    assert not policy.may_confirm_author(cast.anna)
    assert "How do you know?" not in opens(cast.anna).get(claimed.page).text
    browser = opens(cast.cara)
    bad = browser.post(f"{claimed.page}/author", data={"evidence": " "}, method="PUT")
    assert (bad.status_code, "Say in a sentence how you know" in bad.text) == (422, True)
    assert browser.post(f"{claimed.page}/author", data={"evidence": EVIDENCE}, method="PUT").status_code == 303
    settle()
    settle()
    assert "according to" not in browser.get(claimed.page).text
    assert said_elsewhere() == ["jo@example.org"]
    assert len(db.session.scalars(select(IdentityProposal)).all()) == 1, "who it is to the CRM is still for a person"
    place = f"/api/v1/listening/mentions/{claimed.id}/author"
    assert api(cast.cara).put(place, json={"evidence": EVIDENCE}).status_code == 409
    assert api(cast.anna).put(place, json={"evidence": EVIDENCE}).status_code == 403
    with pytest.raises(Conflict), transaction.unit():
        commands.confirm_author(claimed, EVIDENCE, by=cast.cara)


def test_whose_it_is_stays_out_of_webhooks_and_the_books_api(
    cast: Cast, api: Callable[..., FlaskClient], settle: Settle
) -> None:
    with transaction.unit():
        hook = Webhook(
            url="https://hooks.example.org/1", sealed_secret="", previous_secret="", events=[], made_by_id=cast.ada.id,
            made_at=clock.now() - timedelta(days=1), active=True,
        )  # fmt: skip
        db.session.add(hook)
    mention = hear("row:1", author="kim@example.org", identity="email:kim@example.org")
    with transaction.unit():
        lead = commands.find_lead(mention)
        commands.hand_over(lead, cast.emma, consent="asked", grounds="They wrote so", by=cast.anna)
    settle()
    rows = db.session.scalars(select(Dispatch).where(Dispatch.kind == "webhook")).all()
    told = {row.payload["event"]["type"]: row.payload["event"]["data"] for row in rows}
    assert told["listening.scored"]["mention_id"] == told["listening.lead_handed_over"]["mention_id"] == mention.id
    assert "kim@example.org" not in str(told)
    book = api(cast.ada, "events").get("/api/v1/events?limit=100").json["items"]
    assert "listening.scored" in {entry["name"] for entry in book}
    assert "kim@example.org" not in str(book)
    ours = db.session.scalars(select(Entry.payload).where(Entry.name == "listening.scored")).one()
    assert ours["identity"] == "email:kim@example.org", "the log here still goes by it"


def test_who_goes_takes_along_where_a_reply_would_have_gone(
    account: ChannelAccount, cast: Cast, settle: Settle
) -> None:
    with transaction.unit():
        account.hears_only = True
    taken(written("The hub is awful!", sender=str(cast.carla.email)), account)
    settle()
    message = db.session.scalars(select(ChannelMessage)).one()
    assert message.refs["to"] == cast.carla.email
    with transaction.unit():
        personal.take_out(cast.carla, words=True)
    db.session.expire_all()
    message = db.session.scalars(select(ChannelMessage)).one()
    assert (message.handle, message.refs, message.subject) == ("", {}, "")
