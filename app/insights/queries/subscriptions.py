"""Who wants reports by mail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.insights.models import ReportSubscription


def subscription(person_id: int, every: str) -> ReportSubscription | None:
    """One person's, of every week or every month."""
    mine = (ReportSubscription.person_id == person_id, ReportSubscription.every == every)
    return db.session.scalar(select(ReportSubscription).where(*mine))


def subscribed(person_id: int) -> Sequence[str]:
    """What one person has sent to them."""
    mine = select(ReportSubscription.every).where(ReportSubscription.person_id == person_id)
    return db.session.scalars(mine.order_by(ReportSubscription.every)).all()


def subscription_by_id(number: int, person_id: int, every: str) -> ReportSubscription | None:
    """The subscription of this id, if it is this person's of every such spell; None once it was ended."""
    held = subscription(person_id, every)
    return held if held is not None and held.id == number else None
