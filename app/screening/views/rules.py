"""The rules: all of them, one of them, switching it, retiring it, and trying them together on a text."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, ensure, found
from app.screening import commands, policy, queries
from app.screening.forms import LASTS, TrialForm
from app.screening.queries import Findings
from app.screening.views.frame import Page, blueprint, rules_page, to_set
from app.spaces import queries as spaces


@blueprint.get("/moderation/rules")
def rules() -> Page:
    """The rules, on and off, and a box to try in it those that are on."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    return _all(person, _trial(person, fresh=True))


@blueprint.post("/moderation/rules/trial")
def try_rules() -> Page:
    """What the rules in force find in a text; changes nothing and keeps nothing."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    form = _trial(person)
    if not form.validate_on_submit():
        return _all(person, form), 422
    space_id = int(form.space.data) if form.space.data else None
    return _all(person, form, queries.examine(form.text.data or "", form.scope.data, space_id=space_id))


@blueprint.get("/moderation/rules/<id:rule_id>")
def rule(rule_id: int) -> Page:
    """One rule: what it says and said, whether it is on, and what it would have found (asked by `?last=`)."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    shown = found(queries.visible_rule(person, rule_id))
    last = request.args.get("last", "")
    trial = queries.dry_run(shown.applied(), person, last=int(last)) if last in set(map(str, LASTS)) else None
    return rules_page(
        "screening/rule.html", person, rule=shown, trial=trial, lasts=LASTS,
        may_set=policy.may_set_rules_in(person, shown.space_id),
        page=queries.versions(shown, after=request.args.get("after")),
    )  # fmt: skip


@blueprint.put("/moderation/rules/<id:rule_id>/force")
def switch_on(rule_id: int) -> Page:
    """Apply a rule from now on."""
    return _switch(rule_id, on=True)


@blueprint.delete("/moderation/rules/<id:rule_id>/force")
def switch_off(rule_id: int) -> Page:
    """Apply a rule no more."""
    return _switch(rule_id, on=False)


@blueprint.delete("/moderation/rules/<id:rule_id>")
def retire(rule_id: int) -> Page:
    """Take a rule out of use for ever."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    commands.retire_rule(to_set(person, rule_id), by=person)
    flash(_("The rule is retired. What it held stays held."))
    return redirect("/moderation/rules", 303)


def _switch(rule_id: int, *, on: bool) -> Page:
    person = somebody()
    ensure(policy.may_see_rules(person))
    shown = to_set(person, rule_id)
    try:
        commands.switch_rule(shown, on=on, version=request.form.get("version", type=int), by=person)
    except Conflict as error:
        flash(str(error), "error")
        return redirect(shown.url, 303)
    flash(_("The rule is on.") if on else _("The rule is off. What it held stays held."))
    return redirect(shown.url, 303)


def _trial(person: Person, *, fresh: bool = False) -> TrialForm:
    form = TrialForm(formdata=None) if fresh else TrialForm()
    form.offer(spaces.visible(person))
    return form


def _all(person: Person, trial: TrialForm, findings: Findings | None = None) -> str:
    retired = request.args.get("show") == "retired"
    page = queries.listed(person, retired=retired, after=request.args.get("after"))
    return rules_page(
        "screening/rules.html", person, page=page, retired=retired, always=queries.starting_rules(), trial=trial,
        findings=findings,
    )  # fmt: skip
