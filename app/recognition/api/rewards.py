"""The API's operations on points and rewards."""

from __future__ import annotations

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, Listing, Out, operation
from app.core.api.operations import Moment
from app.recognition import commands, points, policy, queries
from app.recognition.models import RewardOrder


class PointsOut(Out):
    """One's points: earned in all, left, of these ripe to be spent, and the level they lead to."""

    earned: int
    balance: int
    spendable: int
    level: int


class RewardOut(Out):
    """A reward; `stock` is null where there are as many as are wanted."""

    id: int
    name: str
    about: str
    kind: str
    cost: int
    stock: int | None


class OrderOut(Out):
    """A reward that was asked for."""

    id: int
    reward_id: int
    name: str
    cost: int
    state: str
    note: str
    asked_at: Moment

    @classmethod
    def of(cls, order: RewardOrder) -> OrderOut:
        """One."""
        plain = {name: getattr(order, name) for name in ("id", "reward_id", "cost", "state", "note", "asked_at")}
        return cls(name=order.reward.name, **plain)


@operation("getPoints", "GET /me/points", returns=PointsOut)
def get_points() -> PointsOut:
    """Your points."""
    person = somebody()
    ensure(True)
    tally = queries.tally_of(person)
    earned = tally.points if tally else 0
    return PointsOut(
        earned=earned, balance=queries.balance(person), spendable=queries.spendable(person),
        level=points.level_of(earned).number,
    )  # fmt: skip


@operation("listRewards", "GET /rewards", query=Cursor, returns=Listing[RewardOut])
def list_rewards(query: Cursor) -> Listing[RewardOut]:
    """What there is for you."""
    person = somebody()
    ensure(True)
    page = queries.rewards(person, after=query.after, limit=query.limit)
    return Listing(items=[RewardOut.model_validate(each) for each in page.items], next=page.next)


@operation("orderReward", "POST /rewards/<id:reward_id>/orders", returns=OrderOut, status=201)
def order_reward(reward_id: int) -> OrderOut:
    """Spend points on a reward."""
    person, reward = somebody(), found(queries.reward(reward_id))
    ensure(policy.may_order(person, reward))
    return OrderOut.of(commands.order(reward, by=person))


@operation("listRewardOrders", "GET /rewards/orders", query=Cursor, returns=Listing[OrderOut])
def list_reward_orders(query: Cursor) -> Listing[OrderOut]:
    """What you asked for."""
    person = somebody()
    ensure(True)
    page = queries.orders(person=person, after=query.after, limit=query.limit)
    return Listing(items=[OrderOut.of(each) for each in page.items], next=page.next)


@operation("callOffRewardOrder", "DELETE /rewards/orders/<id:order_id>")
def call_off_reward_order(order_id: int) -> None:
    """Do without it after all; your points come back."""
    person = somebody()
    made = found(queries.own_order(person, order_id))
    ensure(True)
    commands.call_off(made, by=person)
