"""Reckoning by when an answer is promised, and how well promises were kept: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.core.hours import LOOKS_AHEAD, Calendar, NeverOpen, zone_of

# Below so many ideas a percentile says nothing.
FEWEST_IDEAS = 10


def due_after(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The end of the last of so many working days after the day of `start`, by a space's calendar."""
    zone = zone_of(calendar.zone)
    today, counted, due = start.astimezone(zone).date(), 0, None
    last = today
    for opens, closes in calendar.open_between(start, start + LOOKS_AHEAD):
        day = opens.astimezone(zone).date()
        if day <= today:
            continue
        if day != last:
            if counted == days and due is not None:
                return due
            counted, last = counted + 1, day
        due = closes
    raise NeverOpen("so many working days do not come within ten years")


def percentile_of(counts: Iterable[int], percent: int) -> int | None:
    """The count that `percent` % of these lie below or at (nearest rank); None where they are too few."""
    ranked = sorted(counts)
    if len(ranked) < FEWEST_IDEAS:
        return None
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


@dataclass(frozen=True)
class Clock:
    """One promise: since when, by when at first, and when it was kept, None while it is not."""

    owed_at: datetime
    first_due_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class Record:
    """How promises were kept: how many were answered, in time, open and overdue; `median` is None without an answer."""

    answered: int = 0
    in_time: int = 0
    waiting: int = 0
    overdue: int = 0
    median: timedelta | None = None

    @property
    def share(self) -> float | None:
        """Answered in time out of those whose first date has come or that have an answer; None without any."""
        judged = self.answered + self.overdue
        return self.in_time / judged if judged else None

    @property
    def median_days(self) -> float | None:
        """Days from being owed to the answer."""
        return None if self.median is None else self.median / timedelta(days=1)


def tally(clocks: Iterable[Clock], now: datetime) -> Record:
    """Put promises together; the first date counts, whatever holding answers said later."""
    known = list(clocks)
    answered = [(clock, clock.answered_at) for clock in known if clock.answered_at is not None]
    waiting = [clock for clock in known if clock.answered_at is None]
    took = [(at - clock.owed_at).total_seconds() for clock, at in answered]
    return Record(
        answered=len(answered),
        in_time=sum(at <= clock.first_due_at for clock, at in answered),
        waiting=len(waiting),
        overdue=sum(clock.first_due_at <= now for clock in waiting),
        median=timedelta(seconds=median(took)) if took else None,
    )
