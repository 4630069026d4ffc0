"""Votes on ideas, and the sort keys that follow from votes given exposure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.events import record
from app.extensions import db
from app.ideas import queries, ranking
from app.ideas.commands import counting, promising
from app.ideas.events import VoteCast
from app.ideas.models import SHOWN, Challenge, Idea, Promise
from app.voting import commands as voting

AT_ONCE = 500


@dataclass(frozen=True)
class Ahead:
    """What a vote goes by besides the counts of its idea."""

    earlier_undecided: int
    promise: Promise | None
    proxied: bool


def look_ahead(idea: Idea, person: Person) -> Ahead:
    """Ask what needs no turn before it comes: whoever votes on the same idea waits for as long as the turn lasts.

    In one statement, since mostly nothing is promised, nor was cast for them.
    """
    asked = select(_earlier_undecided(idea), promising.is_awaited(idea), queries.has_proxied(person))
    with db.session.no_autoflush:  # it asks about others, and what changed here goes with the keys
        earlier, is_awaited, proxied = db.session.execute(asked).one()
    return Ahead(earlier, promising.awaited(idea) if is_awaited else None, proxied)


def set_vote(idea: Idea, value: int, *, person: Person, by: Person, ahead: Ahead | None = None) -> int:
    """Set a person's vote, whoever does it for them, on an idea that is held by now; returns the new count."""
    ahead = ahead or look_ahead(idea, person)
    before, change = counting.share(idea), voting.cast("idea", idea.id, value, by=person)
    if change:
        idea.vote_count += change  # the row is held: count and keys go in one statement
        _set_keys(idea, ahead.earlier_undecided)
        hidden = idea.challenge.hides_votes
        cast = VoteCast(idea_id=idea.id, person_id=person.id, value=value, hidden=hidden)
        record(cast, by=by, space_id=idea.space_id)
        counting.settle([(idea, before)])
        promising.owe(idea, ahead.promise)
    return idea.vote_count


def expose(idea_ids: Iterable[int]) -> None:
    """Count that somebody saw these ideas; the caller makes sure of once a person and day."""
    decided: list[Idea] = []
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(list(idea_ids))).order_by(Idea.id)):
        values = {"exposed_count": Idea.exposed_count + 1}
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(**values))
        _rank_anew(idea)
        decided += [idea] if idea.exposed_count == ranking.UNDECIDED else []
    for idea in decided:
        _give_turn(idea)


def _give_turn(decided: Idea) -> None:
    """Let its author's next ideas explore, now that enough people were shown this one."""
    theirs = select(Idea).where(*_undecided_of(decided)).order_by(Idea.id).limit(ranking.EXPLORED_AT_ONCE)
    for idea in db.session.scalars(theirs).all():
        rank(idea)


def refit(challenge: Challenge, rest: Callable[[], None] = db.session.flush) -> None:
    """Fit the challenge's prior anew from all its ideas, and re-rank them a portion at a time.

    `rest` is called after each portion: a job ends its transaction there, so that nobody waits for all of them.
    """
    prior = ranking.fit_prior(_counts(challenge))
    challenge.prior_votes, challenge.prior_passes = prior.a, prior.b
    challenge.ranks_blind = challenge.hides_votes
    undecided: Counter[int] = Counter()
    last = 0
    while portion := _portion(challenge, last):
        db.session.execute(update(Idea), [_anew(row, challenge, undecided) for row in portion])
        last = portion[-1].id
        _forget_keys()
        rest()


def _counts(challenge: Challenge) -> Iterator[tuple[int, int]]:
    """What votes and exposure each of its ideas has, read a portion at a time."""
    counts = select(Idea.vote_count, Idea.exposed_count).where(Idea.challenge_id == challenge.id)
    for votes, exposed in db.session.execute(counts.execution_options(yield_per=AT_ONCE)):  # noqa: UP028 - typed pairs
        yield votes, exposed


def _portion(challenge: Challenge, after: int) -> Sequence[Any]:
    columns = (Idea.id, Idea.author_id, Idea.vote_count, Idea.exposed_count, Idea.submitted_at, Idea.hold)
    query = select(*columns, Idea.merged_into_id).where(Idea.challenge_id == challenge.id, Idea.id > after)
    return db.session.execute(query.order_by(Idea.id).limit(AT_ONCE).with_for_update(of=Idea)).all()


def _anew(row: Any, challenge: Challenge, undecided: Counter[int]) -> dict[str, Any]:
    """The sort keys of one idea; counts, oldest first, its author's ideas that few people were shown."""
    keys = _keys(row, challenge, undecided[row.author_id])
    if row.hold == SHOWN and row.merged_into_id is None and row.exposed_count < ranking.UNDECIDED:
        undecided[row.author_id] += 1
    return {"id": row.id, **keys}


def _forget_keys() -> None:
    """Ideas that are at hand read their keys anew."""
    for idea in [each for each in db.session if isinstance(each, Idea)]:
        db.session.expire(idea, ["top_key", "discover_key", "hot_key"])


def rank(idea: Idea) -> None:
    """Set an idea's sort keys from its counters; what Discover draws stays the same for a day.

    While a blind challenge is open its ideas rank as if unseen, since orders and page markers would tell the counts.
    """
    earlier = 0
    if idea.exposed_count < ranking.UNDECIDED:
        with db.session.no_autoflush:  # as above
            earlier = db.session.scalar(select(_earlier_undecided(idea))) or 0
    _set_keys(idea, earlier)
    db.session.flush()


def _set_keys(idea: Idea, earlier_undecided: int) -> None:
    for name, key in _keys(idea, idea.challenge, earlier_undecided).items():
        setattr(idea, name, key)


def _earlier_undecided(idea: Idea) -> ColumnElement[int]:
    """How many older ideas of its author in its challenge few people were shown; more than matter are not counted."""
    if idea.exposed_count >= ranking.UNDECIDED:
        return literal(0)
    theirs = select(Idea.id).where(*_undecided_of(idea), Idea.id < idea.id).limit(ranking.EXPLORED_AT_ONCE)
    return select(func.count()).select_from(theirs.subquery()).scalar_subquery()


def _undecided_of(idea: Idea) -> tuple[ColumnElement[bool], ...]:
    """The ideas of its author in its challenge that few people were shown yet."""
    standing = (Idea.hold == SHOWN, Idea.merged_into_id.is_(None), Idea.exposed_count < ranking.UNDECIDED)
    return (Idea.author_id == idea.author_id, Idea.challenge_id == idea.challenge_id, *standing)


def _keys(idea: Any, challenge: Challenge, earlier_undecided: int) -> dict[str, Any]:
    votes, exposed = (0, 0) if challenge.hides_votes else (idea.vote_count, _exposed(idea))
    prior = ranking.Prior(challenge.prior_votes, challenge.prior_passes)
    rng = Random(f"{idea.id} {clock.now():%Y-%m-%d}")  # noqa: S311 - exploration is no secret
    has_turn = ranking.explores(idea.exposed_count, earlier_undecided)
    return {
        "top_key": ranking.top_score(votes, exposed, prior),
        "discover_key": ranking.discover_key(votes, exposed, prior, rng, explores=has_turn),
        "hot_key": ranking.hot_score(votes, idea.submitted_at),
    }


def _rank_anew(idea: Idea) -> None:
    db.session.refresh(idea, ["vote_count", "exposed_count"])
    rank(idea)


def _exposed(idea: Any) -> int:
    """Voters have seen what they vote on, whether or not their browser said so."""
    return int(max(idea.exposed_count, idea.vote_count))
