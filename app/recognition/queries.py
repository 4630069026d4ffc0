"""Reading badges, points, who leads, thanks and rewards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.recognition.models import Award, Discretion, PointLine, Reward, RewardOrder, Tally, Thanks
from app.recognition.points import RIPENS

SPENDING = ("spent", "returned")


@dataclass(frozen=True)
class Leader:
    """Somebody with what they earned in a period."""

    person: Person
    points: int


def awards_of(person: Person) -> Sequence[Award]:
    """The badges that stand, newest first."""
    standing = select(Award).where(Award.person_id == person.id, Award.lapsed_at.is_(None))
    return db.session.scalars(standing.order_by(Award.at.desc(), Award.id.desc())).all()


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


def lines_of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[PointLine]:
    """Somebody's lines, newest first."""
    return page(select(PointLine).where(PointLine.person_id == person.id), PointLine.id, after=after, limit=limit)


def thanks_for(answer_id: int, *, after: str | None = None, limit: int = 30) -> Page[Thanks]:
    """Who thanked for an answer, newest first."""
    return page(select(Thanks).where(Thanks.answer_id == answer_id), Thanks.id, after=after, limit=limit)


def thanks_count(answer_id: int) -> int:
    """How many thanked for an answer."""
    return db.session.scalar(select(func.count()).where(Thanks.answer_id == answer_id)) or 0


def thanked(answer_id: int, person: Person) -> bool:
    """Whether somebody thanked for it."""
    mine = (Thanks.answer_id == answer_id, Thanks.person_id == person.id)
    return db.session.scalar(select(Thanks.id).where(*mine)) is not None


def rewards(person: Person | None = None, *, after: str | None = None, limit: int = 30) -> Page[Reward]:
    """All rewards, newest first; with a person those that are open and meant for them."""
    query = select(Reward)
    if person is not None:
        mine = "employees" if person.is_employee else "customers"
        query = query.where(Reward.is_open, Reward.audience.in_(("everybody", mine)))
    return page(query, Reward.id, after=after, limit=limit)


def reward(reward_id: int) -> Reward | None:
    """One reward."""
    return db.session.get(Reward, reward_id)


def orders(
    *, person: Person | None = None, state: str = "", after: str | None = None, limit: int = 30
) -> Page[RewardOrder]:
    """Orders, newest first: somebody's own, or those in a state."""
    query = select(RewardOrder)
    if person is not None:
        query = query.where(RewardOrder.person_id == person.id)
    if state:
        query = query.where(RewardOrder.state == state)
    return page(query, RewardOrder.id, after=after, limit=limit)


def order(order_id: int) -> RewardOrder | None:
    """One order, for those who hand out."""
    return db.session.get(RewardOrder, order_id)


def own_order(person: Person, order_id: int) -> RewardOrder | None:
    """One of somebody's own orders."""
    return db.session.scalar(select(RewardOrder).where(RewardOrder.id == order_id, RewardOrder.person_id == person.id))


def waiting_orders() -> int:
    """How many orders wait."""
    return db.session.scalar(select(func.count()).where(RewardOrder.state == "waiting")) or 0


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
