"""Reading challenges."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import Challenge
from app.spaces import queries as spaces


def may_see(person: Person | None) -> ColumnElement[bool]:
    """The rule: its space is visible, and an internal challenge only to employees; before it opens only to employees."""
    rule = Challenge.space_id.in_(spaces.visible_ids(person))
    if person is not None and person.is_employee:
        return rule
    return and_(rule, Challenge.audience == "public", Challenge.opens_at <= clock.now())


def visible_challenges(person: Person | None, *, after: str | None = None, limit: int = 30) -> Page[Challenge]:
    """Challenges, those that close last first."""
    query = select(Challenge).where(may_see(person))
    return page(query, Challenge.closes_at, Challenge.id, after=after, limit=limit)


def open_challenges(person: Person | None, limit: int = 5) -> Sequence[Challenge]:
    """Challenges that take ideas now or soon, those that close first first."""
    query = select(Challenge).where(may_see(person), Challenge.closes_at > clock.now())
    return db.session.scalars(query.order_by(Challenge.closes_at, Challenge.id).limit(limit)).all()


def visible_challenge(person: Person | None, slug: str) -> Challenge | None:
    """A challenge by its slug, if this person may see it."""
    return db.session.scalar(select(Challenge).where(Challenge.slug == slug, may_see(person)))


def by_slug(slug: str) -> Challenge | None:
    """A challenge by its slug, for imports."""
    return db.session.scalar(select(Challenge).where(Challenge.slug == slug))
