"""Deeds on one idea take turns, and each begins from what the one before it left."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import db
from app.ideas import queries
from app.ideas.models import Idea

DECIDED_ON = ["vote_count", "exposed_count", "merged_into_id", "hold", "owed_at", "answered_at"]


def hold_rows(*ideas: Idea) -> None:
    """Hold ideas until the transaction ends, and read anew what deeds on them decide by.

    The lower number first, so that two deeds that need the same two never wait for each other.
    """
    db.session.flush()
    for idea in sorted(ideas, key=lambda each: each.id):
        db.session.refresh(idea, DECIDED_ON, with_for_update=True)


def hold_all(ideas: Iterable[Idea]) -> None:
    """Hold many, the lower number first, and read them as they are now; the statements do not grow with the ideas."""
    db.session.flush()
    held = select(Idea).where(Idea.id.in_({idea.id for idea in ideas})).order_by(Idea.id).with_for_update(of=Idea)
    db.session.scalars(held, execution_options={"populate_existing": True}).unique().all()


def hold_ways(*ideas: Idea) -> list[list[Idea]]:
    """Hold ideas and all that they went into by merges, also where a merge came or went before the turn did."""
    while True:
        ways = [queries.way_of(idea) for idea in ideas]
        hold_rows(*{step for way in ways for step in way})
        if [queries.way_of(idea) for idea in ideas] == ways:
            return ways
