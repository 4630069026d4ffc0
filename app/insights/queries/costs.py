"""Reading what contacts and answers cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from app.board.models import PUBLISHED, Answer
from app.crm.models import SupportContact
from app.extensions import db
from app.insights.estimates.savings import DatedCost
from app.insights.models import AnswerRate, ContactCost, ContactReason
from app.insights.queries.periods import Period

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


class Work(NamedTuple):
    """An answer that was published in a period: to what, by whom, and how many minutes it is taken to have taken."""

    question_id: int
    author_id: int
    minutes: float


def answers_within(period: Period) -> list[Work]:
    """The answers published in a period, each by the rate in force on its day."""
    rates = answer_rates(period.last)
    asked = select(Answer.question_id, Answer.author_id, Answer.posted_at).where(*published_within(period))
    found = []
    for question_id, author_id, posted_at in db.session.execute(asked):
        rate = rate_in_force(rates, posted_at)
        found.append(Work(question_id, author_id, rate.minutes if rate is not None else 0.0))
    return found


def published_within(period: Period) -> tuple[ColumnElement[bool], ...]:
    """The condition that an answer was published in a period."""
    return (Answer.state == PUBLISHED, Answer.posted_at >= period.start, Answer.posted_at < period.end)


def rate_in_force(rates: Sequence[AnswerRate], moment: datetime) -> AnswerRate | None:
    """Of these rates, oldest first, the one that holds at a moment; before the first one, that."""
    begun = [rate for rate in rates if rate.since <= moment.date()]
    return begun[-1] if begun else rates[0] if rates else None


def money_of(currency: str) -> str:
    """A currency's sign, or its code."""
    return SYMBOLS.get(currency, f"{currency} ")
