"""Many at once on ideas: one vote each, one of two opposite merges, and a vote never falls between a merge's steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.models import Challenge, Idea
from app.voting.queries import recount, voters
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea
from tests.parallel import at_once

MANY = 24
pytestmark = pytest.mark.slow


@pytest.fixture
def crowd(app: Flask) -> Iterator[list[int]]:
    """Ids of so many customers; the connections they used are closed afterwards."""
    with transaction.unit():
        made = [
            accounts.add_person(name=f"Customer {n}", kind="customer", email=f"c{n}@example.org") for n in range(MANY)
        ]
    yield [person.id for person in made]
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def pair(challenge_of: MakeChallenge, idea_of: MakeIdea) -> tuple[int, int, int]:
    """Ids of two ideas and of their challenge."""
    challenge = challenge_of()
    made = idea_of(challenge, "Lend a spare hub"), idea_of(challenge, "Lend routers")
    numbers = made[0].id, made[1].id, challenge.id
    db.session.commit()
    return numbers


def somebody(person_id: int) -> Person:
    person = people.by_id(person_id)
    assert person is not None
    return person


def the(idea_id: int) -> Idea:
    idea = queries.idea_by_id(idea_id)
    assert idea is not None
    return idea


def faults(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception) and not isinstance(result, Conflict)]


def check(challenge_id: int, *ideas: int) -> None:
    """Counters equal their rows, and the challenge counts what stands."""
    db.session.rollback()
    db.session.expire_all()
    for number in ideas:
        assert the(number).vote_count == recount("idea", number)
    standing = [the(number) for number in ideas if the(number).merged_into_id is None]
    challenge = db.session.get_one(Challenge, challenge_id)
    assert (challenge.idea_count, challenge.vote_count) == (len(standing), sum(idea.vote_count for idea in standing))


def test_everybody_twice_at_once_is_one_vote_each(app: Flask, crowd: list[int], pair: tuple[int, int, int]) -> None:
    one, two, challenge = pair
    results = at_once(app, 2 * MANY, lambda n: commands.vote(the(one), 1, by=somebody(crowd[n % MANY])))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(voters("idea", one)) == MANY
    check(challenge, one, two)


def test_of_two_opposite_merges_one_stands(
    app: Flask, cast: Cast, crowd: list[int], pair: tuple[int, int, int]
) -> None:
    one, two, challenge = pair
    ines = cast.ines.id
    db.session.commit()

    def merge(n: int) -> int:
        ideas = (the(one), the(two)) if n % 2 else (the(two), the(one))
        return commands.merge(*ideas, by=somebody(ines)).id

    results = at_once(app, 10, merge)
    assert faults(results) == []
    assert len([result for result in results if isinstance(result, int)]) == 1
    check(challenge, one, two)


def test_votes_during_a_merge_and_its_undoing_are_counted_or_refused(
    app: Flask, cast: Cast, crowd: list[int], pair: tuple[int, int, int]
) -> None:
    """Every third deed merges or takes the merge back, the others vote for the one or the other, or for a customer."""
    one, two, challenge = pair
    ines, handles = cast.ines.id, [somebody(number).handle for number in crowd]
    db.session.commit()

    def deed(n: int) -> Any:
        person, team = somebody(crowd[n % MANY]), somebody(ines)
        if n % 3 == 0:
            return commands.unmerge(the(one), by=team) if n % 2 else commands.merge(the(one), the(two), by=team).id
        idea = the(one if n % 2 else two)
        if n % 5 == 0:
            return commands.vote_for(idea, handles[n % MANY], source="call", note="", by=team).id
        return commands.vote(idea, int(n % 7 != 0), by=person)

    assert faults(at_once(app, 60, deed)) == []
    check(challenge, one, two)
    with transaction.unit():
        if the(one).merged_into_id is not None:
            commands.unmerge(the(one), by=somebody(ines))
    check(challenge, one, two)
