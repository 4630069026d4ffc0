"""Periods of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core import clock


@dataclass(frozen=True)
class Period:
    """From `start` up to, but not including, `end`."""

    start: datetime
    end: datetime

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end - self.start) / timedelta(days=1)

    def parts(self, count: int) -> Sequence[Period]:
        """So many parts of equal length, oldest first."""
        step = (self.end - self.start) / count
        return [Period(self.start + step * place, self.start + step * (place + 1)) for place in range(count)]

    def steps(self, days: int = 7) -> Sequence[Period]:
        """Steps of so many whole days in UTC up to the end of the last day, oldest first: an address can name each."""
        end, step = clock.midnight(self.end.date()), timedelta(days=days)
        end += timedelta(days=1) if end < self.end else timedelta()
        return [Period(end - step * back, end - step * (back - 1)) for back in range(int(self.days / days), 0, -1)]

    @property
    def last(self) -> date:
        """Its last day, where it ends at a midnight."""
        return (self.end - timedelta(microseconds=1)).date()

    def before(self) -> Period:
        """The period of the same length just before."""
        return Period(self.start - (self.end - self.start), self.start)
