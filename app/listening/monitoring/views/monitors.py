"""Monitors: made, tried on the past, switched, and what they found."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure, found
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.forms import MonitorForm
from app.listening.monitoring.models import Monitor
from app.listening.monitoring.views.frame import Page, blueprint, drawn
from app.listening.monitoring.wording import BadQuery, parse

PLACE = "/listening/monitors"
ONE = f"{PLACE}/<id:monitor_id>"


@blueprint.get(PLACE)
def monitors() -> Page:
    """All monitors, with how much each found."""
    person = somebody()
    ensure(policy.may_watch(person))
    page = queries.monitors(after=request.args.get("after"))
    return drawn("monitors.html", "monitors", page=page, counts=queries.found_counts(page.items, person))


@blueprint.route(f"{PLACE}/new", methods=["GET", "POST"])
def new_monitor() -> Page:
    """The form of a new one; its first button tries it and keeps nothing."""
    person = somebody()
    ensure(policy.may_watch(person))
    form = MonitorForm()
    if not form.validate_on_submit():
        return _form(form, None), 422 if form.errors else 200
    if form.look.data:
        return _tried(form, None, person)
    try:
        made = commands.make_monitor(
            form.name.data or "", form.query.data or "", finds_leads=bool(form.finds_leads.data), by=person
        )
    except Invalid as error:
        form.refuse(error)
        return _form(form, None), 422
    flash(_("The monitor is made. Switch it on when its trial pleases you."))
    return redirect(made.url, 303)


@blueprint.get(ONE)
def monitor(monitor_id: int) -> Page:
    """What one found, as far as its reader may read it; while it is off also what it would have found."""
    person = somebody()
    ensure(policy.may_watch(person))
    shown = found(queries.monitor(monitor_id))
    page = queries.found_by(shown, person, after=request.args.get("after"))
    return drawn(
        "monitor.html", "monitors", monitor=shown, page=page, texts=queries.texts_of(page.items),
        may_change=policy.may_change_monitor(person, shown),
        trial=None if shown.is_on else queries.trial(shown.parsed, person),
    )  # fmt: skip


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
def edit_monitor(monitor_id: int) -> Page:
    """Change what it listens for."""
    person, shown = _own(monitor_id)
    form = MonitorForm(obj=shown)
    if not form.validate_on_submit():
        return _form(form, shown), 422 if form.errors else 200
    if form.look.data:
        return _tried(form, shown, person)
    try:
        commands.change_monitor(
            shown, form.name.data or "", form.query.data or "", finds_leads=bool(form.finds_leads.data), by=person
        )
    except Invalid as error:
        form.refuse(error)
        return _form(form, shown), 422
    flash(_("It listens for that from now on."))
    return redirect(shown.url, 303)


@blueprint.put(f"{ONE}/listening")
def switch_monitor_on(monitor_id: int) -> Page:
    """Listen from now on."""
    person, shown = _own(monitor_id)
    commands.switch_monitor(shown, on=True, by=person)
    flash(_("It is on."))
    return redirect(shown.url, 303)


@blueprint.delete(f"{ONE}/listening")
def switch_monitor_off(monitor_id: int) -> Page:
    """Listen no more; what was found stays."""
    person, shown = _own(monitor_id)
    commands.switch_monitor(shown, on=False, by=person)
    flash(_("It is off."))
    return redirect(shown.url, 303)


@blueprint.delete(ONE)
def drop_monitor(monitor_id: int) -> Page:
    """Take it away."""
    person, shown = _own(monitor_id)
    try:
        commands.drop_monitor(shown, by=person)
    except Conflict as error:
        flash(str(error), "error")
        return redirect(shown.url, 303)
    flash(_("The monitor is gone."))
    return redirect(PLACE, 303)


def _own(monitor_id: int) -> tuple[Person, Monitor]:
    person = somebody()
    ensure(policy.may_watch(person))
    shown = found(queries.monitor(monitor_id))
    ensure(policy.may_change_monitor(person, shown))
    return person, shown


def _form(form: MonitorForm, monitor: Monitor | None) -> str:
    return drawn("monitor_form.html", "monitors", form=form, monitor=monitor)


def _tried(form: MonitorForm, monitor: Monitor | None, person: Person) -> Page:
    try:
        trial = queries.trial(parse(form.query.data or ""), person)
    except BadQuery as error:
        form.refuse(Invalid({"query": str(error)}))
        return _form(form, monitor), 422
    texts = queries.texts_of(trial.examples)
    return drawn("monitor_form.html", "monitors", form=form, monitor=monitor, trial=trial, texts=texts)
