"""The months of the answer board: which can be reckoned, what was found out, what stands in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import exists, select

from app.core import clock
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import LedgerLine
from app.insights.models import AnswerMonth, Journey
from app.insights.queries.deflection import WINDOW

SHOWN = 24


@dataclass(frozen=True)
class Month:
    """A month, what was found out about it, and its lines."""

    found: AnswerMonth
    lines: Sequence[LedgerLine]

    @property
    def last(self) -> date:
        """Its last day."""
        return after(self.found.month) - timedelta(days=1)

    def stands(self, kind: str) -> dict[str, Decimal]:
        """What its lines of a kind come to, by currency."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            if line.kind == kind:
                sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.amount
        return sums


def after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def before(month: date) -> date:
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def prefix(month: date, kind: str = "") -> str:
    """What the keys of a month's lines begin with."""
    return f"answers:{month:%Y-%m}:{kind}:" if kind else f"answers:{month:%Y-%m}:"


def ripe(today: date, count: int = 2) -> list[date]:
    """The last months whose journeys can no longer be followed by a contact that counts, and that had any."""
    month = before((today - WINDOW).replace(day=1))
    return [each for each in (month, before(month))[:count] if _had_journeys(each)]


def is_ripe(month: date, today: date) -> bool:
    """Whether a month is over, with the days in which a contact counts."""
    return month.day == 1 and after(month) + WINDOW <= today


def months() -> list[Month]:
    """The latest months that were reckoned, newest first."""
    found = db.session.scalars(select(AnswerMonth).order_by(AnswerMonth.month.desc()).limit(SHOWN)).all()
    lines = ideas.answer_lines() if found else []
    return [Month(each, [line for line in lines if (line.key or "").startswith(prefix(each.month))]) for each in found]


def _had_journeys(month: date) -> bool:
    start, end = (clock.midnight(day) for day in (month, after(month)))
    return bool(db.session.scalar(select(exists().where(Journey.opened_at >= start, Journey.opened_at < end))))


def today() -> date:
    """The day it is, in UTC."""
    return clock.now().date()
