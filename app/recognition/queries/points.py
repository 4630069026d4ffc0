"""Reading points: who earned how many, and who leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.recognition.models import Discretion, PointLine, Tally
from app.recognition.points import DEEDS, RIPENS

SPENDING = ("spent", "returned")


@dataclass(frozen=True)
class Leader:
    """Somebody with what they earned in a period."""

    person: Person
    points: int


def tally_of(person: Person) -> Tally | None:
    """What somebody did that counts."""
    return db.session.get(Tally, person.id)


def leaders(
    *,
    since: datetime | None = None,
    function: str = "",
    kind: str = "",
    space_ids: Sequence[int] | None = None,
    after: str | None = None,
    limit: int = 10,
) -> tuple[list[Leader], str | None]:
    """Who earned most, of those who are listed: in a period, a function, of a kind of people, in some spaces.

    Returns the leaders and where to go on, as `points-person`.
    """
    total = func.sum(PointLine.points)
    query = select(Person, total).join(PointLine, PointLine.person_id == Person.id).group_by(Person.id)
    query = query.where(PointLine.void == "", PointLine.kind.not_in(SPENDING), _is_listed())
    if since is not None:
        query = query.where(PointLine.at >= since)
    if function:
        query = query.where(func.lower(Person.function) == function.casefold())
    if kind:
        query = query.where(Person.kind == kind)
    if space_ids is not None:
        query = query.where(PointLine.space_id.in_(space_ids))
    query = query.having(total > 0)
    if (place := _place(after)) is not None:
        query = query.having(tuple_(-total, Person.id) > place)
    rows = db.session.execute(query.order_by(total.desc(), Person.id).limit(limit + 1)).all()
    found = [Leader(person, int(points)) for person, points in rows[:limit]]
    is_more = len(rows) > limit
    return found, f"{found[-1].points}-{found[-1].person.id}" if is_more else None


def functions() -> Sequence[str]:
    """The functions of those who have points and are listed."""
    query = select(Person.function).join(Tally, Tally.person_id == Person.id)
    query = query.where(Person.function != "", _is_listed(), Tally.points > 0).distinct()
    return db.session.scalars(query.order_by(Person.function).limit(60)).all()


def is_discreet(person: Person) -> bool:
    """Whether somebody wants to stand in no list."""
    return db.session.get(Discretion, person.id) is not None


def balance(person: Person) -> int:
    """What somebody has left: earned and counting, less what they spent."""
    return _sum(person)


def spendable(person: Person) -> int:
    """Of that, what may be spent: earnings ripen until the nightly look has passed over them; never below zero."""
    ripe = or_(PointLine.at <= clock.now() - RIPENS, PointLine.kind.in_(SPENDING))
    return max(0, _sum(person, ripe))


def has_earned(kind: str, subject: str) -> bool:
    """Whether a thing earned somebody points of a kind, which may not count now."""
    there = (PointLine.kind == kind, PointLine.subject == subject)
    return db.session.scalar(select(PointLine.id).where(*there).limit(1)) is not None


def lines_of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[PointLine]:
    """Somebody's lines, newest first, without deeds that badges alone count."""
    mine = select(PointLine).where(PointLine.person_id == person.id, PointLine.kind.not_in(DEEDS))
    return page(mine, PointLine.id, after=after, limit=limit)


def _sum(person: Person, *conditions: object) -> int:
    mine = (PointLine.person_id == person.id, PointLine.void == "", *conditions)
    total = select(func.coalesce(func.sum(PointLine.points), 0)).where(*mine)  # type: ignore[arg-type]
    return int(db.session.scalar(total) or 0)


def _is_listed() -> ColumnElement[bool]:
    discreet = select(Discretion.person_id).where(Discretion.person_id == Person.id)
    return (Person.state == "active") & ~discreet.exists()


def _place(after: str | None) -> tuple[int, int] | None:
    points, _, person = (after or "").partition("-")
    return (-int(points), int(person)) if points.isdecimal() and person.isdecimal() and len(person) < 19 else None
