"""Taking what is due: a batch of one target's rows whose lanes are free, so that no lane is ever out of order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from app.core import clock, transaction
from app.core.dispatch import targets
from app.core.dispatch.rows import IS_PENDING, OPEN, Dispatch
from app.core.dispatch.targets import DispatchTarget
from app.extensions import db

# Standard Webhooks' schedule: ten tries over 75 h 35 min 5 s.
DELAYS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
LEASE = timedelta(seconds=60)
BATCH = 50


@dataclass(frozen=True)
class Leased:
    """A row that this worker took, on which attempt."""

    id: int
    kind: str
    key: str
    target: str
    lane: str | None
    payload: dict[str, Any]
    attempts: int


def due_targets() -> Sequence[str]:
    """The targets for which something can be carried out now."""
    with transaction.reading():
        moment = clock.now()
        due = select(Dispatch.id).where(Dispatch.target == DispatchTarget.name, _has_come(moment))
        named = select(DispatchTarget.name).where(targets.is_ready(moment), due.correlate(DispatchTarget).exists())
        names = db.session.scalars(named.order_by(DispatchTarget.name)).all()
        return [name for name in names if not _is_somebody_at(name, moment) and _next(name, moment, 1)]


def take(target: str, most: int = BATCH) -> list[Leased]:
    """Lease what is due for a target, at most so many rows, each behind all that is before it in its lane.

    What a worker took and never brought back is due again when its lease ran out, though not for ever, and by itself:
    should it be what ends its workers, it ends nothing else.
    """
    with transaction.unit():
        moment = clock.now()
        if not _may_call(target, moment):
            return []
        _let_go(target, moment)
        while ids := _next(target, moment, most):
            if leased := [row for row in _lease(ids, moment) if not _is_given_up(row)]:
                return leased
    return []


def _may_call(target: str, moment: datetime) -> bool:
    """Whether it is ready and nobody else is taking, nor (if watched) at it: its row is held while this is so."""
    ready = select(DispatchTarget.name).where(DispatchTarget.name == target, targets.is_ready(moment))
    held = db.session.scalar(ready.with_for_update(skip_locked=True))
    return held is not None and not _is_somebody_at(target, moment)


def _is_somebody_at(target: str, moment: datetime) -> bool:
    at_it = (Dispatch.target == target, Dispatch.state == "leased", Dispatch.lease_until >= moment)
    return targets.is_watched(target) and db.session.scalar(select(Dispatch.id).where(*at_it).limit(1)) is not None


def _lease(ids: Sequence[int], moment: datetime) -> list[Leased]:
    values = {"state": "leased", "lease_until": moment + LEASE, "attempts": Dispatch.attempts + 1}
    changed = update(Dispatch).where(Dispatch.id.in_(ids), Dispatch.state.in_(OPEN)).values(**values)
    columns = [getattr(Dispatch, name) for name in Leased.__dataclass_fields__]
    taken = db.session.execute(changed.returning(*columns).execution_options(synchronize_session=False))
    return sorted((Leased(*row) for row in taken), key=lambda row: row.id)


def is_ours(row: Leased) -> tuple[ColumnElement[bool], ...]:
    """Unless somebody else took it since, because our lease ran out."""
    return Dispatch.id == row.id, Dispatch.state == "leased", Dispatch.attempts == row.attempts


def _is_given_up(row: Leased) -> bool:
    """Whether whoever carried it never came back, time after time; then it is a dead letter from now on."""
    if row.attempts <= len(DELAYS) + 1:
        return False
    words = {"state": "dead", "lease_until": None, "last_error": "each try ended without a word"}
    db.session.execute(update(Dispatch).where(Dispatch.id == row.id).values(**words))
    return True


def _let_go(target: str, moment: datetime) -> None:
    """What was dropped behind something of its lane that is still to do waits for that, as if it was never taken.

    Else neither could be taken: a lease would keep the lane from the first, and the first the lane from that.
    """
    dropped = (Dispatch.target == target, Dispatch.state == "leased", Dispatch.lease_until < moment)
    values = {"state": "pending", "lease_until": None, "attempts": Dispatch.attempts - 1}
    behind = update(Dispatch).where(*dropped, _is_behind()).values(**values)
    db.session.execute(behind.execution_options(synchronize_session=False))


def _is_behind() -> ColumnElement[bool]:
    """Whether something before it in its lane is still to do."""
    earlier = aliased(Dispatch)
    before = (earlier.lane == Dispatch.lane, earlier.id < Dispatch.id, earlier.state.in_(OPEN))
    return select(earlier.id).where(*before).correlate(Dispatch).exists()


def _next(target: str, moment: datetime, most: int) -> Sequence[int]:
    """The ids of what to take next: one that was dropped, or what is due of the lanes that are free."""
    return _dropped(target, moment) or _free(target, moment, most)


def _dropped(target: str, moment: datetime) -> Sequence[int]:
    """The first row whose lease ran out and that is the first of its lane."""
    ran_out = (Dispatch.target == target, Dispatch.state == "leased", Dispatch.lease_until < moment)
    return db.session.scalars(select(Dispatch.id).where(*ran_out, ~_is_behind()).order_by(Dispatch.id).limit(1)).all()


def _free(target: str, moment: datetime, most: int) -> Sequence[int]:
    """What has no lane, and as much of each free lane as fits, oldest lane first."""
    alone = (Dispatch.target == target, Dispatch.lane.is_(None), IS_PENDING, Dispatch.not_before <= moment)
    ids = list(db.session.scalars(select(Dispatch.id).where(*alone).order_by(Dispatch.id).limit(most)))
    heads = _heads(target, moment, most - len(ids)) if len(ids) < most else []
    share = (most - len(ids)) // len(heads) if heads else 0
    for head in heads:
        ids += [head.id] if share == 1 else _run(target, head.lane, moment, share)
    return ids


def _heads(target: str, moment: datetime, most: int) -> Sequence[Any]:
    """The first row of each lane that nobody is in, where its time has come.

    One look into the index per lane, however many wait in it: those behind one that failed cost nothing.
    """
    waits = (Dispatch.target == target, IS_PENDING)
    lanes = select(func.min(Dispatch.lane).label("lane")).where(*waits).cte("lanes", recursive=True)
    following = select(func.min(Dispatch.lane)).where(*waits, Dispatch.lane > lanes.c.lane).scalar_subquery()
    lanes = lanes.union_all(select(following).where(lanes.c.lane.is_not(None)))
    first = select(func.min(Dispatch.id)).where(*waits, Dispatch.lane == lanes.c.lane).correlate(lanes)
    leased = (Dispatch.target == target, Dispatch.state == "leased", Dispatch.lease_until >= moment)
    each = aliased(Dispatch)
    query = select(each.id, each.lane).join_from(lanes, each, each.id == first.scalar_subquery())
    free = query.where(
        each.not_before <= moment, each.lane.not_in(select(Dispatch.lane).where(*leased, Dispatch.lane.is_not(None)))
    )
    return db.session.execute(free.order_by(each.id).limit(most)).all()


def _run(target: str, lane: str, moment: datetime, most: int) -> list[int]:
    """The ids at the beginning of a lane that wait for nothing but those before them."""
    lane_of = (Dispatch.target == target, Dispatch.lane == lane, IS_PENDING)
    query = select(Dispatch.id, Dispatch.not_before).where(*lane_of).order_by(Dispatch.id).limit(most)
    return [row.id for row in takewhile(lambda row: row.not_before <= moment, db.session.execute(query))]


def _has_come(moment: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Dispatch.state == "pending", Dispatch.not_before <= moment),
        and_(Dispatch.state == "leased", Dispatch.lease_until < moment),
    )
