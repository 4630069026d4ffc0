"""The one source of the time, so that imports, the demo community and tests can live in the past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time

# Before anything could happen here: the age of what has no age yet.
START = datetime(2000, 1, 1, tzinfo=UTC)
# Years that can be told in any time zone, and reckoned on from.
EARLIEST, LATEST = 1970, 9000
# The days that may be asked for: far enough from the ends of the calendar to reckon with.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2190, 12, 31)
_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The current moment in UTC, or the one held by `at`."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at one moment for the block; raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC, which is what one without a zone is taken for; raises ValueError for one too far away."""
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError("choose a moment that can be reckoned with")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def midnight(day: date) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(day, time(), UTC)


def day_of(words: str | None) -> date | None:
    """The day that an address names, such as 2026-11-03; None for anything else, and for one beyond the calendar."""
    try:
        day = date.fromisoformat(words or "")
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def rfc3339(moment: datetime) -> str:
    """The moment as RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mark(moment: datetime | None) -> str:
    """The moment to the microsecond as a plain number, by which two states of one thing are told apart."""
    if moment is None:
        return "0"
    whole = moment.astimezone(UTC)
    return f"{int(whole.timestamp())}{whole.microsecond:06d}"
