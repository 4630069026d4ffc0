"""Whose turn it is to be explored: two new ideas an author and challenge, the earliest first; and fitting many."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import insert, select

from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands, jobs, ranking
from app.ideas.models import Challenge, Idea
from app.ideas.ranking import DEFAULT_PRIOR, EXPLORED_AT_ONCE, UNDECIDED
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, counted


def fresh(idea: Idea) -> Idea:
    """The idea as the database has it."""
    return db.session.get_one(Idea, idea.id, populate_existing=True)


def explores(idea: Idea) -> bool:
    """Whether it ranks by its draw of the day."""
    idea = fresh(idea)
    rng = Random(f"{idea.id} {clock.now():%Y-%m-%d}")
    prior = ranking.Prior(idea.challenge.prior_votes, idea.challenge.prior_passes)
    return idea.discover_key == ranking.discover_score(idea.vote_count, idea.exposed_count, prior, rng)


def show(idea: Idea, times: int) -> None:
    """Let so many people see it."""
    with transaction.unit():
        for _ in range(times):
            commands.expose([idea.id])


def test_two_of_an_authors_new_ideas_explore(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of()
    many = [idea_of(challenge, f"Lend a spare hub {number}") for number in range(5)]
    other = idea_of(challenge, "Write bigger letters", by=cast.colin)
    assert [explores(idea) for idea in many] == [True] * EXPLORED_AT_ONCE + [False] * 3
    assert explores(other)
    waiting = ranking.top_score(0, 0, DEFAULT_PRIOR)
    assert all(fresh(idea).discover_key <= waiting for idea in many[EXPLORED_AT_ONCE:])


def test_another_challenge_has_a_turn_of_its_own(challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    first, second = challenge_of(), challenge_of("quieter-fans")
    many = [idea_of(first, f"Lend a spare hub {number}") for number in range(2)]
    assert all(explores(idea) for idea in [*many, idea_of(second, "Slower fans at night")])


def test_who_was_shown_enough_makes_room(challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of()
    many = [idea_of(challenge, f"Lend a spare hub {number}") for number in range(4)]
    show(many[0], UNDECIDED - 1)
    assert [explores(idea) for idea in many] == [True, True, False, False]
    show(many[0], 1)
    assert [explores(idea) for idea in many] == [True, True, True, False]


def test_who_is_gone_makes_room(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of()
    many = [idea_of(challenge, f"Lend a spare hub {number}") for number in range(3)]
    with transaction.unit():
        commands.set_idea_hold(many[0], "removed", by=cast.max)
        commands.refit(challenge)
    assert [explores(idea) for idea in many[1:]] == [True, True]


def test_fitting_gives_the_keys_that_single_ranking_gives(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge = challenge_of()
    many = [idea_of(challenge, f"Lend a spare hub {number}") for number in range(4)]
    with transaction.unit():
        commands.vote(many[2], 1, by=cast.colin)
        commands.refit(challenge)
    fitted = [(i.top_key, i.discover_key, i.hot_key) for i in map(fresh, many)]
    show(many[3], 0)
    with transaction.unit():
        commands.vote(many[3], 1, by=cast.colin)
        commands.vote(many[3], 0, by=cast.colin)
    assert [(i.top_key, i.discover_key, i.hot_key) for i in map(fresh, many)] == fitted


def plant(challenge: Challenge, author_id: int, number: int) -> None:
    """Add so many ideas at once."""
    now = clock.now()
    rows = [
        {"challenge_id": challenge.id, "space_id": challenge.space_id, "author_id": author_id, "title": f"Idea {n}",
         "body": "", "body_html": "", "submitted_at": now - timedelta(minutes=n), "moved_at": now,
         "vote_count": n % 7, "exposed_count": 40 + n % 50}
        for n in range(number)
    ]  # fmt: skip
    with transaction.unit():
        db.session.execute(insert(Idea), rows)


def test_many_ideas_are_fitted_in_portions(cast: Cast, challenge_of: MakeChallenge) -> None:
    challenge = challenge_of()
    plant(challenge, cast.carla.id, 1_200)
    with counted() as statements, transaction.unit():
        jobs.refit_challenges()
    reads = [each for each in statements if each.startswith("SELECT") and "LIMIT" in each]
    assert len(reads) == 4
    assert len(statements) < 40
    assert not [each for each in db.session if isinstance(each, Idea)]
    keys = db.session.scalars(select(Idea.top_key).where(Idea.challenge_id == challenge.id)).all()
    assert min(keys) > 0
    assert challenge.prior_votes != DEFAULT_PRIOR.a
