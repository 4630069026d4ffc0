"""The period that a program asks about."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from pydantic import Field

from app.core import clock
from app.core.access import Invalid
from app.core.api import Cursor
from app.core.api.operations import Day, Text
from app.insights.queries import Period

QUARTER, MONTH = 84, 28


class Dates(Cursor):
    """Which days: from `from` to `to`, both counted, in UTC; without them the last days up to now."""

    start: Day | None = Field(None, alias="from")
    to: Day | None = None


class JourneyDates(Dates):
    """Which journeys: opened from `from` to `to`, both counted, by default the last 84 days."""

    space: Text | None = Field(None, max_length=60)
    window: int = Field(7, ge=1, le=28, description="Days within which a support contact counts.")


def period_of(asked: Dates, days: int) -> Period:
    """What is asked for, else so many days up to now; raises Invalid where it ends before it begins."""
    end = clock.midnight(asked.to + timedelta(days=1)) if asked.to else clock.now()
    start = clock.midnight(asked.start) if asked.start else end - timedelta(days=days)
    if start >= end:
        raise Invalid({"from": _("The period ends before it begins.")})
    return Period(start, end)
