"""What contacts and answers cost: settings with a date, so that old figures stay what they were."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.events import Actor
from app.core.text import tidy
from app.extensions import db
from app.insights.models import AnswerRate, ContactCost


def set_contact_cost(
    channel: str, amount: float, *, currency: str, since: date, by: Actor | None, reason: str = ""
) -> ContactCost:
    """Say what a contact by a channel costs from a day on, about a reason or any; the same day again corrects it."""
    reason = tidy(reason)[:200]
    same = (ContactCost.channel == channel, ContactCost.reason == reason, ContactCost.since == since)
    held = db.session.scalar(select(ContactCost).where(*same))
    cost = held or ContactCost(channel=channel, reason=reason, since=since)
    before = {"amount": cost.amount, "currency": cost.currency}
    cost.amount, cost.currency, cost.set_by_id = amount, currency, by.id if by else None
    db.session.add(cost)
    db.session.flush()
    after = {"amount": amount, "currency": currency, "since": since.isoformat(), "reason": reason}
    audit.log("insights.cost_set", f"channel:{channel}", by=by, before=before, after=after)
    return cost


def set_answer_rate(per_hour: float, *, minutes: float, currency: str, since: date, by: Actor | None) -> AnswerRate:
    """Say what an hour of answering costs and how long an answer takes, from a day on."""
    rate = db.session.scalar(select(AnswerRate).where(AnswerRate.since == since)) or AnswerRate(since=since)
    before = {"per_hour": rate.per_hour, "minutes": rate.minutes}
    rate.per_hour, rate.minutes, rate.currency = per_hour, minutes, currency
    rate.set_by_id = by.id if by else None
    db.session.add(rate)
    db.session.flush()
    after = {"per_hour": per_hour, "minutes": minutes, "currency": currency, "since": since.isoformat()}
    audit.log("insights.rate_set", "answers", by=by, before=before, after=after)
    return rate
