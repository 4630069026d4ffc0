"""How far sums of uncertain amounts may lie from their middle, and the return on them: pure, as the sums are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot, sqrt

from app.ideas.accrual import between
from app.ideas.sums import Entry


@dataclass(frozen=True, slots=True)
class Range:
    """A value between its ends."""

    value: float
    low: float
    high: float


def spread(entries: Sequence[Entry], start: date | None = None, end: date | None = None) -> Range:
    """The sum of entries of one kind and basis, from the day `start` up to, not including, `end`.

    Lines err independently of each other, so their distances to either end are added up in squares (Zou and Donner
    2008, Statistics in Medicine 27, 1693-1702). A line without a range is taken to be known; of one that counts in part
    the same part of its distances counts.
    """
    value, below, above = 0.0, [0.0], [0.0]
    for entry in entries:
        amount, whole = float(between(entry.flow, start, end)), float(entry.flow.whole)
        value += amount
        if entry.low is not None and entry.high is not None and whole:
            part = amount / whole
            below.append((whole - float(entry.low)) * part)
            above.append((float(entry.high) - whole) * part)
    return Range(value, value - hypot(*below), value + hypot(*above))


def roi_range(benefit: Range, cost: Range) -> Range | None:
    """Return on investment, (benefit - cost) / cost, between its ends; None where the cost may be nothing, or double.

    Ends of a ratio of two independent figures from the ends of each. Source: Donner and Zou 2012, Statistical Methods
    in Medical Research 21, 347-359 (closed form, after the variance of either end is recovered).
    """
    if cost.value <= 0 or cost.low <= 0 or cost.high >= 2 * cost.value:
        return None
    low = _end(benefit.value, benefit.low, cost.value, cost.high, -1.0)
    high = _end(benefit.value, benefit.high, cost.value, cost.low, 1.0)
    return Range(benefit.value / cost.value - 1.0, low - 1.0, high - 1.0)


def is_uncertain(entries: Sequence[Entry]) -> bool:
    """Whether any of them has a range."""
    return any(entry.low is not None for entry in entries)


def _end(above: float, above_end: float, beneath: float, beneath_end: float, sign: float) -> float:
    product = above * beneath
    inside = product**2 - above_end * beneath_end * (2 * above - above_end) * (2 * beneath - beneath_end)
    return (product + sign * sqrt(max(0.0, inside))) / (beneath_end * (2 * beneath - beneath_end))
