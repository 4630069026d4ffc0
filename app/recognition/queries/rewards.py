"""Reading thanks, rewards and who asked for them."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.recognition.models import Reward, RewardOrder, Thanks


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


def order_made_with(once: str) -> RewardOrder | None:
    """The order that was asked for with a certain form."""
    return db.session.scalar(select(RewardOrder).where(RewardOrder.once == once))


def waiting_orders() -> int:
    """How many orders wait."""
    return db.session.scalar(select(func.count()).where(RewardOrder.state == "waiting")) or 0
