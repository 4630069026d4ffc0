"""Reading webhooks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.pages import Page, page
from app.crm.models import Webhook
from app.extensions import db


def webhooks(*, after: str | None = None, limit: int = 30) -> Page[Webhook]:
    """Those that are told, newest first."""
    return page(select(Webhook).where(Webhook.active), Webhook.id, after=after, limit=limit)


def ended_webhooks(*, after: str | None = None, limit: int = 30) -> Page[Webhook]:
    """Those that are told nothing any more, newest first."""
    return page(select(Webhook).where(~Webhook.active), Webhook.id, after=after, limit=limit)


def webhooks_for(name: str) -> Sequence[Webhook]:
    """The active webhooks that want an event of this name."""
    active = db.session.scalars(select(Webhook).where(Webhook.active)).all()
    return [hook for hook in active if not hook.events or name in hook.events]


def webhook_ever(webhook_id: int) -> Webhook | None:
    """One webhook, though it may have ended."""
    return db.session.get(Webhook, webhook_id)


def webhook(webhook_id: int) -> Webhook | None:
    """One active webhook."""
    return db.session.scalar(select(Webhook).where(Webhook.id == webhook_id, Webhook.active))
