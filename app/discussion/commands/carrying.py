"""Comments go where their things go."""

from __future__ import annotations

from sqlalchemy import Select, update

from app.discussion.models import Comment
from app.extensions import db


def carry(kind: str, subject_ids: Select[int], space_id: int) -> None:
    """Take the comments beneath these things into another space, as the things go there."""
    beneath = (Comment.kind == kind, Comment.subject_id.in_(subject_ids))
    moved = update(Comment).where(*beneath).values(space_id=space_id)
    db.session.execute(moved.execution_options(synchronize_session="fetch"))
