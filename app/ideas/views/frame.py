"""What the pages of the idea exchange share: the blueprint, topics, how ideas are loaded and their votes shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import realtime
from app.core.access import ensure, found
from app.ideas import policy, queries
from app.ideas.models import Challenge, Idea
from app.voting import queries as voting

blueprint = Blueprint("ideas", __name__)
Page = str | Response | BaseResponse | tuple[str, int]
MOST_DIGITS = 19


@dataclass(frozen=True)
class Ballot:
    """A vote as a person may see it; `count` is None where it is hidden from them, `reviews` where those are."""

    voted: bool
    count: int | None
    closed: bool
    reviews: int | None = None


@realtime.topic("idea")
def may_watch_idea(identifier: str, person: Any) -> bool:
    """Whoever may see it."""
    known = identifier.isascii() and identifier.isdigit() and len(identifier) < MOST_DIGITS
    return known and queries.visible_idea(person, int(identifier)) is not None


@realtime.topic("challenge")
def may_watch_challenge(identifier: str, person: Any) -> bool:
    """Whoever may see it."""
    return identifier.isdigit() and queries.named(person, identifier) is not None


@realtime.topic("ideas")
def may_watch_ideas(_identifier: str, _person: Any) -> bool:
    """Everybody: the topic says only that something changed."""
    return True


@realtime.topic("challenges")
def may_watch_challenges(_identifier: str, _person: Any) -> bool:
    """Everybody: the topic says only that something changed."""
    return True


@realtime.topic("reviews")
def may_watch_reviews(_identifier: str, person: Any) -> bool:
    """Those who review or decide."""
    return bool(policy.may_see_reviews(person)) or bool(policy.may_run_challenges(person))


@realtime.topic("shortlist")
def may_watch_shortlist(_identifier: str, person: Any) -> bool:
    """Those who decide."""
    return bool(policy.may_run_challenges(person))


def idea_of(idea_id: int) -> Idea:
    """The idea, or 404."""
    return found(queries.visible_idea(me(), idea_id))


def challenge_of(name: str) -> Challenge:
    """The challenge, or 404."""
    return found(queries.named(me(), name))


def run_challenge(name: str) -> tuple[Person, Challenge]:
    """Who runs which challenge, through the door."""
    person, challenge = somebody(), challenge_of(name)
    ensure(policy.may_run_challenges(person))
    return person, challenge


def decider(idea_id: int) -> tuple[Person, Idea]:
    """Who decides about which idea, through the door."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_run_challenges(person))
    return person, idea


def ballots(ideas: Sequence[Idea]) -> dict[int, Ballot]:
    """How the votes of these ideas look to whoever asks, in one query, and one more where votes are capped."""
    person = me()
    votes = voting.votes_of(person, "idea", [idea.id for idea in ideas])
    used = queries.votes_used(person, {idea.challenge_id for idea in ideas if idea.challenge.vote_cap is not None})
    hidden = queries.hidden_from(person, ideas)
    seen = {idea.id: None if idea.id in hidden else idea.review_count for idea in ideas}
    mine = {idea.id: (votes.get(idea.id, 0), used.get(idea.challenge_id, 0)) for idea in ideas}
    return {idea.id: _ballot(person, idea, *mine[idea.id], seen[idea.id]) for idea in ideas}


def _ballot(person: Person | None, idea: Idea, own_vote: int, used: int, reviews: int | None) -> Ballot:
    count = idea.vote_count if policy.sees_votes(person, idea, own_vote) else None
    takes = policy.may_vote(person, idea) and (own_vote > 0 or policy.votes_left(idea.challenge, used))
    return Ballot(own_vote > 0, count, person is not None and not takes, reviews)
