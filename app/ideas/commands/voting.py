"""Votes on ideas, and the sort keys that follow from votes given exposure."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import clock
from app.core.events import record
from app.extensions import db
from app.ideas import ranking
from app.ideas.commands import counting
from app.ideas.events import VoteCast
from app.ideas.models import Challenge, Idea
from app.voting import commands as voting


def set_vote(idea: Idea, value: int, *, person: Person, by: Person) -> int:
    """Set a person's vote, whoever does it for them, on an idea that is held by now; returns the new count."""
    before, change = counting.share(idea), voting.cast("idea", idea.id, value, by=person)
    if change:
        values = {"vote_count": Idea.vote_count + change}
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(**values))
        _rank_anew(idea)
        counting.settle([(idea, before)])
        record(VoteCast(idea_id=idea.id, person_id=person.id, value=value), by=by, space_id=idea.space_id)
    return idea.vote_count


def expose(idea_ids: Iterable[int]) -> None:
    """Count that somebody saw these ideas; the caller makes sure of once a person and day."""
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(list(idea_ids)))):
        values = {"exposed_count": Idea.exposed_count + 1}
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(**values))
        _rank_anew(idea)


def refit(challenge: Challenge) -> None:
    """Fit the challenge's prior anew from all its ideas, and re-rank them."""
    ideas = db.session.scalars(select(Idea).where(Idea.challenge_id == challenge.id)).all()
    prior = ranking.fit_prior([(idea.vote_count, _exposed(idea)) for idea in ideas])
    challenge.prior_votes, challenge.prior_passes = prior.a, prior.b
    for idea in ideas:
        rank(idea)


def rank(idea: Idea) -> None:
    """Set an idea's sort keys from its counters; what Discover draws stays the same for a day.

    While a blind challenge is open its ideas rank as if unseen, since orders and page markers would tell the counts.
    """
    blind = idea.challenge.hides_votes
    votes, exposed = (0, 0) if blind else (idea.vote_count, _exposed(idea))
    prior = ranking.Prior(idea.challenge.prior_votes, idea.challenge.prior_passes)
    rng = Random(f"{idea.id} {clock.now():%Y-%m-%d}")  # noqa: S311 - exploration is no secret
    idea.top_key = ranking.top_score(votes, exposed, prior)
    idea.discover_key = ranking.discover_score(votes, exposed, prior, rng)
    idea.hot_key = ranking.hot_score(votes, idea.submitted_at)
    db.session.flush()


def _rank_anew(idea: Idea) -> None:
    db.session.refresh(idea, ["vote_count", "exposed_count"])
    rank(idea)


def _exposed(idea: Idea) -> int:
    """Voters have seen what they vote on, whether or not their browser said so."""
    return max(idea.exposed_count, idea.vote_count)
