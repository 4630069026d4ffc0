"""Rewards: points are spent once, come back when it is refused, and never fall below zero."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.notifications.models import Notification
from app.recognition import commands, policy, queries
from app.recognition.commands.rewarding import Offer
from app.recognition.models import PointLine, Reward, RewardOrder
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.parallel import at_once

Browsers = Callable[[Person], FlaskClient]
MUG = Offer(name="Mug", about="Holds tea.", kind="voucher", audience="everybody", cost=30, stock=2)


@pytest.fixture
def mug(cast: Cast) -> Reward:
    """Thirty points, two of them."""
    stella = cast.stella
    with transaction.unit():
        return commands.make_reward(MUG, by=stella)


def give(person: Person, times: int, *, ripe: bool = True) -> None:
    """Fifteen points, so many times, from different askers."""
    at = clock.now() - (timedelta(days=3) if ripe else timedelta())
    with transaction.unit():
        for number in range(times):
            commands.earn(person.id, "accepted", f"answer:{person.id}-{number}-{ripe}", at=at)


def order(reward: Reward, by: Person) -> RewardOrder:
    with transaction.unit():
        return commands.order(reward, by=by)


def test_only_ripe_points_are_spent_and_the_stock_falls(cast: Cast, mug: Reward) -> None:
    erik = cast.erik
    give(erik, 3, ripe=False)
    assert (queries.balance(erik), queries.spendable(erik)) == (45, 0)
    with pytest.raises(Conflict, match="enough points"):
        order(mug, erik)
    give(erik, 3)
    order(mug, erik)
    assert (queries.balance(erik), queries.spendable(erik), mug.stock) == (60, 15, 1)
    with pytest.raises(Conflict, match="enough points"):
        order(mug, erik)


def test_the_last_one_goes_once(cast: Cast, mug: Reward) -> None:
    for person in (cast.erik, cast.emma, cast.sam):
        give(person, 10)
    order(mug, cast.erik)
    order(mug, cast.emma)
    with pytest.raises(Conflict, match="not to be had"):
        order(mug, cast.sam)


def test_refused_and_called_off_come_back_once(cast: Cast, mug: Reward) -> None:
    give(cast.erik, 4)
    refused, off = order(mug, cast.erik), order(mug, cast.erik)
    with pytest.raises(Invalid), transaction.unit():
        commands.decide(refused, hand_out=False, note=" ", by=cast.stella)
    with transaction.unit():
        commands.decide(refused, hand_out=False, note="Out of tea.", by=cast.stella)
        commands.call_off(off, by=cast.erik)
    db.session.expire_all()
    assert (queries.spendable(cast.erik), mug.stock) == (60, 2)
    for again in (lambda: commands.call_off(refused, by=cast.erik),
                  lambda: commands.decide(off, hand_out=True, note="", by=cast.stella)):  # fmt: skip
        with pytest.raises(Conflict), transaction.unit():
            again()


def test_points_that_were_made_are_not_to_spend(cast: Cast, mug: Reward) -> None:
    give(cast.erik, 4)
    with transaction.unit():
        for line in db.session.scalars(select(PointLine)):
            line.void = "ring"
    with pytest.raises(Conflict):
        order(mug, cast.erik)


@pytest.mark.parametrize("name", ["carla", "erik", "stella"])
def test_who_gets_what_and_who_hands_out(cast: Cast, name: str) -> None:
    person, stella = getattr(cast, name), cast.stella
    with transaction.unit():
        ours = commands.make_reward(Offer(**{**vars(MUG), "audience": "employees"}), by=stella)
        theirs = commands.make_reward(Offer(**{**vars(MUG), "audience": "customers"}), by=stella)
    assert bool(policy.may_order(person, ours)) is person.is_employee
    assert bool(policy.may_order(person, theirs)) is not person.is_employee
    assert {reward.id for reward in queries.rewards(person).items} == {ours.id if person.is_employee else theirs.id}
    assert bool(policy.may_run_rewards(person)) is (name == "stella")
    made = RewardOrder(reward_id=ours.id, person_id=stella.id, cost=1, asked_at=clock.now())
    assert policy.may_decide_order(stella, made).gate == "own"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"cost": 0}, "cost"), ({"kind": "car"}, "kind"), ({"audience": "x"}, "audience"),
     ({"stock": -1}, "stock"), ({"about": "x" * 501}, "about")],
)  # fmt: skip
def test_rewards_that_cannot_be(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal, transaction.unit():
        commands.make_reward(Offer(**{**vars(MUG), **change}), by=cast.stella)
    assert list(refusal.value.errors) == [field]


def test_the_whole_way_by_page(cast: Cast, signed_in: Browsers, settle: Callable[[], None]) -> None:
    stella, erik = signed_in(cast.stella), signed_in(cast.erik)
    fields = {"name": "Day off", "about": "A Friday.", "kind": "day_off", "audience": "employees", "is_open": "y"}
    assert deed(stella, "/rewards/manage", cost="", **fields).status_code == 422
    assert deed(stella, "/rewards/manage", cost="30", stock="1", **fields).status_code == 303
    assert deed(erik, "/rewards/manage", cost="30", **fields).status_code == 403
    reward = db.session.scalars(select(Reward)).one()
    assert deed(erik, f"/rewards/{reward.id}/orders").status_code == 409
    give(cast.erik, 2)
    assert "Ask for it" in erik.get("/rewards").text
    assert deed(erik, f"/rewards/{reward.id}/orders").status_code == 303
    settle()
    (made,) = db.session.scalars(select(RewardOrder)).all()
    assert "Erik Employee" in stella.get("/rewards/manage").text
    hand_out = {"decision": "hand_out", "note": "Any Friday in May."}
    assert deed(stella, f"/rewards/manage/orders/{made.id}?_method=PUT", **hand_out).status_code == 303
    settle()
    assert "Any Friday in May." in erik.get("/rewards").text
    kinds = set(db.session.scalars(select(Notification.kind).where(Notification.subject == f"reward:{reward.id}")))
    assert kinds == {"reward_ordered", "reward_handed_out"}
    assert "Spent on a reward" in erik.get("/rewards/points").text
    assert signed_in(cast.emma).delete(f"/rewards/orders/{made.id}").status_code in {400, 404}


def test_the_whole_way_by_api(cast: Cast, mug: Reward, api: Callable[..., FlaskClient]) -> None:
    give(cast.erik, 2)
    erik = api(cast.erik)
    found: Any = erik.get("/api/v1/rewards").json
    assert [item["name"] for item in found["items"]] == ["Mug"]
    made: Any = erik.post(f"/api/v1/rewards/{mug.id}/orders").json
    assert (made["state"], made["cost"]) == ("waiting", 30)
    left: Any = erik.get("/api/v1/me/points").json
    assert (left["earned"], left["balance"], left["spendable"]) == (30, 0, 0)
    assert erik.post(f"/api/v1/rewards/{mug.id}/orders").status_code == 409
    assert api(cast.emma).delete(f"/api/v1/rewards/orders/{made['id']}").status_code == 404
    assert erik.delete(f"/api/v1/rewards/orders/{made['id']}").status_code == 204
    again: Any = erik.get("/api/v1/me/points").json
    assert again["spendable"] == 30


def test_two_tabs_at_once_spend_once(app: Flask, cast: Cast, mug: Reward) -> None:
    give(cast.erik, 3)
    erik_id, mug_id = cast.erik.id, mug.id
    db.session.rollback()

    def spend(_number: int) -> int:
        person, reward = db.session.get_one(Person, erik_id), db.session.get_one(Reward, mug_id)
        return commands.order(reward, by=person).id

    found = at_once(app, 10, spend)
    assert sum(isinstance(each, int) for each in found) == 1, found
    assert all(isinstance(each, int | Conflict) for each in found)
    db.session.expire_all()
    assert queries.balance(db.session.get_one(Person, erik_id)) == 15


def test_a_double_click_asks_once_and_the_page_after_it_asks_anew(cast: Cast, mug: Reward, signed_in: Browsers) -> None:
    give(cast.erik, 4)
    erik, url = signed_in(cast.erik), f"/rewards/{mug.id}/orders"
    first, second = (named(erik.get("/rewards").text) for _page in range(2))
    assert [deed(erik, url, once=first).status_code for _click in range(2)] == [303, 303]
    assert (mug.stock, queries.balance(cast.erik)) == (1, 30)
    assert deed(signed_in(cast.emma), url, once=first).status_code == 409  # another's form, and too few points
    assert deed(erik, url, once=second).status_code == 303
    assert (mug.stock, queries.balance(cast.erik)) == (0, 0)


def named(page: str) -> str:
    """What a page calls its form."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def test_clicks_that_come_at_once_ask_once(app: Flask, cast: Cast, mug: Reward) -> None:
    give(cast.erik, 8)
    erik_id, mug_id = cast.erik.id, mug.id
    db.session.rollback()

    def spend(_number: int) -> int:
        person, reward = db.session.get_one(Person, erik_id), db.session.get_one(Reward, mug_id)
        return commands.order(reward, by=person, once="one form").id

    assert len(set(at_once(app, 10, spend))) == 1
    db.session.expire_all()
    assert (queries.balance(db.session.get_one(Person, erik_id)), db.session.get_one(Reward, mug_id).stock) == (90, 1)


def test_by_api_a_key_asks_once(cast: Cast, mug: Reward, api: Callable[..., FlaskClient]) -> None:
    give(cast.erik, 4)
    erik, url = api(cast.erik), f"/api/v1/rewards/{mug.id}/orders"
    answers: list[Any] = [erik.post(url, headers={"Idempotency-Key": key}) for key in ("a", "a", "b")]
    ids = [answer.json["id"] for answer in answers]
    assert (ids[0] == ids[1], ids[1] == ids[2], mug.stock) == (True, False, 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["earn", "order", "refuse", "hand_out", "call_off"]), max_size=12))
def test_points_never_fall_below_zero_and_lines_add_up(cast: Cast, mug: Reward, deeds: list[str]) -> None:
    erik = cast.erik
    for number, name in enumerate(deeds):
        waiting = queries.orders(person=erik, state="waiting").items
        if name == "earn":
            with transaction.unit():
                at = clock.now() - timedelta(days=3)
                commands.earn(erik.id, "accepted", f"answer:{clock.now()}-{number}", at=at)
        elif name == "order":
            try:
                order(mug, erik)
            except Conflict:
                db.session.rollback()
        elif waiting:
            with transaction.unit():
                if name == "call_off":
                    commands.call_off(waiting[0], by=erik)
                else:
                    commands.decide(waiting[0], hand_out=name == "hand_out", note="So.", by=cast.stella)
        assert queries.balance(erik) >= 0
        held = sum(each.cost for each in queries.orders(person=erik, limit=100).items
                   if each.state in {"waiting", "handed_out"})  # fmt: skip
        tally = queries.tally_of(erik)
        assert queries.balance(erik) == (tally.points if tally else 0) - held
