"""Volume by day with the week taken out: like STL for one week's season, but by medians, so that one bad day stays one.

A weekday is off the mean of the seven days around it by so much; the median of that over all weeks, less the mean of
all seven, is its effect. The trend is the running median of what is left. Three weeks at least: no less tells a season.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

WEEK = 7
FEWEST_DAYS = 3 * WEEK
AROUND = 3


@dataclass(frozen=True)
class Trend:
    """`effects` by place in the week of the first day, in counts a day, their sum 0; `adjusted` and `trend` by day."""

    effects: tuple[float, ...]
    adjusted: tuple[float, ...]
    trend: tuple[float, ...]


def weekly(counts: Sequence[float]) -> Trend | None:
    """Take the week out of daily counts, oldest first; None for fewer than 21 days."""
    if len(counts) < FEWEST_DAYS:
        return None
    effects = _effects(counts)
    adjusted = tuple(count - effects[day % WEEK] for day, count in enumerate(counts))
    return Trend(effects, adjusted, tuple(_smooth(adjusted)))


def _effects(counts: Sequence[float]) -> tuple[float, ...]:
    """Only days with a whole week around them: at the ends a trend leans on whichever weekdays are there."""
    off = [(day % WEEK, counts[day] - fmean(counts[day - AROUND : day + AROUND + 1]))
           for day in range(AROUND, len(counts) - AROUND)]  # fmt: skip
    middles = [median(value for place, value in off if place == weekday) for weekday in range(WEEK)]
    return tuple(value - fmean(middles) for value in middles)


def _smooth(values: Sequence[float]) -> list[float]:
    return [median(values[max(0, day - AROUND) : day + AROUND + 1]) for day in range(len(values))]
