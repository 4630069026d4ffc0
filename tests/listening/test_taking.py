"""What was said elsewhere, taken in: through the same gate, screening and log as what is typed on the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Conflict
from app.core.dispatch import Dispatch
from app.crm.models import Identity, Interaction
from app.discussion.models import Comment
from app.extensions import db
from app.listening import commands, queries
from app.listening.models import ChannelAccount, ChannelMessage
from app.listening.port import Inbound
from app.screening import commands as rules
from tests.cast import Cast

CLEO = "did:plc:cleo"
NUMBERS = count(1)


@pytest.fixture
def account(reaching: Flask, cast: Cast) -> ChannelAccount:
    """The company's account, connected by Ada."""
    space, ada = cast.space("help"), cast.ada
    with transaction.unit():
        return commands.connect(
            "bluesky",
            address="@Ask.example.com",
            secret="app-password",
            space=space,
            server="http://localhost:1",
            by=ada,
        )


def said(
    text: str, *, key: str = CLEO, handle: str = "@cleo.example.com", opens: bool = True, **more: object
) -> Inbound:
    uri = f"at://{key}/app.bsky.feed.post/{next(NUMBERS)}"
    words = {"external_id": uri, "at": datetime.now(UTC), **more}
    return Inbound(key=key, handle=handle, text=text, opens=opens, **words)  # type: ignore[arg-type]


def taken(message: Inbound, account: ChannelAccount) -> ChannelMessage:
    with transaction.unit():
        made = commands.take(message, account)
    assert made is not None
    return made


def question_of(message: ChannelMessage) -> Question:
    return db.session.get_one(Question, message.question_id)


def test_a_mention_is_a_question_of_the_handle_at_its_time(account: ChannelAccount, settle: Callable[[], None]) -> None:
    then = clock.now() - timedelta(minutes=7)
    made = taken(said("Is the 65 W charger ok?", at=then), account)
    asked = question_of(made)
    assert made.subject == f"question:{asked.id}"
    assert (asked.title, asked.body, asked.handle, asked.channel) == (
        "Is the 65 W charger ok?", "", "@cleo.example.com", "bluesky",
    )  # fmt: skip
    assert asked.asked_at == then
    settle()
    identity = db.session.scalars(select(Identity).where(Identity.value == "@cleo.example.com")).one()
    assert identity.kind == "handle"
    line = db.session.scalars(select(Interaction).where(Interaction.identity_id == identity.id)).one()
    assert (line.kind, line.channel, line.at, line.subject) == ("asked", "bluesky", then, f"question:{asked.id}")


def test_it_is_taken_once(account: ChannelAccount) -> None:
    message = said("Once or twice?")
    assert taken(message, account).id == taken(message, account).id
    assert db.session.scalars(select(Question)).all() == [question_of(taken(message, account))]
    assert account.message_count == 1


def test_a_long_one_has_its_first_sentence_for_a_title(account: ChannelAccount) -> None:
    text = (
        "My *laptop* is from 2019. It takes 45 W, and I have a charger of 65 W here.\nMay I?\n\n" + "It is blue. " * 10
    )
    asked = question_of(taken(said(text), account))
    assert asked.title == "My *laptop* is from 2019."
    assert "<em>" not in asked.body_html
    assert "May I?</p>" in asked.body_html


def test_what_mentions_nobody_and_continues_nothing_is_left(account: ChannelAccount) -> None:
    with transaction.unit():
        assert commands.take(said("Nice weather", opens=False), account) is None
    assert db.session.scalar(select(ChannelMessage.id)) is None
    assert db.session.scalar(select(Person.id).where(Person.name == "@cleo.example.com")) is None


def test_a_reply_in_the_thread_is_a_comment_by_the_handle(account: ChannelAccount, settle: Callable[[], None]) -> None:
    asked = taken(said("Does it blink?"), account)
    reply = said("Twice, in fact.", opens=False, parents=["at://unknown", asked.external_id])
    made = taken(reply, account)
    comment = db.session.scalars(select(Comment)).one()
    assert made.subject == f"comment:{comment.id}"
    assert (comment.body, comment.author.name, comment.page) == (
        "Twice, in fact.", "@cleo.example.com", f"question:{asked.question_id}",
    )  # fmt: skip
    further = taken(said("And red.", opens=False, parents=[reply.external_id]), account)
    assert further.question_id == asked.question_id
    settle()
    kinds = db.session.scalars(select(Interaction.kind).order_by(Interaction.id)).all()
    assert kinds == ["asked", "commented", "commented"]
    assert set(db.session.scalars(select(Interaction.channel))) == {"bluesky"}


def test_nothing_asked_is_refused_and_says_so(account: ChannelAccount) -> None:
    made = taken(said(""), account)
    assert (made.question_id, made.refused) == (None, "Nothing was asked.")


def test_screening_is_the_sites_own(account: ChannelAccount) -> None:
    made = taken(said("My card is 4111 1111 1111 1111, why was it charged?"), account)
    rows = db.session.scalars(select(Question)).all()
    assert made.refused or [row.hold for row in rows] == ["held"]
    assert "4111" not in made.refused
    assert all("4111" not in str(value) for value in vars(made).values())


def test_whoever_is_suspended_is_not_heard(account: ChannelAccount, cast: Cast) -> None:
    first = taken(said("First?"), account)
    with transaction.unit():
        accounts.suspend(question_of(first).author, until=None, reason="spam", by=cast.max)
    made = taken(said("Second?"), account)
    assert made.question_id is None
    assert "suspended" in made.refused


def test_a_handle_that_changed_is_the_same_person(account: ChannelAccount) -> None:
    first = question_of(taken(said("First?"), account))
    second = question_of(taken(said("Second?", handle="@cleo.elsewhere.example"), account))
    assert first.author_id == second.author_id
    assert second.handle == "@cleo.elsewhere.example"
    other = question_of(taken(said("Third?", key="did:plc:other"), account))
    assert other.author_id != first.author_id, "a handle may go to somebody else, a key does not"


def test_a_cleared_colleague_answers_under_their_own_handle(account: ChannelAccount, cast: Cast) -> None:
    emma = cast.emma
    cast.certify(emma)
    cast.season(emma)
    asked = taken(said("Does it blink?"), account)
    theirs = {"key": "did:plc:emma", "handle": "@emma.example.com", "opens": False, "parents": [asked.external_id]}
    assert taken(said("I am not known yet.", **theirs), account).subject.startswith("comment:")
    with transaction.unit():
        commands.tie("bluesky", key="did:plc:emma", handle="@emma.example.com", person=emma, by=cast.ada)
    made = taken(said("Twice is *fine*.", **theirs), account)
    answer = db.session.scalars(select(Answer)).one()
    assert made.subject == f"answer:{answer.id}"
    assert (answer.author_id, answer.state) == (emma.id, "published")
    assert "*fine*" in answer.body_html


def test_an_uncleared_one_only_comments(account: ChannelAccount, cast: Cast) -> None:
    nell = cast.nell
    cast.certify(cast.emma)  # there is a course, and Nell has not passed it
    asked = taken(said("Does it blink?"), account)
    with transaction.unit():
        commands.tie("bluesky", key="did:plc:nell", handle="@nell.example.com", person=nell, by=cast.ada)
    reply = said("Try turning it off.", key="did:plc:nell", opens=False, parents=[asked.external_id])
    assert taken(reply, account).subject.startswith("comment:")
    assert db.session.scalar(select(Answer.id)) is None


def test_what_was_answered_there_is_not_said_there_again(
    account: ChannelAccount, cast: Cast, settle: Callable[[], None]
) -> None:
    emma = cast.emma
    cast.certify(emma)
    cast.season(emma)
    asked = taken(said("Does it blink?"), account)
    with transaction.unit():
        commands.pause(account, by=None)
        commands.tie("bluesky", key="did:plc:emma", handle="@emma.example.com", person=emma, by=None)
    taken(said("Twice.", key="did:plc:emma", opens=False, parents=[asked.external_id]), account)
    settle()
    assert db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel")).all() == []
    with transaction.unit():
        board.answer(question_of(asked), "Twice is fine.", by=emma)
    settle()
    row = db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel")).one()
    assert (row.state, row.last_error) == ("pending", "the account is paused")


def test_what_a_rule_holds_after_an_edit_is_taken_back_there(
    account: ChannelAccount, cast: Cast, settle: Callable[[], None]
) -> None:
    question = question_of(taken(said("Why does the hub blink red?"), account))
    with transaction.unit():
        rules.add_rule(name="hubble", kind="words", action="hold", terms=["hubble"], by=cast.max)
        board.edit(question, title=question.title, body="Hubble", topics=[], by=cast.max)
    assert question.hold == "held"
    settle()
    withdrawals = select(Dispatch).where(Dispatch.kind == "channel-withdrawal")
    assert [row.payload["question"] for row in db.session.scalars(withdrawals)] == [question.id]


def test_a_handle_is_one_persons(account: ChannelAccount, cast: Cast) -> None:
    emma, erik = cast.emma, cast.erik
    with transaction.unit():
        tied = commands.tie("bluesky", key="did:plc:emma", handle="@emma.example.com", person=emma, by=None)
    with pytest.raises(Conflict), transaction.unit():
        commands.tie("bluesky", key="did:plc:emma", handle="@emma.example.com", person=erik, by=None)
    with transaction.unit():
        commands.untie(db.session.merge(tied), by=None)
    assert queries.tie_of("bluesky", "did:plc:emma") is None


def test_the_operator_unties_a_handle(app: Flask, account: ChannelAccount, cast: Cast) -> None:
    with transaction.unit():
        commands.tie("bluesky", key="did:plc:emma", handle="@Emma.example.com", person=cast.emma, by=None)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["channels", "untie", "bluesky", "@emma.example.com"]).exit_code == 0
    assert queries.tie_of("bluesky", "did:plc:emma") is None
    again = runner.invoke(args=["channels", "untie", "bluesky", "@emma.example.com"])
    assert (again.exit_code, "tied to nobody" in again.stderr) == (2, True)


def test_a_question_that_became_private_is_not_continued_by_others(account: ChannelAccount, cast: Cast) -> None:
    asked = taken(said("Does it blink?"), account)
    with transaction.unit():
        board.set_audience(question_of(asked), "private", by=cast.max)
    other = said("Mine too", key="did:plc:other", opens=False, parents=[asked.external_id])
    assert "cannot be seen" in taken(other, account).refused
    assert taken(said("It does", opens=False, parents=[asked.external_id]), account).subject.startswith("comment:")


def test_what_follows_on_a_duplicate_goes_where_it_went(account: ChannelAccount, cast: Cast) -> None:
    first, second = taken(said("Does it blink?"), account), taken(said("Why does it blink?"), account)
    with transaction.unit():
        board.merge(question_of(second), into=question_of(first), by=cast.max)
    made = taken(said("Red.", opens=False, parents=[second.external_id]), account)
    assert made.question_id == first.question_id


def test_who_asked_a_duplicate_is_answered_too(account: ChannelAccount, cast: Cast, settle: Callable[[], None]) -> None:
    colin, site = cast.colin, cast.space("help")
    second = taken(said("Why does it blink?"), account)
    with transaction.unit():
        first = board.ask(space=site, title="Why does the hub blink?", by=cast.carla)
        board.merge(question_of(second), into=first, by=cast.max)
        given = board.answer(first, "It is updating.", by=colin)
        commands.pause(account, by=None)
    settle()
    (row,) = db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel")).all()
    assert (row.payload["message"], row.payload["answer"]) == (second.id, given.id)
    with transaction.unit():
        board.set_answer_state(given, "removed", by=cast.max)
    settle()
    (back,) = db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel-withdrawal")).all()
    assert back.payload == {"account": account.id, "question": second.question_id}
