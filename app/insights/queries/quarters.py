"""The ledger by quarter: what had been brought and spent by its end, and how the net moves."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.core.velocity import Movement, velocity
from app.ideas.queries import Entry, between, summed

MOST = 12
DAY = timedelta(days=1)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year: realised cost and benefit cumulated up to its end (or today), and its own net."""

    start: date
    end: date
    cost: Decimal
    benefit: Decimal
    net: Decimal
    running: bool

    @property
    def label(self) -> str:
        """Such as Q3 2026."""
        return f"Q{(self.start.month - 1) // 3 + 1} {self.start.year}"


def quarters(entries: Sequence[Entry], today: date) -> list[Quarter]:
    """Up to twelve quarters, oldest first, from the first realised day to today; none where nothing was realised."""
    realised = [entry for entry in entries if entry.basis == "realised" and entry.flow.start <= today]
    if not realised:
        return []
    starts = [_begin(min(entry.flow.start for entry in realised))]
    while (after := _next(starts[-1])) <= today:
        starts.append(after)
    return [_quarter(realised, start, today) for start in starts[-MOST:]]


def moved(steps: Sequence[Quarter]) -> Movement:
    """How the net of a whole quarter moves, over the last three that have ended."""
    return velocity([float(each.net) for each in steps if not each.running])


@dataclass(frozen=True)
class Standing:
    """How a ledger stands today, against the ends of the two quarters before: net and return of all that was realised,
    the return of what was attested, that which was forecast by then, and how far forecasts came true.
    """

    net: Movement
    roi: Movement
    attested: Movement
    forecast: Movement
    accuracy: Movement


def standing(entries: Sequence[Entry], today: date, launched: AbstractSet[int | None] = frozenset()) -> Standing:
    """Forecasts are those of the ideas that are `launched`, today, so that the same ideas are compared.

    A return is not known while nothing was spent, nor is anything before the first realised day.
    """
    begun = min((entry.flow.start for entry in entries if entry.basis == "realised"), default=today + DAY)
    theirs = [entry for entry in entries if entry.idea_id in launched]
    start = _begin(today)
    ends = [_begin(start - DAY) - DAY, start - DAY, today]
    sums = [summed(entries, day, None, day + DAY) if day >= begun else None for day in ends]
    return Standing(
        _moving([one.realised_net if one else None for one in sums]),
        _moving([one.roi if one else None for one in sums]),
        _moving([one.attested_roi if one else None for one in sums]),
        _moving([summed(_told_by(day, entries), day).forecast_roi for day in ends]),
        _moving([summed(theirs, day, None, day + DAY).accuracy for day in ends]),
    )  # fmt: skip


def _told_by(day: date, entries: Sequence[Entry]) -> list[Entry]:
    """What was forecast by then: lines are never changed, and struck by later ones."""
    return [entry for entry in entries if entry.recorded_on is None or entry.recorded_on <= day]


def _moving(values: Sequence[Decimal | None]) -> Movement:
    return velocity([None if value is None else float(value) for value in values])


def _quarter(realised: Sequence[Entry], start: date, today: date) -> Quarter:
    after = _next(start)
    end = min(after, today + DAY)
    brought, spent = (
        [entry.flow for entry in realised if entry.kind == kind] for kind in ("benefit", "cost")
    )  # fmt: skip
    net = sum((between(flow, start, end) for flow in brought), ZERO) - sum(
        (between(flow, start, end) for flow in spent), ZERO
    )
    return Quarter(
        start, end - DAY, sum((between(flow, None, end) for flow in spent), ZERO),
        sum((between(flow, None, end) for flow in brought), ZERO), net, after > today,
    )  # fmt: skip


def _begin(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next(start: date) -> date:
    return date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
