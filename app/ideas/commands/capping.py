"""Caps, counted while their person is held, so that two tabs at once do not pass them."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.core.access import Conflict, Decision
from app.extensions import db
from app.ideas import policy
from app.ideas.models import Challenge, Idea


def hold_room_for_idea(challenge: Challenge, person: Person) -> None:
    """Hold a person until the transaction ends; raises Conflict unless the challenge takes one more idea of theirs."""
    if challenge.idea_cap is not None:
        _hold(person)
        _insist(policy.room_for_idea(person, challenge))


def hold_room_for_vote(idea: Idea, person: Person) -> None:
    """Hold a person until the transaction ends; raises Conflict unless they have a vote left or it stands already."""
    if idea.challenge.vote_cap is not None:
        _hold(person)
        _insist(policy.room_for_vote(person, idea))


def hold_room_for_others(proxy: Person) -> None:
    """Hold who casts votes for customers; raises Conflict unless they may cast one more today."""
    _hold(proxy)
    _insist(policy.room_for_others(proxy))


def _hold(person: Person) -> None:
    # As strong as a counter needs and no stronger: rows that only name the person are written beside it, which might
    # hold an idea already that this deed will wait for.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _insist(decision: Decision) -> None:
    if not decision:
        raise Conflict(decision.reason)
