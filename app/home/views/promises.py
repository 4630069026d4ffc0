"""The pages on which a space, or the company, says when it is at work and what it promises."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.guarding import Answer, show
from app.board import commands as board
from app.board import queries as board_queries
from app.board.models import SEVERITIES, TARGETS, ServiceRules
from app.core import clock
from app.core.access import Invalid, ensure, found
from app.core.hours import Calendar, NeverOpen
from app.home.forms import HoursForm, TargetsForm
from app.home.views.front import blueprint
from app.spaces import calendars, commands, policy, queries
from app.spaces.models import BusinessHours, Space

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LADDER = ("answerers_after", "owner_after", "case_after")


@blueprint.get("/admin/service")
def company_service() -> str:
    """The company's hours and promises."""
    _ensure_company()
    return _page(None)


@blueprint.put("/admin/service/hours")
def set_company_hours() -> Answer:
    """Set the company's hours."""
    _ensure_company()
    return _set_hours(None)


@blueprint.put("/admin/service/targets")
def set_company_targets() -> Answer:
    """Set the company's promises."""
    _ensure_company()
    return _set_targets(None)


@blueprint.get("/admin/spaces/<slug>/service")
def space_service(slug: str) -> str:
    """A space's hours and promises."""
    return _page(_space(slug))


@blueprint.put("/admin/spaces/<slug>/service/hours")
def set_space_hours(slug: str) -> Answer:
    """Set a space's hours."""
    return _set_hours(_space(slug))


@blueprint.put("/admin/spaces/<slug>/service/targets")
def set_space_targets(slug: str) -> Answer:
    """Set a space's promises."""
    return _set_targets(_space(slug))


@blueprint.delete("/admin/spaces/<slug>/service/hours")
def drop_space_hours(slug: str) -> Answer:
    """Go by the company's hours."""
    space = _space(slug)
    commands.drop_hours(space, by=somebody())
    return _done(space, _("This space goes by the company's hours."))


@blueprint.delete("/admin/spaces/<slug>/service/targets")
def drop_space_targets(slug: str) -> Answer:
    """Promise what the company does."""
    space = _space(slug)
    board.drop_rules(space, by=somebody())
    return _done(space, _("This space promises what the company does."))


def _ensure_company() -> None:
    somebody()
    ensure(policy.may_let_open(me()))


def _space(slug: str) -> Space:
    somebody()
    space = found(queries.visible_space(me(), slug))
    ensure(policy.may_run(me(), space))
    return space


def _set_hours(space: Space | None) -> Answer:
    form = HoursForm()
    week, is_read = _read_week(form) if form.validate() else ([], False)
    if is_read:
        try:
            commands.set_hours(
                space, zone=form.zone.data or "", week=week, country=(form.country.data or "").strip(),
                subdivision=(form.subdivision.data or "").strip(), closed_days=(form.closed_days.data or "").split(),
                open_days=(form.open_days.data or "").split(), by=somebody(),
            )  # fmt: skip
            return _done(space, _("The hours are saved. What is due is reckoned anew."))
        except Invalid as refusal:
            show(form, Invalid({DAYS[0] if name == "week" else name: told for name, told in refusal.errors.items()}))
    return _page(space, hours=form), 422


def _read_week(form: HoursForm) -> tuple[list[list[list[int]]], bool]:
    week: list[list[list[int]]] = []
    wrong: dict[str, str] = {}
    for day in DAYS:
        try:
            week.append(calendars.read_day(form[day].data or ""))
        except ValueError:
            wrong[day] = _("Write times as 9:00-12:00, 13:00-17:00; leave a free day empty.")
    if wrong:
        show(form, Invalid(wrong))
    return week, not wrong


def _set_targets(space: Space | None) -> Answer:
    form = TargetsForm()
    if form.validate():
        targets = {s: {t: _minutes(form[f"{s}_{t}"].data) for t in TARGETS} for s in SEVERITIES}
        held = board_queries.rules_set(space.id if space else None)
        try:
            board.set_rules(
                space, targets=targets, severity=form.severity.data, channels=held.channels if held else {},
                by=somebody(), warn_percent=form.warn_percent.data, waits_days=form.waits_days.data,
                closes=form.closes.data, **{name: _minutes(form[name].data) for name in LADDER},
            )  # fmt: skip
            return _done(space, _("The targets are saved. What is due is reckoned anew."))
        except Invalid as refusal:
            names = {"targets": "normal_first_response"}
            show(form, Invalid({names.get(name, name): told for name, told in refusal.errors.items()}))
    return _page(space, targets=form), 422


def _minutes(hours: float | None) -> int | None:
    return None if hours is None else round(hours * 60)


def _done(space: Space | None, said: str) -> Answer:
    flash(said)
    return redirect(f"/admin/spaces/{space.slug}/service" if space else "/admin/service", 303)


def _page(space: Space | None, *, hours: HoursForm | None = None, targets: TargetsForm | None = None) -> str:
    space_id = space.id if space else None
    kept_hours = queries.hours_in_force(space_id)
    rules = board_queries.rules_in_force(space_id)
    return render_template(
        "spaces/promises.html", space=space, base=f"/admin/spaces/{space.slug}/service" if space else "/admin/service",
        hours=hours or _hours_form(kept_hours), targets=targets or _targets_form(rules), days=DAYS,
        severities=SEVERITIES, own_hours=queries.hours_set(space_id) is not None,
        own_rules=board_queries.rules_set(space_id) is not None,
        due=_preview(calendars.calendar(kept_hours), rules),
    )  # fmt: skip


def _preview(calendar: Calendar, rules: ServiceRules | None) -> list[tuple[str, str, datetime]]:
    """When a question asked now would be due, for each severity and target."""
    found_due = []
    for severity in SEVERITIES:
        for target in TARGETS:
            if rules is not None and (minutes := rules.minutes(severity, target)):
                try:
                    found_due.append((severity, target, calendar.deadline(clock.now(), timedelta(minutes=minutes))))
                except NeverOpen:
                    continue
    return found_due


def _hours_form(hours: BusinessHours | None) -> HoursForm:
    week = hours.week if hours else calendars.USUAL_WEEK
    told: dict[str, Any] = {day: calendars.say_day(week[place]) for place, day in enumerate(DAYS)}
    if hours is None:
        return HoursForm(formdata=None, zone=calendars.USUAL.zone, **told)
    return HoursForm(
        formdata=None, zone=hours.zone, country=hours.country, subdivision=hours.subdivision,
        closed_days="\n".join(hours.closed_days), open_days="\n".join(hours.open_days), **told,
    )  # fmt: skip


def _targets_form(rules: ServiceRules | None) -> TargetsForm:
    if rules is None:
        return TargetsForm(formdata=None, severity="normal", warn_percent=75, answerers_after=0.0, waits_days=7)
    told: dict[str, Any] = {name: getattr(rules, name) for name in ("severity", "warn_percent", "waits_days", "closes")}
    told |= {name: _as_hours(getattr(rules, name)) for name in LADDER}
    told |= {f"{s}_{t}": _as_hours(rules.minutes(s, t)) for s in SEVERITIES for t in TARGETS}
    return TargetsForm(formdata=None, **told)


def _as_hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 2)
