"""Whether somebody has been read in the idea exchange of a space before."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.ideas.models import SHOWN, Idea
from app.spaces.policy.premoderation import tells_published


@tells_published
def has_published(person_id: int, space_id: int) -> bool:
    """Whether an idea of theirs can be read by more than the team in a space."""
    shown = (Idea.hold == SHOWN, Idea.private.is_(False))
    mine = select(Idea.id).where(Idea.author_id == person_id, Idea.space_id == space_id, *shown)
    return db.session.scalar(mine.limit(1)) is not None
