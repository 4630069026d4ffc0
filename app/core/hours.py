"""Business hours: pure arithmetic on when a place is open, right across time zones and changes of the clock.

A wall-clock time means the first moment at which clocks there show it or a later one. So a time that a spring change
skips is the moment of the change, and of a time that an autumn change shows twice the first counts; an interval across
a change is as long as it really was.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEK = 7
LOOKS_AHEAD = timedelta(days=3660)
NOTHING = timedelta()

Interval = tuple[int, int]


class NeverOpen(ValueError):
    """So much open time does not come within ten years."""


@dataclass(frozen=True)
class Calendar:
    """When a place is open: for each weekday from Monday its intervals in minutes after midnight.

    An interval that ends after 1440 runs into the next day and belongs to the day on which it begins; on `holidays`
    none begins. Raises ValueError for an unknown zone, a bad or overlapping interval, and a week without open hours.
    """

    zone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: Container[date] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be reckoned with."""
        zone_of(self.zone)
        check_week(self.week)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """How much open time lies between two moments; never negative."""
        spans = (min(closes, end) - max(opens, start) for opens, closes in self.open_between(start, end))
        return sum(spans, NOTHING)

    def deadline(self, start: datetime, duration: timedelta) -> datetime:
        """The first moment by which so much open time has passed; raises NeverOpen when that is ten years away."""
        left, start = duration, start.astimezone(UTC)
        if left <= NOTHING:
            return start
        for opens, closes in self.open_between(start, start + LOOKS_AHEAD):
            begins = max(opens, start)
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        raise NeverOpen("so much open time does not come within ten years")

    def is_open(self, moment: datetime) -> bool:
        """Whether the place is open at a moment."""
        return any(True for _ in self.open_between(moment, moment + timedelta(microseconds=1)))

    def open_between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open intervals, in UTC and in order, that reach into the time between two moments."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        zone = zone_of(self.zone)
        # Two days back: yesterday's interval may run into today, and some zones have skipped a whole day.
        day, last = start.astimezone(zone).date() - timedelta(days=2), end.astimezone(zone).date()
        while end > start and day <= last:
            for opens, closes in self._on(day, zone):
                if closes > start and opens < end:
                    yield opens, closes
            day += timedelta(days=1)

    def _on(self, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        intervals = self.week[day.weekday()]
        if not intervals or day in self.holidays:
            return
        for opens, closes in intervals:
            yield first_showing(day, opens, zone), first_showing(day, closes, zone)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; raises ValueError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error


def check_week(week: tuple[tuple[Interval, ...], ...]) -> None:
    """Raise ValueError for bad or overlapping intervals and for a week that is never open."""
    if len(week) != WEEK:
        raise ValueError("a week has seven days")
    placed = sorted((day * DAY + opens, day * DAY + closes) for day in range(WEEK) for opens, closes in week[day])
    if not placed:
        raise ValueError("there are no open hours at all")
    for day in week:
        if any(not 0 <= opens < DAY or not opens < closes <= opens + DAY for opens, closes in day):
            raise ValueError("an interval begins within its day and is at most a day long")
    around = [*placed, (placed[0][0] + WEEK * DAY, placed[0][1] + WEEK * DAY)]
    if any(before[1] > after[0] for before, after in pairwise(around)):
        raise ValueError("two intervals overlap")


def first_showing(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which clocks in a zone show so many minutes after a day's midnight, or more."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    return _change_between(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the zone's offset changes, between a moment before and one after it."""
    wanted = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        is_after = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == wanted
        low, high = (low, middle) if is_after else (middle, high)
    return before + timedelta(seconds=high)
