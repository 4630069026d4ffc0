"""Reading the words that moderators have ready."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.pages import Page, page
from app.extensions import db
from app.moderation.models import Notice

OFFERED = 100


def notices() -> Sequence[Notice]:
    """What a decision can be told with, by name; the first hundred."""
    known = select(Notice).where(Notice.retired_at.is_(None)).order_by(Notice.name, Notice.id)
    return db.session.scalars(known.limit(OFFERED)).all()


def notice_page(*, after: str | None = None, limit: int = 30) -> Page[Notice]:
    """The same page by page, the latest written first."""
    return page(select(Notice).where(Notice.retired_at.is_(None)), Notice.id, after=after, limit=limit)


def notice(notice_id: int) -> Notice | None:
    """One that is offered."""
    return db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.retired_at.is_(None)))
