"""What contacts and answers cost: settings with a date, so that old figures stay what they were."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.events import Actor
from app.extensions import db
from app.insights.models import AnswerRate, ContactCost


def set_contact_cost(channel: str, amount: float, *, currency: str, since: date, by: Actor | None) -> ContactCost:
    """Say what a contact by a channel costs from a day on; saying it again for the same day corrects it."""
    same = select(ContactCost).where(ContactCost.channel == channel, ContactCost.since == since)
    cost = db.session.scalar(same) or ContactCost(channel=channel, since=since)
    before = {"amount": cost.amount, "currency": cost.currency}
    cost.amount, cost.currency, cost.set_by_id = amount, currency, by.id if by else None
    db.session.add(cost)
    db.session.flush()
    after = {"amount": amount, "currency": currency, "since": since.isoformat()}
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
