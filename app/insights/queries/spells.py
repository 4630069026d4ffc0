"""The whole weeks and months that a report is about: those whose journeys can be followed by no more contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core import clock
from app.insights.queries.deflection import WINDOW
from app.insights.queries.months import after, before
from app.insights.queries.periods import Period

WEEKLY, MONTHLY = "weekly", "monthly"
EVERY = (WEEKLY, MONTHLY)
WEEK = timedelta(days=7)
LISTED = {WEEKLY: 8, MONTHLY: 12}


@dataclass(frozen=True)
class Spell:
    """A week from Monday, or a month, by its first day."""

    every: str
    first: date

    @property
    def after(self) -> Spell:
        """The next one."""
        return Spell(self.every, after(self.first) if self.every == MONTHLY else self.first + WEEK)

    @property
    def before(self) -> Spell:
        """The one before."""
        return Spell(self.every, before(self.first) if self.every == MONTHLY else self.first - WEEK)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def period(self) -> Period:
        """From its first moment up to, not including, the next one's, in UTC."""
        start, end = (clock.midnight(day) for day in (self.first, self.after.first))
        return Period(start, end)

    def is_over(self, today: date) -> bool:
        """Whether it is over, with the days in which a contact still counts."""
        return self.after.first + WINDOW <= today


def spell_of(every: str, day: date) -> Spell:
    """The one that a day lies in."""
    return Spell(every, day.replace(day=1) if every == MONTHLY else day - timedelta(days=day.weekday()))


def latest(every: str, today: date) -> Spell:
    """The last one that is over."""
    found = spell_of(every, today - WINDOW).before
    return found.after if found.after.is_over(today) else found


def listed(every: str, today: date) -> Sequence[Spell]:
    """The last ones, newest first."""
    found = [latest(every, today)]
    while len(found) < LISTED[every]:
        found.append(found[-1].before)
    return found
