"""The rows of dispatch: one effect each, of one lane, for one target."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, func, literal_column, select, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import insert_new
from app.core.dispatch.targets import ensure_target
from app.core.pages import Page, page
from app.extensions import Id, Model, db

OPEN = ("pending", "leased")
# Word for word as in queries: the index over what waits holds nothing else.
_PENDING = text("state = 'pending'")
Carrier = Callable[[dict[str, Any], str], None]
CARRIERS: dict[str, Carrier] = {}


def _kind(context: DefaultExecutionContext) -> str:
    return str(context.get_current_parameters()["kind"])  # type: ignore[no-untyped-call]


class Dispatch(Model):
    """One effect to carry out.

    Rows of one `lane`, which is a part of one `target` (an address that is called; else all of a kind), are carried out
    in order; of those for one target that is watched, one at a time.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        Index("ix_dispatch_state", "state", "id"),
        Index("ix_dispatch_target_state", "target", "state", "id"),
        Index("ix_dispatch_lane_state", "lane", "state", "id"),
        Index("ix_dispatch_pending", "target", "lane", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    target: Mapped[str] = mapped_column(String(60), default=_kind)
    lane: Mapped[str | None] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


# With the word in the statement itself, not as a parameter, so that the index over what waits can serve it.
IS_PENDING = Dispatch.state == literal_column("'pending'")


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


def enqueue(kind: str, key: str, payload: dict[str, Any], *, lane: str | None = None, target: str = "") -> bool:
    """Write one effect, once per key for ever, so that a replay never repeats it; returns whether it is new."""
    moment, target = clock.now(), target or kind
    ensure_target(target)
    row = {
        "kind": kind, "key": key, "target": target, "lane": lane, "payload": payload, "created_at": moment,
        "not_before": moment,
    }  # fmt: skip
    return insert_new(Dispatch, row, "key") is not None


def dead_letters(*, after: str | None = None, limit: int = 30) -> Page[Dispatch]:
    """What was given up, newest first."""
    return page(select(Dispatch).where(Dispatch.state == "dead"), Dispatch.id, after=after, limit=limit)


def dead_letter(row_id: int) -> Dispatch | None:
    """One of them."""
    return db.session.scalar(select(Dispatch).where(Dispatch.id == row_id, Dispatch.state == "dead"))


def letters(target: str, *states: str, after: str | None = None, limit: int = 30) -> Page[Dispatch]:
    """What was written for one target, newest first, in these states or in any."""
    query = select(Dispatch).where(Dispatch.target == target)
    if states:
        query = query.where(Dispatch.state.in_(states))
    return page(query, Dispatch.id, after=after, limit=limit)


def letter(target: str, row_id: int, *states: str) -> Dispatch | None:
    """One of them."""
    row = db.session.scalar(select(Dispatch).where(Dispatch.id == row_id, Dispatch.target == target))
    return row if row is not None and (not states or row.state in states) else None


def again(row: Dispatch) -> None:
    """Put a dead letter, or what arrived already, back in the queue under its own key."""
    ensure_target(row.target)
    row.state, row.attempts, row.not_before, row.lease_until = "pending", 0, clock.now(), None


def states(keys: Iterable[str]) -> dict[str, str]:
    """How far the effects of these keys are: "pending", "leased", "done" or "dead"."""
    named = Dispatch.key.in_(list(keys))
    return dict(db.session.execute(select(Dispatch.key, Dispatch.state).where(named)).all())


def is_open(lane: str) -> bool:
    """Whether something waits in a lane."""
    waits = (Dispatch.lane == lane, Dispatch.state.in_(OPEN))
    return db.session.scalar(select(Dispatch.id).where(*waits).limit(1)) is not None


def depth() -> dict[str, int]:
    """How many rows are in each state."""
    return dict(db.session.execute(select(Dispatch.state, func.count()).group_by(Dispatch.state)).all())


def waiting(targets: Iterable[str], *states: str) -> dict[str, int]:
    """How many rows wait for each of these targets, or are in these states, in one query."""
    named = (Dispatch.target.in_(list(targets)), Dispatch.state.in_(states or OPEN))
    query = select(Dispatch.target, func.count()).where(*named).group_by(Dispatch.target)
    return dict(db.session.execute(query).all())
