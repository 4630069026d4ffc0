"""Journeys that were recorded elsewhere, taken in many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.extensions import db
from app.insights import queries
from app.insights.commands.exposures import Seen
from app.insights.commands.journeys import arm_of
from app.insights.models import Exposure, Journey, Resolution

AT_ONCE = 400


@dataclass(frozen=True)
class Visit:
    """A journey with what was seen in it, each at its time, and what its reader said had solved it.

    `replied` is what they said in the survey then: whether it is solved, whether they would have contacted support.
    """

    key: str
    began: str
    opened_at: datetime
    last_at: datetime
    person_id: int | None = None
    is_staff: bool = False
    is_bot: bool = False
    seen: tuple[tuple[datetime, Seen], ...] = ()
    solved: tuple[datetime, str] | None = None
    replied: tuple[bool, bool] | None = None


def take_in(visits: Sequence[Visit]) -> int:
    """Add journeys that are not known yet, by hashed key; returns how many are new. Tells no subscriber."""
    added = 0
    for start in range(0, len(visits), AT_ONCE):
        some = {visit.key: visit for visit in visits[start : start + AT_ONCE]}
        known = set(db.session.scalars(select(Journey.key).where(Journey.key.in_(some))))
        new = [visit for key, visit in some.items() if key not in known]
        if new:
            _insert(new)
        added += len(new)
    return added


def _insert(visits: Sequence[Visit]) -> None:
    shares = queries.shares()
    db.session.execute(insert(Journey), [_journey(visit, shares.at(visit.opened_at)) for visit in visits])
    keys = [visit.key for visit in visits]
    ids = dict(db.session.execute(select(Journey.key, Journey.id).where(Journey.key.in_(keys))).all())
    if exposures := [row for visit in visits for row in _exposures(visit, ids[visit.key])]:
        db.session.execute(insert(Exposure), exposures)
    if resolutions := [_resolution(visit, ids[visit.key]) for visit in visits if visit.solved]:
        db.session.execute(insert(Resolution), resolutions)


def _journey(visit: Visit, share: float) -> dict[str, Any]:
    names = ("key", "began", "opened_at", "last_at", "person_id", "is_staff", "is_bot")
    return {**{name: getattr(visit, name) for name in names}, "arm": arm_of(visit.key, share), "share": share}


def _exposures(visit: Visit, journey_id: int) -> Iterator[dict[str, Any]]:
    first = {(seen.subject, seen.way): (at, seen) for at, seen in reversed(visit.seen)}
    for at, seen in first.values():
        yield {
            "journey_id": journey_id, "subject": seen.subject, "way": seen.way, "place": seen.place,
            "position": seen.position, "at": at,
        }  # fmt: skip


def _resolution(visit: Visit, journey_id: int) -> dict[str, Any]:
    assert visit.solved  # noqa: S101 - the caller chose those that are
    at, subject = visit.solved
    solved, otherwise = visit.replied or (True, None)
    return {
        "journey_id": journey_id, "subject": subject, "person_id": visit.person_id, "solved": solved,
        "otherwise": otherwise, "replied_at": at if visit.replied else None, "at": at,
    }  # fmt: skip
