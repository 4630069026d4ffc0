"""How often what was promised was kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, case, cast, func, or_, select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import TARGETS, Question, TargetClock
from app.core import clock
from app.core.velocity import Movement, velocity
from app.extensions import db
from app.insights.queries.periods import Period


@dataclass(frozen=True)
class Kept:
    """The share of a target's clocks that were in time, of how many, and how that moved over three periods."""

    target: str
    share: float | None
    n: int
    moved: Movement


def kept(period: Period, viewer: Person | None) -> list[Kept]:
    """For each target the share in time, of the questions asked in a period that the viewer may see."""
    before = period.before()
    three = [_counts(part, viewer) for part in (before.before(), before, period)]
    return [_one(target, [counts.get(target, (0, 0)) for counts in three]) for target in TARGETS]


def late() -> ColumnElement[bool]:
    """That a clock has run out, or that more was used than allowed; may be null where it has no end."""
    return or_(TargetClock.spent_seconds > TargetClock.allowed_seconds, TargetClock.due_at < clock.now())


def decided() -> ColumnElement[bool]:
    """That it is known of a clock whether it was in time, as a condition on `TargetClock` and `Question`."""
    return or_(late(), TargetClock.ended_at.is_not(None) & (Question.state != "closed"))


def _one(target: str, counts: list[tuple[int, int]]) -> Kept:
    shares = [good / n if n else None for good, n in counts]
    return Kept(target, shares[-1], counts[-1][1], velocity(shares))


def _counts(period: Period, viewer: Person | None) -> dict[str, tuple[int, int]]:
    """By target how many were in time, of how many that are decided."""
    missed = func.sum(cast(case((late(), 1), else_=0), Integer))
    query = (
        select(TargetClock.target, func.count(), missed)
        .join(Question, Question.id == TargetClock.question_id)
        .where(board.readable(viewer), decided(), Question.asked_at >= period.start, Question.asked_at < period.end)
        .group_by(TargetClock.target)
    )
    return {target: (n - bad, n) for target, n, bad in db.session.execute(query)}
