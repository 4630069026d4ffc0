"""Reading badges, points, who leads, thanks and rewards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from app.accounts.models import Person
from app.board import queries as board
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.ideas import queries as ideas
from app.recognition.models import Award, Credential, Discretion, PointLine, Reward, RewardOrder, Tally, Thanks
from app.recognition.points import RIPENS

SPENDING = ("spent", "returned")


@dataclass(frozen=True)
class Leader:
    """Somebody with what they earned in a period."""

    person: Person
    points: int


def awards_of(person: Person) -> Sequence[Award]:
    """The badges that stand, newest first."""
    standing = select(Award).where(Award.person_id == person.id, is_standing())
    return db.session.scalars(standing.order_by(Award.at.desc(), Award.id.desc())).all()


def is_standing() -> ColumnElement[bool]:
    """The condition that an award is held now."""
    return Award.lapsed_at.is_(None) & or_(Award.ends_at.is_(None), Award.ends_at > clock.now())


def award_of(person: Person, award_id: int) -> Award | None:
    """One of somebody's badges that stand."""
    return db.session.scalar(select(Award).where(Award.id == award_id, Award.person_id == person.id, is_standing()))


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


def credentials_of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Credential]:
    """What somebody had signed, newest first."""
    return page(select(Credential).where(Credential.person_id == person.id), Credential.id, after=after, limit=limit)


def credential(serial: str) -> Credential | None:
    """The one at this address, while its holder is somebody."""
    query = select(Credential).join(Person, Person.id == Credential.person_id)
    return db.session.scalar(query.where(Credential.serial == serial, Person.state != "erased"))


def evidence_of(award: Award, reader: Person | None) -> tuple[str, str]:
    """What a badge was awarded for and its address, as far as this reader may see it; else nothing."""
    kind, _sep, number = (award.evidence[0] if award.evidence else "").partition(":")
    if kind == "answer" and (answer := board.visible_answer(reader, int(number))) is not None:
        return answer.question.title, f"{answer.question.url}#answer-{answer.id}"
    if kind == "idea" and (idea := ideas.visible_idea(reader, int(number))) is not None:
        return idea.title, idea.url
    return "", ""


def visible_credential(reader: Person | None, serial: str) -> Credential | None:
    """A signed badge for whoever knows its address; not while its topic is known in closed spaces only."""
    signed = credential(serial)
    if signed is None or signed.topic_id is None or signed.person == reader:
        return signed
    return signed if board.visible_topic_by_id(None, signed.topic_id) is not None else None


def credential_for(award: Award) -> Credential | None:
    """The newest one for a badge that holds, and reaches as far as the badge now does."""
    query = select(Credential).where(_is_of(award), Credential.ends_at == award.ends_at, holds())
    if award.ends_at is None:
        query = select(Credential).where(_is_of(award), Credential.ends_at.is_(None), holds())
    return db.session.scalars(query.order_by(Credential.id.desc())).first()


def is_withdrawn(award: Award) -> bool:
    """Whether somebody else took a signed one back since the badge was earned."""
    others = (Credential.revoked_by_id != award.person_id, Credential.revoked_at >= award.at)
    return db.session.scalar(select(Credential.id).where(_is_of(award), *others).limit(1)) is not None


def holds() -> ColumnElement[bool]:
    """The condition that a signed badge is as good as when it was signed: held still, by somebody, not revoked."""
    same_topic = or_(Award.topic_id == Credential.topic_id, Award.topic_id.is_(None) & Credential.topic_id.is_(None))
    held = select(Award.id).where(
        Award.person_id == Credential.person_id, Award.badge == Credential.badge, same_topic, is_standing()
    )
    gone = select(Person.id).where(Person.id == Credential.person_id, Person.state == "erased")
    fresh = or_(Credential.ends_at.is_(None), Credential.ends_at > clock.now())
    return Credential.revoked_at.is_(None) & fresh & held.exists() & ~gone.exists()


def does_hold(signed: Credential) -> bool:
    """Whether this one does."""
    return db.session.scalar(select(Credential.id).where(Credential.id == signed.id, holds())) is not None


def holding(least: int, below: int) -> Sequence[int]:
    """The numbers of those that hold, in a range."""
    query = select(Credential.id).where(Credential.id >= least, Credential.id < below, holds())
    return db.session.scalars(query).all()


def holding_among(ids: Sequence[int]) -> set[int]:
    """Which of these hold."""
    return set(db.session.scalars(select(Credential.id).where(Credential.id.in_(ids), holds()))) if ids else set()


def _is_of(award: Award) -> ColumnElement[bool]:
    topic = Credential.topic_id.is_(None) if award.topic_id is None else Credential.topic_id == award.topic_id
    return (Credential.person_id == award.person_id) & (Credential.badge == award.badge) & topic


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
