"""Carrying out what is due: one row of a watched target at a time, in order within a lane, later again what failed."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import aliased

from app.core import clock, transaction
from app.core.dispatch import targets
from app.core.dispatch.rows import CARRIERS, OPEN, Dispatch, NeverRetry, RetryLater
from app.core.dispatch.targets import MOST_SECONDS, DispatchTarget
from app.extensions import db

# Standard Webhooks' schedule: ten tries over 75 h 35 min 5 s.
DELAYS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
LEASE = timedelta(seconds=60)
JITTER = 0.1
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Leased:
    """A row that this worker took, on which attempt."""

    id: int
    kind: str
    key: str
    target: str
    payload: dict[str, Any]
    attempts: int


def run_due(limit: int = 50) -> int:
    """Carry out what is due, target by target, at most so much of each; returns how many rows were tried."""
    return sum(work(target, limit) for target in due_targets())


def due_targets() -> Sequence[str]:
    """The targets for which something can be carried out now."""
    with transaction.reading():
        moment = clock.now()
        due = _due(moment).where(Dispatch.target == DispatchTarget.name).correlate(DispatchTarget).exists()
        named = select(DispatchTarget.name).where(targets.is_ready(moment), due).order_by(DispatchTarget.name)
        return db.session.scalars(named).all()


def work(target: str, limit: int = 50) -> int:
    """Carry out what is due for one target, one after the other; returns how many rows were tried."""
    tried = 0
    while tried < limit and (row := take(target)) is not None:
        tried += 1
        _carry(row)
    return tried


def take(target: str) -> Leased | None:
    """Lease the next due row for a target; a lease that ran out counts as due again, but not for ever."""
    with transaction.unit():
        moment = clock.now()
        if not _may_call(target, moment):
            return None
        query = _due(moment).where(Dispatch.target == target).order_by(Dispatch.id).limit(1)
        rows = db.session.scalars(query.with_for_update(skip_locked=True, of=Dispatch))
        while (row := rows.first()) is not None:
            row.state, row.lease_until, row.attempts = "leased", moment + LEASE, row.attempts + 1
            if row.attempts <= len(DELAYS) + 1:
                return Leased(row.id, row.kind, row.key, row.target, row.payload, row.attempts)
            # whoever carried it never came back, time after time
            row.state, row.lease_until, row.last_error = "dead", None, "each try ended without a word"
            db.session.flush()
            rows = db.session.scalars(query.with_for_update(skip_locked=True, of=Dispatch))
    return None


def _may_call(target: str, moment: datetime) -> bool:
    """Whether it is ready and, if watched, nobody else is at it: its row is held while this is found out."""
    ready = select(DispatchTarget.name).where(DispatchTarget.name == target, targets.is_ready(moment))
    if not targets.is_watched(target):
        return db.session.scalar(ready) is not None
    if db.session.scalar(ready.with_for_update(skip_locked=True)) is None:
        return False
    at_it = (Dispatch.target == target, Dispatch.state == "leased", Dispatch.lease_until >= moment)
    return db.session.scalar(select(Dispatch.id).where(*at_it).limit(1)) is None


def _due(moment: datetime) -> Select[Dispatch]:
    """The first row of each lane, where its time has come."""
    earlier = aliased(Dispatch)
    before = (earlier.lane == Dispatch.lane, earlier.id < Dispatch.id, earlier.state.in_(OPEN))
    first = or_(Dispatch.lane.is_(None), ~select(earlier.id).where(*before).correlate(Dispatch).exists())
    return select(Dispatch).where(Dispatch.state.in_(OPEN), _has_come(moment), first)


def _has_come(moment: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Dispatch.state == "pending", Dispatch.not_before <= moment),
        and_(Dispatch.state == "leased", Dispatch.lease_until < moment),
    )


def _carry(leased: Leased) -> None:
    error: Exception | None = None
    try:
        CARRIERS[leased.kind](leased.payload, leased.key)
    except Exception as raised:  # whatever the other side did, the row says so and the rest goes on
        log.warning("dispatch %s (%s) failed: %s", leased.id, leased.kind, raised)
        error = raised
    with transaction.unit():
        if error is None:
            _finish(leased)
        else:
            _postpone(leased, error)


def _finish(leased: Leased) -> None:
    done = {"state": "done", "lease_until": None, "done_at": clock.now(), "last_error": None}
    _write(leased.id, **done)
    if targets.is_watched(leased.target):
        targets.note_success(leased.target)


def _postpone(leased: Leased, error: Exception) -> None:
    said = f"{type(error).__name__}: {error}"[:2000]
    asked = min(error.seconds, MOST_SECONDS) if isinstance(error, RetryLater) else 0.0
    hopeless = isinstance(error, NeverRetry | KeyError)
    if hopeless or leased.attempts > len(DELAYS):
        _write(leased.id, state="dead", lease_until=None, last_error=said)
    else:
        delay = DELAYS[leased.attempts - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - jitter is no secret
        later = clock.now() + max(delay, timedelta(seconds=asked))
        _write(leased.id, state="pending", lease_until=None, last_error=said, not_before=later)
    if targets.is_watched(leased.target):
        targets.note_failure(leased.target, said, seconds=asked, rests=not hopeless)


def _write(row_id: int, **values: Any) -> None:
    db.session.execute(update(Dispatch).where(Dispatch.id == row_id).values(**values))
