"""From the business hours that people set to the calendar that clocks are reckoned by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from app.core.hours import DAY, Calendar
from app.spaces.models import BusinessHours

COMPANY = "company"
USUAL_WEEK = (((540, 1020),),) * 5 + ((), ())
USUAL = Calendar("UTC", USUAL_WEEK)
SPOKEN = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?$")
MOST_INTERVALS = 6


class Days:
    """The days on which nobody works: public holidays of a place and own ones, less those that are worked."""

    def __init__(self, country: str, subdivision: str, closed: Iterable[str], worked: Iterable[str]) -> None:
        self.country, self.subdivision = country, subdivision
        self.closed = frozenset(date.fromisoformat(day) for day in closed)
        self.worked = frozenset(date.fromisoformat(day) for day in worked)

    def __contains__(self, day: object) -> bool:
        """Whether nobody works on this day."""
        if not isinstance(day, date) or day in self.worked:
            return False
        return day in self.closed or day in public_holidays(self.country, self.subdivision, day.year)


def scope_of(space_id: int | None) -> str:
    """The name under which hours and targets of a space are kept, or of the company."""
    return COMPANY if space_id is None else f"space:{space_id}"


def calendar(hours: BusinessHours | None) -> Calendar:
    """The calendar of some business hours; where nobody set any, Monday to Friday, 9:00 to 17:00 UTC."""
    if hours is None:
        return USUAL
    days = Days(hours.country, hours.subdivision, hours.closed_days, hours.open_days)
    return Calendar(hours.zone, as_week(hours.week), days)


def as_week(stored: list[Any]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """A week as it is stored, as the calendar takes it."""
    return tuple(tuple((int(opens), int(closes)) for opens, closes in day) for day in stored)


def say_day(intervals: Iterable[Any]) -> str:
    """A day's intervals as people write them: `09:00-12:00, 13:00-17:00`."""
    return ", ".join(
        f"{_clock(opens)}-{_clock(closes if closes <= DAY else closes - DAY)}" for opens, closes in intervals
    )


def read_day(said: str) -> list[list[int]]:
    """A day's intervals from what was typed, such as `9-12, 13:00-17:30` or `22:00-6:00`; raises ValueError."""
    parts = [part.strip() for part in said.replace(";", ",").split(",") if part.strip()]
    if len(parts) > MOST_INTERVALS:
        raise ValueError("too many intervals")
    return sorted(_interval(part) for part in parts)


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """The public holidays of a country, or of a part of it, in a year; none without a country."""
    if not country:
        return frozenset()
    import holidays  # noqa: PLC0415 - large, and only needed where somebody keeps holidays

    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


@lru_cache(maxsize=1)
def countries() -> dict[str, list[str]]:
    """The codes of the countries whose holidays are known, with those of their parts."""
    import holidays  # noqa: PLC0415

    return {code: list(parts) for code, parts in sorted(holidays.list_supported_countries().items())}


def _interval(part: str) -> list[int]:
    told = SPOKEN.match(part)
    if told is None:
        raise ValueError(part)
    hours = [int(told[1]), int(told[3])]
    minutes = [int(told[2] or 0), int(told[4] or 0)]
    opens, closes = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
    if max(minutes) >= 60 or opens >= DAY or closes > DAY:
        raise ValueError(part)
    return [opens, closes if closes > opens else closes + DAY]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
