"""Reading what contacts and answers cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.insights.estimates.savings import DatedCost
from app.insights.models import AnswerRate, ContactCost

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


def contact_costs() -> Sequence[ContactCost]:
    """Every cost that was ever set, by channel, newest first."""
    return db.session.scalars(select(ContactCost).order_by(ContactCost.channel, ContactCost.since.desc())).all()


def dated(costs: Sequence[ContactCost]) -> list[DatedCost]:
    """As the estimates take them."""
    return [DatedCost(cost.channel, cost.since, cost.amount) for cost in costs]


def answer_rate_on(day: date) -> AnswerRate | None:
    """The rate in force on a day."""
    in_force = select(AnswerRate).where(AnswerRate.since <= day)
    return db.session.scalar(in_force.order_by(AnswerRate.since.desc()).limit(1))


def money_of(currency: str) -> str:
    """A currency's sign, or its code."""
    return SYMBOLS.get(currency, f"{currency} ")
