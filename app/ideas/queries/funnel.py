"""From submitted to launched: how many ideas reached each kind of stage, how long they were in it, where they ended.

Everything is counted in the database. Ideas that were merged into another are left out: the other one counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, func, literal, or_, select, union_all

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import UtcDateTime, db
from app.ideas.models import SHOWN, STAGES, Idea, Move, Stage
from app.ideas.queries.ideas import may_see

WAY = ("open", "review", "decided", "doing", "done")
CLOSED = "closed"
RANKS = {kind: rank for rank, kind in enumerate(WAY)}


@dataclass(frozen=True)
class Cohort:
    """Which ideas: submitted from `start` up to, not including, `end`; of a challenge or a space; imported ones too."""

    viewer: Person | None
    challenge_id: int | None = None
    space_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    imported: bool = True

    @property
    def condition(self) -> ColumnElement[bool]:
        """As SQL."""
        wanted = [may_see(self.viewer), Idea.hold == SHOWN, Idea.merged_into_id.is_(None)]
        wanted += [Idea.challenge_id == self.challenge_id] if self.challenge_id else []
        wanted += [Idea.space_id == self.space_id] if self.space_id else []
        wanted += [Idea.submitted_at >= self.start] if self.start else []
        wanted += [Idea.submitted_at < self.end] if self.end else []
        return and_(*wanted, *([] if self.imported else [Idea.external_id.is_(None)]))


@dataclass(frozen=True)
class Reach:
    """How many reached each kind of stage at least, are in it now, and left it for good; how many were imported."""

    reached: Mapping[str, int]
    here: Mapping[str, int]
    dropped: Mapping[str, int]
    imported: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.reached[WAY[0]]


def reach(cohort: Cohort) -> Reach:
    """Count a cohort, in two statements whatever its size."""
    ranks = select(Move.idea_id, _rank(_kind(Move.to_stage)).label("rank")).join(Idea, Idea.id == Move.idea_id)
    steps = ranks.where(cohort.condition, Move.undone_at.is_(None)).subquery()
    best = select(steps.c.idea_id, func.max(steps.c.rank).label("best")).group_by(steps.c.idea_id).subquery()
    own, moved = _rank(Idea.kind), func.coalesce(best.c.best, 0)
    furthest = case((own > moved, own), else_=moved).label("far")
    each = select(furthest, Idea.kind.label("now"), Idea.external_id)
    each = each.outerjoin(best, best.c.idea_id == Idea.id).where(cohort.condition)
    rows = _counted(each, "far", "now", also=["external_id"])
    reached = {kind: sum(n for far, _now, n, _i in rows if far >= rank) for rank, kind in enumerate(WAY)}
    here = {kind: sum(n for _far, now, n, _i in rows if now == kind) for kind in WAY}
    return Reach(reached, here, _dropped(cohort), sum(imported for *_rest, imported in rows))


def spells(cohort: Cohort) -> dict[str, dict[tuple[int, bool], int]]:
    """By kind of stage: counts of whole hours in it, by whether they left it then or are in it still."""
    now, began = Idea.kind.label("now"), literal(WAY[0]).label("kind")
    begun = select(Idea.id, now, Idea.submitted_at.label("at"), literal(0).label("place"), began)
    moves = select(Move.idea_id, now, Move.moved_at, Move.id, _kind(Move.to_stage)).join(Idea, Idea.id == Move.idea_id)
    went = _kind(Move.from_stage) != _kind(Move.to_stage)
    changed = moves.where(went, Move.undone_at.is_(None), cohort.condition)
    steps = union_all(begun.where(cohort.condition), changed).subquery()
    left = func.lead(steps.c.at).over(partition_by=steps.c.id, order_by=(steps.c.at, steps.c.place))
    spans = select(steps.c.kind, steps.c.now, steps.c.at, left.label("until")).subquery()
    until = func.coalesce(spans.c["until"], literal(clock.now(), UtcDateTime()))
    ended = spans.c["until"].is_not(None)
    each = select(spans.c.kind, _hours(spans.c.at, until).label("hours"), ended.label("ended"))
    each = each.where(spans.c.kind != CLOSED, or_(ended, spans.c.kind == spans.c.now))  # imported ones skip moves
    found: dict[str, dict[tuple[int, bool], int]] = {kind: {} for kind in WAY}
    for kind, length, over, n in _counted(each, "kind", "hours", "ended"):
        found[kind][max(0, length), bool(over)] = n
    return found


def listed_in(cohort: Cohort, kind: str, was: str, *, after: str | None = None, limit: int = 30) -> Page[Idea]:
    """The ideas behind a figure: that reached a kind of stage, are `here` in it now, or `dropped` out of it."""
    conditions = {
        "reached": or_(_rank(Idea.kind) >= WAY.index(kind), _moved_beyond(WAY.index(kind))),
        "here": Idea.kind == kind,
        "dropped": and_(Idea.kind == CLOSED, _left_from() == kind),
    }
    query: Select[Any] = select(Idea).where(cohort.condition, conditions[was])
    return page(query, Idea.id, after=after, limit=limit)


def last_reasons(ideas: list[int]) -> dict[int, str]:
    """The reason of the last move of each of these ideas, in one query."""
    last = select(func.max(Move.id)).where(Move.idea_id.in_(ideas), Move.undone_at.is_(None)).group_by(Move.idea_id)
    return {move.idea_id: move.reason for move in db.session.scalars(select(Move).where(Move.id.in_(last)))}


def _dropped(cohort: Cohort) -> dict[str, int]:
    each = select(_left_from().label("left")).where(cohort.condition, Idea.kind == CLOSED)
    return dict.fromkeys(WAY, 0) | {kind: n for kind, n in _counted(each, "left")}  # noqa: C416 - rows, not pairs


def _counted(each: Select[Any], *by: str, also: Sequence[str] = ()) -> Sequence[Any]:
    """Rows counted by columns, which PostgreSQL wants named before it groups by them."""
    rows = each.subquery()
    keys = [rows.c[name] for name in by]
    counts = [func.count(), *(func.count(rows.c[name]) for name in also)]
    return db.session.execute(select(*keys, *counts).group_by(*keys)).all()


def _left_from() -> ColumnElement[str]:
    """The kind of stage that a closed idea was in before; one that came in closed was open."""
    last = select(_kind(Move.from_stage)).where(Move.idea_id == Idea.id, _kind(Move.to_stage) == CLOSED)
    last = last.where(_kind(Move.from_stage) != CLOSED, Move.undone_at.is_(None)).order_by(Move.id.desc()).limit(1)
    return func.coalesce(last.correlate(Idea).scalar_subquery(), WAY[0])


def _moved_beyond(rank: int) -> ColumnElement[bool]:
    if rank == 0:
        return literal(True)
    reached = _rank(_kind(Move.to_stage)) >= rank
    return exists().where(Move.idea_id == Idea.id, Move.undone_at.is_(None), reached)


def _kind(key: Any) -> ColumnElement[str]:
    """The kind of a stage that a move names: the idea's space's own, else the usual one of that key."""
    own = select(Stage.kind).where(Stage.space_id == Idea.space_id, Stage.key == key).correlate(Idea, Move)
    return func.coalesce(own.scalar_subquery(), case(STAGES, value=key, else_=WAY[0]))


def _rank(column: Any) -> ColumnElement[int]:
    return case(RANKS, value=column, else_=0)


def _hours(start: Any, end: Any) -> ColumnElement[int]:
    if db.engine.dialect.name == "sqlite":
        return cast((func.julianday(end) - func.julianday(start)) * 24 + 1e-6, Integer)
    return cast(func.floor(func.extract("epoch", end - start) / 3600), Integer)
