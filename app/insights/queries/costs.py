"""Reading what contacts and answers cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from app.crm.models import SupportContact
from app.extensions import db
from app.insights.estimates.savings import DatedCost
from app.insights.models import AnswerRate, ContactCost, ContactReason

MOST_REASONS = 40
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


def contact_costs() -> Sequence[ContactCost]:
    """Every cost that was ever set, by channel, newest first."""
    by_channel = select(ContactCost).order_by(ContactCost.channel, ContactCost.reason, ContactCost.since.desc())
    return db.session.scalars(by_channel).all()


def reasons() -> Sequence[str]:
    """What people contacted support about, the most frequent first, and what they may choose on the contact page."""
    number = func.count()
    query = select(SupportContact.reason).where(SupportContact.reason != "").group_by(SupportContact.reason)
    known = db.session.scalars(query.order_by(number.desc(), SupportContact.reason).limit(MOST_REASONS)).all()
    return list(dict.fromkeys([*known, *(reason.name for reason in contact_reasons())]))


def contact_reasons() -> Sequence[ContactReason]:
    """What the contact page lets one choose from, by what customers read; there are few."""
    return db.session.scalars(select(ContactReason).order_by(ContactReason.label)).all()


def contact_reason(reason_id: int) -> ContactReason | None:
    """One of them."""
    return db.session.get(ContactReason, reason_id)


def dated(costs: Sequence[ContactCost]) -> list[DatedCost]:
    """As the estimates take them."""
    return [DatedCost(cost.channel, cost.since, cost.amount, cost.reason, cost.currency) for cost in costs]


def answer_rate_on(day: date) -> AnswerRate | None:
    """The rate in force on a day."""
    in_force = select(AnswerRate).where(AnswerRate.since <= day)
    return db.session.scalar(in_force.order_by(AnswerRate.since.desc()).limit(1))


def answer_rates(until: date) -> Sequence[AnswerRate]:
    """The rates that came into force up to a day, oldest first."""
    return db.session.scalars(select(AnswerRate).where(AnswerRate.since <= until).order_by(AnswerRate.since)).all()


def money_of(currency: str) -> str:
    """A currency's sign, or its code."""
    return SYMBOLS.get(currency, f"{currency} ")
