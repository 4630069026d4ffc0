"""Reading comments; whoever may see the thing may see its published comments, and authors their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.discussion.models import SHOWN, Comment
from app.extensions import db

MOST = 300


def beneath(kind: str, ids: Iterable[int], person: Person | None) -> dict[int, list[Comment]]:
    """The comments beneath these things that a person may see, oldest first, in one query."""
    wanted = list(ids)
    if not wanted:
        return {}
    shown = Comment.state == SHOWN
    if person:
        shown = or_(shown, (Comment.author_id == person.id) & (Comment.state == "held"))
    query = select(Comment).where(Comment.kind == kind, Comment.subject_id.in_(wanted), shown)
    grouped: dict[int, list[Comment]] = defaultdict(list)
    for comment in db.session.scalars(query.order_by(Comment.id).limit(MOST)):
        grouped[comment.subject_id].append(comment)
    return grouped


def by_id(comment_id: int) -> Comment | None:
    """One comment in any state, for those who decide about it."""
    return db.session.get(Comment, comment_id)


def commenters(kind: str, subject_id: int) -> list[int]:
    """Ids of those who commented on one thing."""
    on_it = (Comment.kind == kind, Comment.subject_id == subject_id, Comment.state == SHOWN)
    return list(db.session.scalars(select(Comment.author_id).where(*on_it).distinct()))


def by_external_id(external_id: str) -> Comment | None:
    """An imported comment."""
    return db.session.scalar(select(Comment).where(Comment.external_id == external_id))
