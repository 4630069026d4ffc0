"""Reading templates and planned openings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core import clock
from app.extensions import db
from app.ideas.models import Challenge, Opening, Template

MOST = 100


def templates() -> Sequence[Template]:
    """The team's own templates, by name."""
    return db.session.scalars(select(Template).order_by(Template.name).limit(MOST)).all()


def template_by_id(template_id: int) -> Template | None:
    """One of them."""
    return db.session.get(Template, template_id)


def planned_opening(challenge: Challenge) -> Opening | None:
    """The opening to customers that stands before a challenge, if there is one."""
    query = select(Opening).where(Opening.challenge_id == challenge.id, Opening.ended_at.is_(None))
    return db.session.scalar(query.order_by(Opening.id.desc()).limit(1))


def opening_by_id(opening_id: int) -> Opening | None:
    """A planned opening in any state, for subscribers."""
    return db.session.get(Opening, opening_id)


def due_openings() -> Sequence[Opening]:
    """Openings whose time has come, in the order of their times."""
    due = select(Opening).where(Opening.ended_at.is_(None), Opening.opens_at <= clock.now())
    return db.session.scalars(due.order_by(Opening.opens_at, Opening.id)).all()
