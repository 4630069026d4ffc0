"""One's points, what they can be spent on, and what was asked for."""

from __future__ import annotations

import secrets

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core.access import Conflict, ensure, found
from app.recognition import commands, points, policy, queries, words
from app.recognition.views.frame import Page, blueprint

LONGEST_NAME = 60


@blueprint.get("/rewards")
def rewards() -> Page:
    """What there is for points."""
    somebody()
    ensure(True)
    return _page()


@blueprint.get("/rewards/points")
def point_lines() -> Page:
    """One's own points, line by line: what was earned stays one's own, and is named as long as one may see it."""
    person = somebody()
    ensure(True)
    page = queries.lines_of(person, after=request.args.get("after"))
    return render_template(
        "recognition/points.html", page=page, say=words, balance=queries.balance(person),
        pieces=queries.pieces({line.subject for line in page.items}, person),
    )  # fmt: skip


@blueprint.post("/rewards/<id:reward_id>/orders")
def order(reward_id: int) -> Page:
    """Spend points on one, once for each form."""
    person, reward = somebody(), found(queries.reward(reward_id))
    ensure(policy.may_order(person, reward))
    try:
        commands.order(reward, by=person, once=request.form.get("once", "")[:LONGEST_NAME])
    except Conflict as refusal:
        return _page(str(refusal)), 409
    flash(_("Asked for. You are told as soon as it is handed out."))
    return redirect("/rewards#orders", 303)


@blueprint.delete("/rewards/orders/<id:order_id>")
def call_off(order_id: int) -> Page:
    """Do without it after all."""
    person = somebody()
    made = found(queries.own_order(person, order_id))
    ensure(True)
    try:
        commands.call_off(made, by=person)
    except Conflict as refusal:
        return _page(str(refusal)), 409
    flash(_("Called off. Your points are back."))
    return redirect("/rewards#orders", 303)


def _page(fault: str = "") -> str:
    person = somebody()
    tally = queries.tally_of(person)
    earned = tally.points if tally else 0
    return render_template(
        "recognition/rewards.html", page=queries.rewards(person, after=request.args.get("after")), fault=fault,
        orders=queries.orders(person=person, limit=10).items, balance=queries.balance(person), say=words,
        spendable=queries.spendable(person), level=points.level_of(earned), ahead=points.next_level(earned),
        earned=earned, may=policy.may_spend(person), runs=policy.may_run_rewards(person),
        form_name=secrets.token_urlsafe(12),
    )  # fmt: skip
