"""Badges that stewards define: writing, trying on the past, switching on and off."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure, found
from app.recognition import commands, policy, queries, words
from app.recognition.forms import BadgeForm
from app.recognition.models import BadgeRule
from app.recognition.views.frame import Page, blueprint
from app.spaces import queries as spaces
from app.spaces.models import Space


@blueprint.get("/badges/manage")
def badge_rules() -> Page:
    """All of them, the newest version of each."""
    _steward()
    page = queries.newest_rules(after=request.args.get("after"))
    holders = queries.holders({rule.key for rule in page.items})
    return render_template("recognition/rules.html", page=page, say=words, holders=holders)


@blueprint.get("/badges/manage/new")
def new_badge() -> Page:
    """The form for a new one."""
    _steward()
    return _edit(_form(None, filled=False), None)


@blueprint.post("/badges/manage")
def define_badge() -> Page:
    """Write a draft."""
    by = _steward()
    return _save(None, by)


@blueprint.get("/badges/manage/<id:rule_id>")
def badge_rule(rule_id: int) -> Page:
    """One version: what it asks for, whether it is on, and with `?try=1` whom it would go to by all that was done."""
    _steward()
    return _page(found(queries.badge_rule(rule_id)))


@blueprint.get("/badges/manage/<id:rule_id>/edit")
def edit_badge(rule_id: int) -> Page:
    """The form that changes one."""
    _steward()
    rule = found(queries.badge_rule(rule_id))
    return _edit(_form(rule, filled=False), rule)


@blueprint.put("/badges/manage/<id:rule_id>")
def change_badge(rule_id: int) -> Page:
    """Change a draft, or begin a new version."""
    by = _steward()
    return _save(found(queries.badge_rule(rule_id)), by)


@blueprint.put("/badges/manage/<id:rule_id>/force")
def switch_badge_on(rule_id: int) -> Page:
    """Let it be earned."""
    return _switch(rule_id, on=True)


@blueprint.delete("/badges/manage/<id:rule_id>/force")
def switch_badge_off(rule_id: int) -> Page:
    """Let it be earned no more."""
    return _switch(rule_id, on=False)


def _steward() -> Person:
    by = somebody()
    ensure(policy.may_define_badges(by))
    return by


def _switch(rule_id: int, *, on: bool) -> Page:
    by = _steward()
    rule = found(queries.badge_rule(rule_id))
    try:
        (commands.switch_on if on else commands.switch_off)(rule, by=by)
    except Conflict as refusal:
        return _page(rule, str(refusal)), 409
    flash(_("The badge is on. Who reached it before gets it within moments.") if on else _("The badge is off."))
    return redirect(rule.url, 303)


def _save(rule: BadgeRule | None, by: Person) -> Page:
    form = _form(rule, filled=True)
    if not form.validate():
        return _edit(form, rule), 422
    try:
        wording = form.wording(_spaces(rule))
        made = commands.change_badge(rule, wording, by=by) if rule else commands.define_badge(wording, by=by)
    except Invalid as refusal:
        form.refuse(refusal)
        return _edit(form, rule), 422
    except Conflict as refusal:
        return _edit(form, rule, str(refusal)), 409
    flash(_("Saved as a draft. Try it on the past before you switch it on."))
    return redirect(made.url, 303)


def _form(rule: BadgeRule | None, *, filled: bool) -> BadgeForm:
    data = {}
    if rule is not None:
        data = {name: getattr(rule, name) for name in ("name", "about", "kind", "least", "people", "within_days")}
        data |= {"space": str(rule.space_id or ""), "topic": rule.topic.name if rule.topic else ""}
    form = BadgeForm(formdata=request.form if filled else None, data=data)
    form.offer(spaces.visible(me()), rule)
    return form


def _spaces(rule: BadgeRule | None) -> Sequence[Space]:
    kept = [rule.space] if rule is not None and rule.space is not None else []
    return [*spaces.visible(me()), *kept]


def _edit(form: BadgeForm, rule: BadgeRule | None, fault: str = "") -> str:
    return render_template("recognition/rule_edit.html", form=form, rule=rule, fault=fault, say=words)


def _page(rule: BadgeRule, fault: str = "") -> str:
    newest = queries.newest_of(rule.key)
    return render_template(
        "recognition/rule.html", rule=rule, newest=newest, fault=fault, say=words,
        trial=queries.trial(rule) if request.args.get("try") else None,
        holders=queries.holders({rule.key}).get(rule.key, 0),
        page=queries.versions_of(rule.key, after=request.args.get("after")),
    )  # fmt: skip
