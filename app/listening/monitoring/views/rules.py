"""Alert rules: written, tried on the past, switched."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import clock
from app.core.access import Invalid, ensure, found
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.forms import RuleForm, rule_typed
from app.listening.monitoring.models import AlertRule
from app.listening.monitoring.views.frame import Page, blueprint, drawn

PLACE = "/listening/rules"
ONE = f"{PLACE}/<id:rule_id>"


@blueprint.get(PLACE)
def rules() -> Page:
    """All rules."""
    ensure(policy.may_watch(somebody()))
    return drawn("rules.html", "rules", page=queries.rules(after=request.args.get("after")))


@blueprint.route(f"{PLACE}/new", methods=["GET", "POST"])
def new_rule() -> Page:
    """The form of a new one; its first button tries it and keeps nothing."""
    person = somebody()
    ensure(policy.may_watch(person))
    form = RuleForm(owner=person.handle).offer()
    if not form.validate_on_submit():
        return _form(form, None), 422 if form.errors else 200
    if form.look.data:
        return _tried(form, None, person)
    try:
        made = commands.make_rule(form.said(), by=person)
    except Invalid as error:
        form.refuse(error)
        return _form(form, None), 422
    flash(_("The rule is written. Switch it on when its trial pleases you."))
    return redirect(made.url, 303)


@blueprint.route(ONE, methods=["GET", "POST"])
def rule(rule_id: int) -> Page:
    """One, as it reads now, with the form that changes it."""
    person = somebody()
    ensure(policy.may_watch(person))
    shown = found(queries.rule(rule_id))
    form = RuleForm(data=rule_typed(shown)).offer()
    if not form.is_submitted():
        return _form(form, shown)
    ensure(policy.may_change_rule(person, shown))
    if not form.validate():
        return _form(form, shown), 422
    if form.look.data:
        return _tried(form, shown, person)
    try:
        commands.change_rule(shown, form.said(), by=person)
    except Invalid as error:
        form.refuse(error)
        return _form(form, shown), 422
    flash(_("The rule is changed."))
    return redirect(shown.url, 303)


@blueprint.put(f"{ONE}/force")
def switch_rule_on(rule_id: int) -> Page:
    """Ask from now on."""
    return _switched(rule_id, on=True)


@blueprint.delete(f"{ONE}/force")
def switch_rule_off(rule_id: int) -> Page:
    """Ask no more."""
    return _switched(rule_id, on=False)


def _switched(rule_id: int, *, on: bool) -> Page:
    person = somebody()
    ensure(policy.may_watch(person))
    shown = found(queries.rule(rule_id))
    ensure(policy.may_change_rule(person, shown))
    commands.switch_rule(shown, on=on, by=person)
    flash(_("It is on.") if on else _("It is off."))
    return redirect(shown.url, 303)


def _form(form: RuleForm, rule: AlertRule | None) -> str:
    decision = policy.may_change_rule(somebody(), rule) if rule is not None else policy.may_watch(somebody())
    return drawn("rule_form.html", "rules", form=form, rule=rule, may_change=decision)


def _tried(form: RuleForm, rule: AlertRule | None, person: Person) -> Page:
    """A rule that is only tried is never in the session."""
    try:
        tried = commands.imagine_rule(form.said())
    except Invalid as error:
        form.refuse(error)
        return _form(form, rule), 422
    looked, fitting, examples = queries.would_fit(tried, person)
    count, usual = queries.volume(tried, clock.now(), person)
    return drawn(
        "rule_form.html", "rules", form=form, rule=rule, may_change=policy.may_watch(person), looked=looked,
        fitting=fitting, examples=examples, texts=queries.texts_of(examples), last_day=count, usual=usual,
    )  # fmt: skip
