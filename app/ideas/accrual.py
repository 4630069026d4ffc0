"""What ledger lines come to by a day, and when they have paid back: pure, so that its properties can be tried."""

from __future__ import annotations

import math
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flow:
    """Money: all of `amount` on the day `start`, or, with `until` (the last day), `amount` a month from then to then.

    Benefits are above zero and costs below where flows are netted.
    """

    amount: Decimal
    start: date
    until: date | None = None

    @property
    def whole(self) -> Decimal:
        """What it comes to in all, in cents."""
        return self.amount if self.until is None else accrued(self, self.until)


def accrued(flow: Flow, on: date) -> Decimal:
    """What a flow has come to by the end of a day, in cents; a month's amount is spread evenly over its days.

    Differences of it add up exactly: the sum over any parts of time is the whole.
    """
    if on < flow.start:
        return Decimal(0)
    if flow.until is None:
        return flow.amount
    cents = Fraction(flow.amount) * _months(flow.start, min(on, flow.until)) * 100
    return Decimal(round(cents)).scaleb(-2).quantize(CENT, ROUND_HALF_EVEN)


def between(flow: Flow, start: date | None, end: date | None) -> Decimal:
    """What it comes to from the day `start` up to, not including, the day `end`; None leaves that side open."""
    upto = flow.whole if end is None else accrued(flow, end - DAY)
    return upto - (accrued(flow, start - DAY) if start else Decimal(0))


def net(flows: Iterable[Flow], on: date) -> Decimal:
    """What signed flows have come to together by the end of a day."""
    return sum((accrued(flow, on) for flow in flows), Decimal(0))


def payback(flows: Sequence[Flow]) -> date | None:
    """The day from which on the cumulated net of signed flows stays at or above zero.

    None while it does not, and where nothing was paid. It moves by the day within a month, which is the interpolation.
    """
    paid = [flow.start for flow in flows if flow.amount < 0]
    if not paid:
        return None
    back: date | None = min(paid)
    for day, before, slope, length in _stretches(flows):
        if before + slope < 0 or before + slope * length < 0:
            reached = math.ceil(-before / slope) if slope > 0 else length + 1
            back = day + DAY * (reached - 1) if reached <= length else None
        elif back is None:
            back = day
    return back


def _stretches(flows: Sequence[Flow]) -> Iterator[tuple[date, Fraction, Fraction, int]]:
    """The cumulated net as straight lines: first day, net before it (jumps included), change a day, days."""
    jumps: dict[date, Fraction] = defaultdict(Fraction)
    bends: dict[date, Fraction] = defaultdict(Fraction)
    for flow in flows:
        if flow.until is None:
            jumps[flow.start] += Fraction(flow.amount)
            continue
        for first, last in _parts_of_months(flow.start, flow.until):
            daily = Fraction(flow.amount) / monthrange(first.year, first.month)[1]
            bends[first] += daily
            bends[last + DAY] -= daily
    days, value, slope = sorted({*jumps, *bends}), Fraction(0), Fraction(0)
    for day, after in zip(days, [*days[1:], days[-1] + DAY] if days else [], strict=True):
        value, slope = value + jumps[day], slope + bends[day]
        yield day, value, slope, (after - day).days
        value += slope * (after - day).days


def _parts_of_months(start: date, until: date) -> Iterator[tuple[date, date]]:
    day = start
    while day <= until:
        last = min(until, day.replace(day=monthrange(day.year, day.month)[1]))
        yield day, last
        day = last + DAY


def _months(start: date, until: date) -> Fraction:
    """Months from the day `start` to the day `until`, both counted, parts of a month by its days."""
    whole = (until.year - start.year) * 12 + until.month - start.month
    begun = Fraction(start.day - 1, monthrange(start.year, start.month)[1])
    ended = Fraction(until.day, monthrange(until.year, until.month)[1])
    return whole + ended - begun
