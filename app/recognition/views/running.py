"""Rewards as stewards define them and hand them out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import Conflict, Invalid, ensure, found
from app.recognition import commands, policy, queries, words
from app.recognition.forms import RewardForm
from app.recognition.views.frame import Page, blueprint


@blueprint.get("/rewards/manage")
def manage() -> Page:
    """What waits to be handed out, and all rewards."""
    somebody()
    ensure(policy.may_run_rewards(me()))
    return _page()


@blueprint.get("/rewards/manage/new")
def new() -> Page:
    """The form for a new one."""
    somebody()
    ensure(policy.may_run_rewards(me()))
    return render_template("recognition/reward.html", form=RewardForm(formdata=None), reward=None)


@blueprint.post("/rewards/manage")
def make() -> Page:
    """Define one."""
    by = somebody()
    ensure(policy.may_run_rewards(by))
    form = RewardForm()
    if not form.validate():
        return render_template("recognition/reward.html", form=form, reward=None), 422
    commands.make_reward(form.offer(), by=by)
    flash(_("The reward is there."))
    return redirect("/rewards/manage", 303)


@blueprint.get("/rewards/manage/<id:reward_id>")
def edit(reward_id: int) -> Page:
    """The form that changes one."""
    somebody()
    ensure(policy.may_run_rewards(me()))
    reward = found(queries.reward(reward_id))
    return render_template("recognition/reward.html", form=RewardForm(formdata=None, obj=reward), reward=reward)


@blueprint.put("/rewards/manage/<id:reward_id>")
def change(reward_id: int) -> Page:
    """Change one."""
    by = somebody()
    ensure(policy.may_run_rewards(by))
    reward, form = found(queries.reward(reward_id)), RewardForm()
    if not form.validate():
        return render_template("recognition/reward.html", form=form, reward=reward), 422
    commands.change_reward(reward, form.offer(), by=by)
    flash(_("The reward is changed."))
    return redirect("/rewards/manage", 303)


@blueprint.put("/rewards/manage/orders/<id:order_id>")
def decide(order_id: int) -> Page:
    """Hand it out, or refuse it."""
    by = somebody()
    ensure(policy.may_run_rewards(by))
    made = found(queries.order(order_id))
    ensure(policy.may_decide_order(by, made))
    try:
        hand_out = request.form.get("decision") == "hand_out"
        commands.decide(made, hand_out=hand_out, note=request.form.get("note", ""), by=by)
    except Invalid as refusal:
        return _page({order_id: refusal.errors["note"]}), 422
    except Conflict as refusal:
        return _page({order_id: str(refusal)}), 409
    flash(_("%(name)s is told.", name=made.person.name))
    return redirect("/rewards/manage", 303)


def _page(errors: dict[int, str] | None = None) -> str:
    waiting = queries.orders(state="waiting", after=request.args.get("orders"))
    return render_template(
        "recognition/manage.html", waiting=waiting, page=queries.rewards(after=request.args.get("after")), say=words,
        errors=errors or {}, typed=request.form.get("note", ""),
        may={order.id: policy.may_decide_order(me(), order) for order in waiting.items},
    )  # fmt: skip
