"""A deed that waited for its turn decides on what the one before it left, not on what its page had read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Answer, Claim, ClockSpan, Proposal, Question
from app.core import clock, transaction
from app.core.access import Conflict
from app.core.events import Entry
from app.extensions import db
from app.screening import commands as screening
from app.spaces.models import Space
from tests.board.promises import promise
from tests.cast import Cast
from tests.parallel import at_once


def as_read_before(thing: object, **columns: Any) -> None:
    """Let a row be in memory as a request had read it before another one changed it."""
    for name, value in columns.items():
        set_committed_value(thing, name, value)


def told(name: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.name == name)) or 0


def test_an_answer_is_accepted_once(cast: Cast, answered: Callable[[Person], Answer]) -> None:
    given, other = answered(cast.colin), answered(cast.sam)
    with transaction.unit():
        commands.accept(given, by=cast.carla)
    as_read_before(given, accepted_at=None)
    with transaction.unit():
        commands.accept(given, by=cast.carla)
    assert (told("board.answer_accepted"), told("board.answer_unaccepted")) == (1, 0)
    as_read_before(given, accepted_at=None)
    with transaction.unit():
        commands.accept(other, by=cast.carla)
    accepted = select(Answer.id).where(Answer.accepted_at.is_not(None))
    assert db.session.scalars(accepted).all() == [other.id]


def test_the_first_verification_stands(cast: Cast, expert: Person, answered: Callable[[Person], Answer]) -> None:
    given = answered(cast.colin)
    with transaction.unit():
        commands.verify(given, by=expert)
    as_read_before(given, verified_at=None, verified_by_id=None)
    with transaction.unit():
        commands.verify(given, by=cast.stella)
    assert given.verified_by_id == expert.id
    assert told("board.answer_verified") == 1


def test_an_answer_is_published_once(cast: Cast, answered: Callable[[Person], Answer]) -> None:
    given = answered(cast.colin)
    as_read_before(given, state="held", published_at=None)
    with transaction.unit():
        commands.set_answer_state(given, "published", by=cast.max)
    assert told("board.answer_posted") == 1


def test_a_question_is_published_and_counted_once(cast: Cast, asked: Question) -> None:
    before = asked.space.question_count
    as_read_before(asked, hold="held", published_at=None)
    with transaction.unit():
        commands.set_question_hold(asked, "shown", by=cast.max)
    assert told("board.question_asked") == 1
    assert db.session.scalar(select(Space.question_count).where(Space.id == asked.space_id)) == before


def test_an_audience_is_changed_and_counted_once(cast: Cast, asked: Question) -> None:
    before = asked.space.question_count
    with transaction.unit():
        commands.set_audience(asked, "private", by=cast.carla)
    as_read_before(asked, audience="open")
    with transaction.unit():
        commands.set_audience(asked, "private", by=cast.carla)
    assert db.session.scalar(select(Space.question_count).where(Space.id == asked.space_id)) == before - 1


def test_a_case_is_opened_once(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        commands.escalate(asked, "It needs a technician.", by=cast.colin)
    as_read_before(asked, escalated_at=None)
    with transaction.unit():
        commands.escalate(asked, "It needs a technician.", by=cast.colin)
    assert told("board.question_escalated") == 1


def test_waiting_ends_once(cast: Cast, asked: Question) -> None:
    promise(cast)
    with transaction.unit():
        commands.ask_back(asked, "Which model is it?", by=cast.colin)
    since = asked.asked_back_at
    with transaction.unit():
        commands.comment_on_question(asked, "The white one.", by=cast.carla)
    as_read_before(asked, asked_back_at=since)
    with transaction.unit():
        commands.comment_on_question(asked, "The white one, with the stripe.", by=cast.carla)
    assert told("board.waiting_ended") == 1


def test_a_comment_is_published_and_counted_once(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        said = commands.comment_on_question(asked, "The same here.", by=cast.colin)
    set_committed_value(said, "state", "held")
    with transaction.unit():
        commands.set_comment_state(said, "published", by=cast.max)
    assert told("discussion.comment_posted") == 1
    assert db.session.scalar(select(Question.comment_count).where(Question.id == asked.id)) == 1


def test_a_reply_that_a_rule_held_ends_the_waiting_once_it_is_published(cast: Cast, asked: Question) -> None:
    promise(cast)
    with transaction.unit():
        screening.add_rule(name="stripes", kind="words", action="hold", terms=["stripe"], by=cast.max)
        commands.ask_back(asked, "Which model is it?", by=cast.colin)
        said = commands.comment_on_question(asked, "The one with the stripe.", by=cast.carla)
    assert said.state == "held"
    assert asked.asked_back_at is not None
    with transaction.unit():
        commands.set_comment_state(said, "published", by=cast.max)
    assert asked.asked_back_at is None
    with transaction.unit():
        commands.ask_back(asked, "And where does it stand?", by=cast.colin)
    for state in ("hidden", "published"):
        with transaction.unit():
            commands.set_comment_state(said, state, by=cast.max)
    assert asked.asked_back_at is not None, "what was said before it was asked again is no reply to it"


def test_a_merge_is_undone_as_it_stands_when_its_turn_comes(cast: Cast, asked: Question) -> None:
    """It was undone and made anew meanwhile: what it carries now goes back, not what it carried then."""
    with transaction.unit():
        other = commands.ask(space=asked.space, title="No Wi-Fi at night", by=cast.colin)
        made = commands.merge(other, asked, by=cast.max)
    assert (made.carried, asked.vote_count) == ([cast.colin.id], 1)
    set_committed_value(made, "carried", [])
    with transaction.unit():
        commands.unmerge(other, by=cast.max)
    assert db.session.scalar(select(Question.vote_count).where(Question.id == asked.id)) == 0
    set_committed_value(other, "merged_into_id", asked.id)
    with pytest.raises(Conflict), transaction.unit():
        commands.unmerge(other, by=cast.max)


@pytest.mark.slow
@pytest.mark.usefixtures("closed")
def test_a_merge_is_undone_once_and_counted_once(app: Flask, cast: Cast, asked: Question) -> None:
    with transaction.unit():
        other = commands.ask(space=asked.space, title="No Wi-Fi at night", by=cast.colin)
        commands.merge(other, asked, by=cast.max)
    number, morgan = other.id, cast.max.id
    before = db.session.scalar(select(Space.question_count).where(Space.id == asked.space_id)) or 0
    db.session.commit()

    def undo(_n: int) -> None:
        commands.unmerge(db.session.get_one(Question, number), by=db.session.get_one(Person, morgan))

    results = at_once(app, 16, undo)
    assert [type(result) for result in results if result is not None] == [Conflict] * 15
    db.session.rollback()
    assert db.session.scalar(select(Space.question_count).where(Space.id == asked.space_id)) == before + 1


@pytest.mark.slow
@pytest.mark.usefixtures("closed")
def test_replies_at_once_start_the_clock_once(app: Flask, cast: Cast, asked: Question) -> None:
    promise(cast)
    with transaction.unit():
        commands.ask_back(asked, "Which model is it?", by=cast.colin)
    number, carla = asked.id, cast.carla.id
    db.session.commit()

    def reply(n: int) -> None:
        question = db.session.get_one(Question, number)
        commands.comment_on_question(question, f"The white one ({n}).", by=db.session.get_one(Person, carla))

    assert [result for result in at_once(app, 16, reply) if isinstance(result, Exception)] == []
    db.session.rollback()
    running = select(func.count()).select_from(ClockSpan).where(ClockSpan.question_id == number)
    assert db.session.scalar(running.where(ClockSpan.ended_at.is_(None))) == 1
    assert told("board.waiting_ended") == 1


def test_a_claim_that_lapsed_is_taken_once(cast: Cast, asked: Question) -> None:
    """Two colleagues saw it lapse; the second finds the first on it, not what both had read."""
    cast.certify(cast.emma)
    with transaction.unit():
        held = commands.claim(asked, by=cast.emma)
    as_read_before(held, person_id=cast.nell.id, until=clock.now() - commands.CLAIM_LASTS)
    with pytest.raises(Conflict, match="Emma Employee is answering this"), transaction.unit():
        commands.claim(asked, by=cast.erik)
    db.session.expire_all()
    assert db.session.scalars(select(Claim.person_id)).all() == [cast.emma.id]


def test_a_mailed_question_is_published_once(cast: Cast) -> None:
    """Two clicks at once on the button that the mail leads to."""
    space = cast.space("help")
    with transaction.unit():
        space.takes_guests = True
        commands.propose(space=space, title="Where is my parcel", body="", email="zoe@example.com")
    proposal = db.session.scalars(select(Proposal)).one()
    with transaction.unit():
        commands.publish_proposal(proposal, by=None)
    as_read_before(proposal, question_id=None)
    with pytest.raises(Conflict), transaction.unit():
        commands.publish_proposal(proposal, by=None)
    assert told("board.question_asked") == 1


def test_a_vote_on_what_was_merged_meanwhile_is_not_lost(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        into = commands.ask(space=asked.space, title="The Wi-Fi drops each evening", by=cast.colin)
        commands.merge(asked, into, by=cast.max)
    as_read_before(asked, merged_into_id=None)
    with pytest.raises(Conflict, match="Go on there"), transaction.unit():
        commands.vote_question(asked, 1, by=cast.cleo)
    assert told("board.question_voted") == 0
    assert queries.by_id(asked.id) is asked
