"""Writing a rule and changing it, trying it before it is kept: on a text, and on what was written already."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure
from app.screening import commands, policy, queries
from app.screening.forms import RuleForm
from app.screening.models import StoredRule
from app.screening.rules import EVERYWHERE, SCOPES, Rule
from app.screening.views.frame import Page, blueprint, rules_page, to_set


@blueprint.route("/moderation/rules/new", methods=["GET", "POST"])
def new_rule() -> Page:
    """Write a rule; it is kept off, and switched on from its own page."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    form = _form(person)
    if request.method == "GET":
        return _page(person, form)
    return _tried(person, form, None) or _kept(person, form, None)


@blueprint.route("/moderation/rules/<id:rule_id>/edit", methods=["GET", "POST"])
def edit_rule(rule_id: int) -> Page:
    """Change a rule; one that is on goes on with its new words."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    rule = to_set(person, rule_id)
    form = _form(person, rule)
    if request.method == "GET":
        form.show(rule)
        return _page(person, form, rule)
    return _tried(person, form, rule) or _kept(person, form, rule)


def _tried(person: Person, form: RuleForm, rule: StoredRule | None) -> Page | None:
    """The page with what the rule as typed in finds, where that was asked; nothing is kept."""
    deed = request.form.get("deed")
    if deed not in {"sample", "past"}:
        return None
    try:
        if not form.validate_on_submit():
            return _page(person, form, rule), 422
        draft = commands.drafted(rule, **form.words)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(person, form, rule), 422
    if deed == "past":
        return _page(person, form, rule, trial=queries.dry_run(draft, person, last=int(form.last.data)))
    return _page(person, form, rule, findings=_on_sample(draft, form.sample.data or ""))


def _on_sample(draft: Rule, sample: str) -> queries.Findings:
    """Wherever the rule holds, the sample is such a text."""
    scope = SCOPES[0] if draft.scope == EVERYWHERE else draft.scope.split()[0]
    return queries.find(sample, [draft], scope, space_id=draft.space_id)


def _kept(person: Person, form: RuleForm, rule: StoredRule | None) -> Page:
    if not form.validate_on_submit():
        return _page(person, form, rule), 422
    try:
        kept = _save(person, form, rule)
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal if isinstance(refusal, Invalid) else Invalid({"": str(refusal)}))
        return _page(person, form, rule), 422
    flash(_("Saved. Try it on past texts, then switch it on.") if not kept.is_on else _("Saved. It holds from now on."))
    return redirect(kept.url, 303)


def _save(person: Person, form: RuleForm, rule: StoredRule | None) -> StoredRule:
    if rule is None:
        return commands.add_rule(**form.words, on=False, by=person)
    version = request.form.get("version", 0, type=int)
    commands.change_rule(rule, **form.words, version=version, by=person)
    return rule


def _form(person: Person, rule: StoredRule | None = None) -> RuleForm:
    form = RuleForm()
    form.offer(queries.spaces_to_rule(person), rule, everywhere=bool(policy.may_set_rules(person)))
    return form


def _page(person: Person, form: RuleForm, rule: StoredRule | None = None, **more: Any) -> str:
    told = {"findings": None, "trial": None, **more}
    return rules_page("screening/rule_edit.html", person, form=form, rule=rule, **told)
