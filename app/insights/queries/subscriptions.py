"""Who wants reports by mail, and the signed word by which they say that they want no more."""

from __future__ import annotations

from collections.abc import Sequence

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from app.core.settings import settings
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


def unsubscribe_word(held: ReportSubscription) -> str:
    """What a mail carries, so that its reader need not sign in to end it; good for this subscription only."""
    return str(_signer().dumps([held.id, held.person_id]))


def subscription_by_word(word: str) -> ReportSubscription | None:
    """The subscription of such a word; None for any other, and for one that was ended."""
    try:
        number, person_id = _signer().loads(word)
    except (BadSignature, ValueError, TypeError):
        return None
    held = db.session.get(ReportSubscription, number)
    return held if held is not None and held.person_id == person_id else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(settings().secret_keys)), salt="report-subscription")
