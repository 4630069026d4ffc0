"""Whom effects are for: how each target fares, and when it is left alone for a while or until somebody sees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, Text, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.extensions import Model, db

# Standard Webhooks asks for an end after "a consistent failure"; ten in a row over an hour is one.
FAILURES, FAILING = 10, timedelta(hours=1)
# A first failure may be one row's own; from the second in a row on, the target is given time to recover.
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
# The longest that another side may ask to be left alone.
MOST_SECONDS = 86_400.0
Down = Callable[[str, str], None]
WATCHED: dict[str, Down] = {}


class DispatchTarget(Model):
    """One side that effects are for; `failures` in a row since `failing_since`, `reason` why it is paused."""

    __tablename__ = "dispatch_target"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    is_paused: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    rest_until: Mapped[datetime | None]
    delivered_count: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]


def watch(prefix: str) -> Callable[[Down], Down]:
    """Watch targets named `prefix:...`: one row in flight, rests while it fails, paused after a long failure.

    The decorated function is told `(target, reason)` when one is paused by rule, in the transaction that pauses it.
    """

    def declare(down: Down) -> Down:
        WATCHED[prefix] = down
        return down

    return declare


def is_watched(target: str) -> bool:
    """Whether it is one address that somebody configured, rather than all effects of a kind."""
    return target.partition(":")[0] in WATCHED and ":" in target


def ensure_target(name: str) -> None:
    """Let there be a row of it."""
    if db.session.get(DispatchTarget, name) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(DispatchTarget(name=name))
    except IntegrityError:
        return  # somebody else wrote to it first in this very moment


def targets(names: Iterable[str]) -> dict[str, DispatchTarget]:
    """How these targets fare; one that nothing was ever written for is missing."""
    named = select(DispatchTarget).where(DispatchTarget.name.in_(list(names)))
    return {row.name: row for row in db.session.scalars(named)}


def may_be_called(name: str) -> bool:
    """Whether it may be called now."""
    ready = select(DispatchTarget.name).where(DispatchTarget.name == name, is_ready(clock.now()))
    return db.session.scalar(ready) is not None


def hold(name: str) -> None:
    """Keep everybody else from taking for it or writing down how it fares, until this transaction ends."""
    _held(name)


def is_ready(moment: datetime) -> ColumnElement[bool]:
    """Whether it may be called now."""
    rested = or_(DispatchTarget.rest_until.is_(None), DispatchTarget.rest_until <= moment)
    return DispatchTarget.is_paused.is_(False) & rested


def pause(name: str, reason: str = "") -> None:
    """Call it no more until it is resumed; what is written for it waits."""
    row = _held(name)
    row.is_paused, row.reason = True, reason


def resume(name: str) -> None:
    """Call it again."""
    row = _held(name)
    row.is_paused, row.reason, row.rest_until = False, "", None
    row.failures, row.failing_since = 0, None


def note_success(name: str, count: int) -> None:
    """It took so many."""
    row = _held(name)
    row.failures, row.failing_since, row.rest_until, row.last_error = 0, None, None, ""
    row.delivered_count, row.delivered_at = row.delivered_count + count, clock.now()


def note_failure(name: str, error: str, *, seconds: float = 0.0, rests: bool = True) -> None:
    """It took nothing, or asked to be left alone for so many seconds; a long failure pauses it."""
    row, moment = _held(name), clock.now()
    row.failures, row.failing_since = row.failures + 1, row.failing_since or moment
    row.last_error, row.failed_at = error, moment
    if seconds:
        row.rest_until = moment + timedelta(seconds=min(seconds, MOST_SECONDS))
    elif rests and row.failures > 1:
        row.rest_until = moment + min(SHORTEST_REST * 2 ** min(row.failures - 2, 10), LONGEST_REST)
    if row.failures >= FAILURES and moment - row.failing_since >= FAILING and not row.is_paused:
        row.is_paused, row.reason = True, error
        WATCHED[name.partition(":")[0]](name, error)


def _held(name: str) -> DispatchTarget:
    ensure_target(name)
    held = select(DispatchTarget).where(DispatchTarget.name == name).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one()
