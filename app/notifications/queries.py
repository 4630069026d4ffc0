"""Reading follows and notifications."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.notifications.models import Follow, Notification

MOST_FOLLOWERS = 5000


def of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Notification]:
    """What somebody was told, newest first."""
    return page(
        select(Notification).where(Notification.person_id == person.id), Notification.id, after=after, limit=limit
    )


def one(person: Person, notification_id: int) -> Notification | None:
    """One of somebody's own notifications."""
    mine = (Notification.id == notification_id, Notification.person_id == person.id)
    return db.session.scalar(select(Notification).where(*mine))


def unread_count(person: Person) -> int:
    """How much somebody has not looked at yet."""
    new = (Notification.person_id == person.id, Notification.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Notification).where(*new)) or 0


def follows(person: Person, subject: str) -> bool:
    """Whether somebody follows a subject."""
    mine = (Follow.person_id == person.id, Follow.subject == subject, Follow.muted.is_(False))
    return db.session.scalar(select(Follow.id).where(*mine)) is not None


def told_of(subject: str) -> Sequence[int]:
    """Ids of those who were told something of a subject."""
    return db.session.scalars(select(Notification.person_id).where(Notification.subject == subject).distinct()).all()


def followers(subject: str) -> Sequence[int]:
    """Ids of those who follow a subject."""
    on_it = (Follow.subject == subject, Follow.muted.is_(False))
    return db.session.scalars(select(Follow.person_id).where(*on_it).limit(MOST_FOLLOWERS)).all()
