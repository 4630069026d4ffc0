"""Carrying out what is due: one row of a watched target at a time, in order within a lane, later again what failed."""

from __future__ import annotations

import logging
import random
import time
from collections import deque
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from app.core import clock, egress, transaction
from app.core.at_hand import at_hand, forget
from app.core.dispatch import claiming, targets
from app.core.dispatch.claiming import Leased, due_targets, is_ours, take
from app.core.dispatch.holding import Lost, held
from app.core.dispatch.rows import CARRIERS, Dispatch, NeverRetry, RetryLater
from app.core.dispatch.targets import MOST_SECONDS
from app.core.dispatch.telling import is_foreseen, told
from app.extensions import db

# So long, at most, is begun on the rows of a batch: far less than a lease, and no more is told twice after a crash.
SPELL = timedelta(seconds=0.25)
JITTER = 0.1
log = logging.getLogger(__name__)


def run_due(limit: int = 50) -> int:
    """Carry out what is due, target by target, at most so much of each; returns how many rows were tried."""
    return sum(work(target, limit) for target in due_targets())


def work(target: str, limit: int = 50) -> int:
    """Carry out what is due for one target, one after the other; returns how many rows were tried."""
    tried = 0
    with egress.kept():
        while tried < limit and (rows := take(target, min(claiming.BATCH, limit - tried))):
            tried += _carry_all(target, rows)
    return tried


def _carry_all(target: str, rows: list[Leased]) -> int:
    """Carry out a batch for as long as a spell; what succeeds is written down together, what fails at once."""
    with at_hand():
        return _carry_each(target, deque(rows))


def _carry_each(target: str, left: deque[Leased]) -> int:
    done, tried = list[Leased](), 0
    until = time.monotonic() + min(SPELL, claiming.LEASE / 4).total_seconds()
    while left and (tried == 0 or time.monotonic() < until):
        row, tried = left.popleft(), tried + 1
        error = _carry(row)
        if error is None:
            done.append(row)
            continue
        forget()
        with transaction.unit():
            left = deque(_settle(target, done, row, error, list(left)))
        done = []
    if done or left:
        with transaction.unit():
            targets.hold(target)
            _finish(target, done)
            _give_back(left)
    return tried


def _carry(row: Leased) -> Exception | None:
    """Carry out one; what went wrong, if anything."""
    try:
        if (carrier := CARRIERS.get(row.kind)) is None:
            raise NeverRetry(f"nothing here carries out a {row.kind}")
        with held(row):
            carrier(row.payload, row.key)
    except Exception as raised:  # whatever the other side did, the row says so and the rest goes on
        foreseen = is_foreseen(raised)
        log.warning("dispatch %s (%s) failed: %s", row.id, row.kind, told(raised), exc_info=not foreseen)
        return raised
    return None


def _settle(target: str, done: list[Leased], row: Leased, error: Exception, left: list[Leased]) -> list[Leased]:
    """Write down what succeeded until a failure, and that; gives back what must not be tried now, returns the rest."""
    targets.hold(target)
    _finish(target, done)
    is_over = _postpone(row, error)
    if targets.is_watched(target) and not targets.may_be_called(target):
        _give_back(left)
        return []
    behind = [] if is_over or row.lane is None else [each for each in left if each.lane == row.lane]
    _give_back(behind)
    return [each for each in left if each not in behind]


def _finish(target: str, done: list[Leased]) -> None:
    if not done:
        return
    values = {"state": "done", "lease_until": None, "done_at": clock.now(), "last_error": None}
    db.session.execute(update(Dispatch).where(Dispatch.id.in_([row.id for row in done])).values(**values))
    if targets.is_watched(target):
        targets.note_success(target, len(done))


def _postpone(leased: Leased, error: Exception) -> bool:
    """Write down a failure; returns whether it was the last try."""
    if isinstance(error, Lost):
        return False  # it is another's to say what became of it
    said = told(error)
    asked = min(error.seconds, MOST_SECONDS) if isinstance(error, RetryLater) else 0.0
    hopeless = isinstance(error, NeverRetry)
    is_over = hopeless or leased.attempts > len(claiming.DELAYS)
    if is_over:
        _write(leased, state="dead", lease_until=None, last_error=said)
    else:
        delay = claiming.DELAYS[leased.attempts - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - jitter is no secret
        later = clock.now() + max(delay, timedelta(seconds=asked))
        _write(leased, state="pending", lease_until=None, last_error=said, not_before=later)
    if targets.is_watched(leased.target):
        targets.note_failure(leased.target, said, seconds=asked, rests=not hopeless)
    return is_over


def _give_back(rows: Any) -> None:
    """What was not tried is as it was before it was taken."""
    for row in rows:
        _write(row, state="pending", lease_until=None, attempts=row.attempts - 1)


def _write(row: Leased, **values: Any) -> None:
    db.session.execute(update(Dispatch).where(*is_ours(row)).values(**values))
