"""Sixty-four people at once leave exactly one vote each, one claim, one acceptance, and counters that are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Answer, Claim, Question
from app.core import transaction
from app.core.access import Conflict
from app.core.events import Entry
from app.extensions import db
from app.voting.models import Vote
from app.voting.queries import recount
from tests.cast import Cast
from tests.parallel import at_once

MANY = 64
pytestmark = pytest.mark.slow


@pytest.fixture
def crowd(app: Flask, cast: Cast) -> Iterator[list[int]]:
    """Ids of sixty-four colleagues; the connections they used are closed afterwards."""
    with transaction.unit():
        made = [accounts.add_person(name=f"Colleague {n}", kind="employee", confirmed=True) for n in range(MANY)]
    yield [person.id for person in made]
    db.session.remove()
    db.engine.dispose()


def somebody(person_id: int) -> Person:
    person = people.by_id(person_id)
    assert person is not None
    return person


def the_question(question_id: int) -> Question:
    question = queries.by_id(question_id)
    assert question is not None
    return question


def count(query: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(query)) or 0  # type: ignore[arg-type]


def test_one_claim_is_left_and_the_rest_are_told_whose(app: Flask, asked: Question, crowd: list[int]) -> None:
    number = asked.id
    db.session.commit()
    results = at_once(app, MANY, lambda n: commands.claim(the_question(number), by=somebody(crowd[n])).person_id)
    won = [result for result in results if isinstance(result, int)]
    assert len(won) == 1
    assert all(isinstance(result, Conflict) for result in results if not isinstance(result, int))
    db.session.rollback()
    (held,) = db.session.scalars(select(Claim).where(Claim.question_id == number)).all()
    assert held.person_id == won[0]
    assert count(select(Entry).where(Entry.name == "board.question_claimed").subquery()) == 1


def test_one_vote_each_and_a_counter_that_equals_the_rows(app: Flask, asked: Question, crowd: list[int]) -> None:
    """Everybody votes twice at once: as with a double click, or two tabs."""
    number = asked.id
    db.session.commit()
    results = at_once(
        app, 2 * MANY, lambda n: commands.vote_question(the_question(number), 1, by=somebody(crowd[n % MANY]))
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert count(select(Vote).where(Vote.kind == "question", Vote.subject_id == number).subquery()) == MANY
    db.session.expire_all()
    assert the_question(number).vote_count == recount("question", number) == MANY


def test_one_person_many_times_is_one_vote(app: Flask, asked: Question, crowd: list[int]) -> None:
    number = asked.id
    db.session.commit()
    results = at_once(app, MANY, lambda _n: commands.vote_question(the_question(number), 1, by=somebody(crowd[0])))
    assert [result for result in results if isinstance(result, Exception)] == []
    db.session.expire_all()
    assert the_question(number).vote_count == recount("question", number) == 1


def test_one_acceptance_is_left(
    app: Flask, cast: Cast, asked: Question, answered: Callable[..., Answer], crowd: list[int]
) -> None:
    """The asker accepts eight answers, each eight times, all at once."""
    carla, number = cast.carla.id, asked.id
    given = [answered(cast.colin, f"Answer {n}").id for n in range(8)]
    db.session.commit()

    def accept(n: int) -> None:
        answer = queries.answer_by_id(given[n % 8])
        assert answer is not None
        commands.accept(answer, by=somebody(carla))

    results = at_once(app, MANY, accept)
    assert [result for result in results if isinstance(result, Exception)] == []
    accepted = select(Answer.id).where(Answer.question_id == number, Answer.accepted_at.is_not(None))
    assert count(accepted.subquery()) == 1
    db.session.expire_all()
    assert the_question(number).accepted_answer_id == db.session.scalar(accepted)
    assert the_question(number).state == "solved"
