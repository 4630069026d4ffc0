"""Votes."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.vote_cast", "idea:{idea_id}")
class VoteCast(Event):
    """A vote was cast (1) or taken back (0)."""

    idea_id: int
    person_id: int
    value: int
