"""Periods of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


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

    def weeks(self) -> Sequence[Period]:
        """Whole weeks up to the end, oldest first."""
        week = timedelta(days=7)
        return [
            Period(self.end - week * back, self.end - week * (back - 1)) for back in range(int(self.days / 7), 0, -1)
        ]

    def before(self) -> Period:
        """The period of the same length just before."""
        return Period(self.start - (self.end - self.start), self.start)
