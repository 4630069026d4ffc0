"""Reading templates and planned openings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.extensions import db
from app.ideas.models import DEFAULT_RUBRIC, Challenge, Opening, SpaceStart, Template

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


def start_of(space_id: int) -> SpaceStart | None:
    """What challenges of a space usually begin from, if anybody said so."""
    return db.session.get(SpaceStart, space_id)


def usual_rubric(space_id: int) -> list[dict[str, Any]]:
    """The rubric by which a challenge of a space is judged unless it has another: the space's, else the product's."""
    start = start_of(space_id)
    return start.rubric if start is not None and start.rubric else DEFAULT_RUBRIC
