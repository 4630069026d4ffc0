"""Effects outside the database: rows written with the change, carried out by the worker with retries."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, Text, func, or_, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.core import clock, transaction
from app.core.pages import Page, page
from app.extensions import Id, Model, db

# Standard Webhooks' schedule: ten tries over 75 h 35 min 5 s.
DELAYS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
LEASE = timedelta(seconds=60)
JITTER = 0.1
log = logging.getLogger(__name__)

Carrier = Callable[[dict[str, Any], str], None]
CARRIERS: dict[str, Carrier] = {}


class Dispatch(Model):
    """One effect to carry out; rows of one `lane` are carried out in order."""

    __tablename__ = "dispatch"
    __table_args__ = (Index("ix_dispatch_state_not_before", "state", "not_before"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    lane: Mapped[str | None] = mapped_column(String(120), index=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class Leased:
    """A row that this worker took, on which attempt."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int


class RetryLater(Exception):
    """A carrier's word that the other side asked to wait; `seconds` is its Retry-After."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class NeverRetry(Exception):
    """A carrier's word that trying again cannot help; the row goes to the dead letters at once."""


def carrier(kind: str) -> Callable[[Carrier], Carrier]:
    """Declare the function `(payload, idempotency_key)` that carries out effects of one kind."""

    def declare(function: Carrier) -> Carrier:
        CARRIERS[kind] = function
        return function

    return declare


def enqueue(kind: str, key: str, payload: dict[str, Any], *, lane: str | None = None) -> bool:
    """Write one effect, once per key for ever, so that a replay never repeats it; returns whether it is new."""
    if db.session.scalar(select(Dispatch.id).where(Dispatch.key == key)) is not None:
        return False
    moment = clock.now()
    db.session.add(Dispatch(kind=kind, key=key, lane=lane, payload=payload, created_at=moment, not_before=moment))
    db.session.flush()
    return True


def run_due(limit: int = 50) -> int:
    """Carry out what is due; returns how many rows were tried."""
    rows = _lease(limit)
    for row in rows:
        if _renew(row):
            _carry(row)
    return len(rows)


def dead_letters(*, after: str | None = None, limit: int = 30) -> Page[Dispatch]:
    """What was given up, newest first."""
    return page(select(Dispatch).where(Dispatch.state == "dead"), Dispatch.id, after=after, limit=limit)


def dead_letter(row_id: int) -> Dispatch | None:
    """One of them."""
    return db.session.scalar(select(Dispatch).where(Dispatch.id == row_id, Dispatch.state == "dead"))


def again(row: Dispatch) -> None:
    """Put a dead letter back in the queue."""
    row.state, row.attempts, row.not_before, row.lease_until = "pending", 0, clock.now(), None


def depth() -> dict[str, int]:
    """How many rows are in each state."""
    return dict(db.session.execute(select(Dispatch.state, func.count()).group_by(Dispatch.state)).all())


def _lease(limit: int) -> Sequence[Leased]:
    """Take due rows, the first of each lane only; a lease that ran out counts as due again, but not for ever."""
    moment = clock.now()
    earlier = aliased(Dispatch)
    blocked = (
        select(earlier.id)
        .where(earlier.lane == Dispatch.lane, earlier.id < Dispatch.id, earlier.state.in_(("pending", "leased")))
        .exists()
    )
    due = or_(
        (Dispatch.state == "pending") & (Dispatch.not_before <= moment),
        (Dispatch.state == "leased") & (Dispatch.lease_until < moment),
    )
    query = select(Dispatch).where(due, or_(Dispatch.lane.is_(None), ~blocked)).order_by(Dispatch.id).limit(limit)
    with transaction.unit():
        rows = db.session.scalars(query.with_for_update(skip_locked=True)).all()
        for row in rows:
            row.state, row.lease_until, row.attempts = "leased", moment + LEASE, row.attempts + 1
            if row.attempts > len(DELAYS) + 1:  # whoever carried it never came back, time after time
                row.state, row.lease_until, row.last_error = "dead", None, "each try ended without a word"
        return [Leased(row.id, row.kind, row.key, row.payload, row.attempts) for row in rows if row.state == "leased"]


def _renew(row: Leased) -> bool:
    """Hold it anew in the moment of its turn: those before it may have taken longer than the lease, and it others."""
    with transaction.unit():
        mine = (Dispatch.id == row.id, Dispatch.state == "leased", Dispatch.attempts == row.attempts)
        renewed = update(Dispatch).where(*mine).values(lease_until=clock.now() + LEASE).returning(Dispatch.id)
        return db.session.scalar(renewed.execution_options(synchronize_session=False)) is not None


def _carry(leased: Leased) -> None:
    error: Exception | None = None
    try:
        CARRIERS[leased.kind](leased.payload, leased.key)
    except Exception as raised:  # whatever the other side did, the row says so and the rest goes on
        log.warning("dispatch %s (%s) failed: %s", leased.id, leased.kind, raised)
        error = raised
    with transaction.unit():
        row = db.session.get_one(Dispatch, leased.id)
        row.lease_until = None
        if error is None:
            row.state, row.done_at, row.last_error = "done", clock.now(), None
        else:
            _postpone(row, error)


def _postpone(row: Dispatch, error: Exception) -> None:
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    if isinstance(error, NeverRetry | KeyError) or row.attempts > len(DELAYS):
        row.state = "dead"
        return
    delay = DELAYS[row.attempts - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - jitter is no secret
    if isinstance(error, RetryLater):
        delay = max(delay, timedelta(seconds=error.seconds))
    row.state, row.not_before = "pending", clock.now() + delay
