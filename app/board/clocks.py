"""The arithmetic of service levels: from the spans in which a question waited for us to what was due when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.hours import NOTHING, Calendar, NeverOpen


@dataclass(frozen=True)
class Span:
    """A while in which a question waited for us; without an end it still does."""

    began_at: datetime
    ended_at: datetime | None = None


def cut(spans: Iterable[Span], at: datetime | None) -> list[Span]:
    """The spans as far as a moment; with None as they are."""
    if at is None:
        return list(spans)
    before = (span for span in spans if span.began_at < at)
    return [Span(span.began_at, at if span.ended_at is None else min(span.ended_at, at)) for span in before]


def spent(spans: Iterable[Span], calendar: Calendar, until: datetime) -> timedelta:
    """The business time of these spans, as far as a moment."""
    ends = ((span.began_at, min(span.ended_at or until, until)) for span in spans)
    return sum((calendar.elapsed(begins, end) for begins, end in ends), NOTHING)


def reached(spans: Sequence[Span], calendar: Calendar, amount: timedelta) -> datetime | None:
    """When so much business time was used, or will be if nothing changes; None when the spans end before."""
    left = amount
    for span in spans:
        used = calendar.elapsed(span.began_at, span.ended_at) if span.ended_at else None
        if used is None or used >= left:
            return _deadline(calendar, span.began_at, left)
        left -= used
    return None


def _deadline(calendar: Calendar, start: datetime, amount: timedelta) -> datetime | None:
    try:
        return calendar.deadline(start, amount)
    except NeverOpen:
        return None
