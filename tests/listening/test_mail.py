"""Mails to the company's mailbox, taken as their writers may write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.board import commands as board
from app.board.models import Answer, Proposal, Question
from app.core import clock, mail, transaction
from app.core.dispatch import Dispatch
from app.core.settings import settings
from app.crm.models import Interaction
from app.discussion.models import Comment
from app.extensions import db
from app.listening import commands
from app.listening.adapters.email import inbound, letters
from app.listening.models import ChannelAccount, ChannelMessage
from app.screening import commands as screening
from app.training.models import Certificate
from tests.cast import Cast
from tests.listening.mailing import BOX, account, mails, notified, taken, written
from tests.parallel import at_once

__all__ = ["account"]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X_Auto_Response_Suppress": "All"}, "automatic"),
        ({"List_Id": "<news.example.com>"}, "mailing list"),
        ({"Return_Path": "<>"}, "report"),
        ({"sender": "MAILER-DAEMON@mx.example.com"}, "Nobody"),
        ({"sender": "no-reply@shop.example.com"}, "Nobody"),
        ({"sender": "bounces+42-lena@shop.example.com"}, "Nobody"),
        ({"sender": BOX}, "Our own"),
    ],
)
def test_what_a_program_wrote_is_dropped_and_answered_by_nothing(
    account: ChannelAccount, headers: dict[str, str], why: str
) -> None:
    message = taken(written("I am away until Monday.", **headers), account)
    assert why in message.refused
    assert db.session.scalars(select(Dispatch).where(Dispatch.key.startswith("mail:"))).all() == []
    assert db.session.scalars(select(Proposal)).all() == []


def test_two_programs_that_answer_each_other_fall_silent(account: ChannelAccount) -> None:
    for number in range(15):
        taken(written(f"My number {number} is 4111 1111 1111 1111"), account)
    assert len(mails("untaken")) == 3
    assert "Too many" in taken(written("Once more"), account).refused


def test_a_reply_to_our_mail_continues_the_question_as_who_got_it(
    account: ChannelAccount, cast: Cast, answered: Question
) -> None:
    words = "Thank you, that helped.\n\nOn Mon, 4 May 2026 at 10:12, Waggle <hive@localhost> wrote:\n> Restart it\n"
    got = notified(cast.carla, answered)
    reply = written(words, sender=str(cast.carla.email), In_Reply_To=got)
    assert taken(reply, account).subject.startswith("comment:")
    comment = db.session.scalars(select(Comment)).one()
    assert comment.author_id == cast.carla.id
    assert "Thank you" in comment.body
    assert "Restart" not in comment.body


def test_a_comment_by_mail_is_told_to_the_crm_as_one(
    account: ChannelAccount, cast: Cast, answered: Question, settle: Callable[[], None]
) -> None:
    reply = written("It blinks again.", sender=str(cast.carla.email), In_Reply_To=notified(cast.carla, answered))
    assert taken(reply, account).subject.startswith("comment:")
    settle()
    line = db.session.scalars(select(Interaction).where(Interaction.kind == "commented")).one()
    assert line.channel == "email"


def test_a_comment_by_mail_that_a_rule_held_is_one_by_mail_once_it_is_published(
    account: ChannelAccount, cast: Cast, answered: Question, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.max)
    reply = written("You scoundrel.", sender=str(cast.carla.email), In_Reply_To=notified(cast.carla, answered))
    comment = db.session.get_one(Comment, int(taken(reply, account).subject.removeprefix("comment:")))
    assert comment.state == "held"
    with transaction.unit():
        board.set_comment_state(comment, "published", by=cast.max)
    settle()
    line = db.session.scalars(select(Interaction).where(Interaction.kind == "commented")).one()
    assert line.channel == "email"


def test_somebody_called_bouncer_is_heard(account: ChannelAccount) -> None:
    assert taken(written("Is the door open?", sender="bouncer@club.example"), account).subject == "proposal"


def test_a_colleague_who_may_answers_by_mail_until_the_certificate_lapses(
    account: ChannelAccount, cast: Cast, answered: Question
) -> None:
    def reply(words: str) -> ChannelMessage:
        got = notified(cast.emma, answered)
        return taken(written(words, sender=str(cast.emma.email), In_Reply_To=got), account)

    before = len(db.session.scalars(select(Answer)).all())
    assert reply("Then swap the power supply.").subject.startswith("answer:")
    assert len(db.session.scalars(select(Answer)).all()) == before + 1
    with transaction.unit():
        db.session.execute(update(Certificate).values(expires_at=clock.now() - timedelta(seconds=1)))
    late = reply("And ring the shop.")
    assert (late.subject, bool(late.refused)) == ("", True)
    assert "/courses/" in mails("untaken")[0]["text"], "the mail names the way back"
    assert db.session.scalars(select(Comment)).all() == []
    assert len(db.session.scalars(select(Answer)).all()) == before + 1


def test_a_stolen_id_is_of_no_use_to_another_address(account: ChannelAccount, cast: Cast, answered: Question) -> None:
    forged = written("I am Carla, really.", sender="mallory@evil.example", In_Reply_To=notified(cast.carla, answered))
    assert taken(forged, account).subject == "proposal"
    spoofed = written("Me too.", sender=str(cast.emma.email), In_Reply_To=notified(cast.carla, answered))
    assert taken(spoofed, account).subject == "proposal"
    assert db.session.scalars(select(Comment)).all() == []


def test_a_reply_about_what_may_not_be_seen_any_more_comes_back(
    account: ChannelAccount, cast: Cast, answered: Question
) -> None:
    got = notified(cast.carla, answered)
    with transaction.unit():
        answered.hold = "removed"
    message = taken(written("Is it fixed?", sender=str(cast.carla.email), In_Reply_To=got), account)
    assert message.refused
    assert "cannot be seen" in mails("untaken")[0]["text"]


def test_a_card_number_is_refused_and_neither_kept_nor_mailed(account: ChannelAccount) -> None:
    message = taken(written("My card 4111 1111 1111 1111 was charged"), account)
    assert message.refused
    told = mails("untaken")[0]
    assert told["to"] == "lena@customer.example"
    assert "4111" not in str(told) + str(vars(message)), "whoever forged the sender chose these words"


def test_one_mail_is_taken_once(account: ChannelAccount) -> None:
    message = written("The hub is dead.")
    assert taken(message, account).id == taken(message, account).id
    assert len(db.session.scalars(select(Proposal)).all()) == 1


def test_html_odd_charsets_and_rubbish_are_read_or_kept_with_a_reason(account: ChannelAccount) -> None:
    html = EmailMessage()
    html["From"], html["Subject"], html["Message-ID"] = "l@customer.example", "Re: AW: Hub", "<h@x>"
    html.set_content("<p>It is <b>dead</b>.</p><script>x()</script><blockquote>old</blockquote>", subtype="html")
    letter = letters.read(html.as_bytes())
    assert (letter.subject, letter.text) == ("Hub", "It is dead.")
    raw = b"From: l@x.example\r\nSubject: =?nope?q?=FF?=\r\nContent-Type: text/plain; charset=nope\r\n\r\nCaf\xe9"
    assert letters.read(raw).text.startswith("Caf")
    for rubbish in (b"", b"\0" * 50, b"\xff\xfe\r\n\r\n", b"From: a@b.example, c@d.example\r\n\r\nTwo"):
        assert taken(rubbish, account).refused


def test_the_same_mail_many_times_at_once_is_taken_once(app: Flask, account: ChannelAccount) -> None:
    raw, number = written("The hub is dead.").as_bytes(), account.id
    db.session.remove()
    at_once(app, 64, lambda _n: commands.take(inbound(raw, clock.now()), db.session.get_one(ChannelAccount, number)))
    assert len(db.session.scalars(select(Proposal)).all()) == 1
    assert len(db.session.scalars(select(ChannelMessage)).all()) == 1
    assert len(mails("proposal")) == 1


def test_the_pipe_takes_a_mail_and_names_what_a_mail_server_knows(app: Flask, account: ChannelAccount) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["channels", "pipe", BOX], input=written("The hub is dead.").as_bytes())
    assert (done.exit_code, done.output.strip()) == (0, "proposal")
    with transaction.unit():
        commands.pause(account, by=None)
    paused = runner.invoke(args=["channels", "pipe", BOX], input=written("And the lamp.").as_bytes())
    assert (paused.exit_code, len(db.session.scalars(select(Proposal)).all())) == (75, 1)
    nobody = runner.invoke(args=["channels", "pipe", "other@example.org"], input=b"")
    assert nobody.exit_code == 67


def test_mails_about_a_question_can_be_told_from_forged_ones(app: Flask) -> None:
    payload = {"to": "Lena@Customer.example", "about": "question:12"}
    made = mail._message_id(payload, "told:1")
    assert mail.about_of(made, "lena@customer.example") == "question:12"
    assert mail.about_of(made.replace("-12.", "-13."), "lena@customer.example") == ""
    assert mail.about_of(made, "other@customer.example") == ""
    assert mail.is_ours(made)
    assert settings().mail_from.split("@")[-1] in made


def test_what_is_mailed_back_stands_beneath_what_was_written(account: ChannelAccount) -> None:
    message = written("The hub is dead.")
    taken(message, account)
    payload = mails("proposal")[0]
    back = mail.message(payload, "proposal:1")
    assert back["In-Reply-To"] == back["References"] == message["Message-ID"]
    forged = written("The lamp too.", sender="l2@customer.example")
    del forged["Message-ID"]
    forged["Message-ID"] = f"<{'a' * 300}@x>"
    taken(forged, account)
    assert "In-Reply-To" not in mail.message(mails("proposal")[1], "proposal:2")
