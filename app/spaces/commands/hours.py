"""What is done with the business hours of spaces and of the company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.core.hours import check_week, zone_of
from app.extensions import db
from app.spaces import calendars, queries
from app.spaces.events import HoursChanged
from app.spaces.models import BusinessHours, Space

MOST_DAYS = 400


def set_hours(
    space: Space | None,
    *,
    zone: str,
    week: Sequence[Sequence[Sequence[int]]],
    country: str = "",
    subdivision: str = "",
    closed_days: Iterable[str] = (),
    open_days: Iterable[str] = (),
    by: Actor,
) -> BusinessHours:
    """Say when the people of a space are at work, or with None those of the company; raises Invalid with the field."""
    told: dict[str, Any] = {
        "zone": zone, "week": [[list(interval) for interval in day] for day in week], "country": country.upper(),
        "subdivision": subdivision.upper(),
        "closed_days": sorted(set(closed_days)), "open_days": sorted(set(open_days)),
    }  # fmt: skip
    _check(told)
    space_id = space.id if space else None
    held, before = queries.hours_set(space_id), {}
    if held is None:
        held = BusinessHours(scope=calendars.scope_of(space_id))
        db.session.add(held)
    else:
        before = {name: getattr(held, name) for name in told}
    for name, value in told.items():
        setattr(held, name, value)
    held.changed_at = clock.now()
    _tell(space_id, before, told, by)
    return held


def drop_hours(space: Space, *, by: Actor) -> None:
    """Let a space go by the company's hours again."""
    held = queries.hours_set(space.id)
    if held is not None:
        db.session.delete(held)
        _tell(space.id, {"zone": held.zone, "week": held.week}, {}, by)


def _tell(space_id: int | None, before: dict[str, Any], after: dict[str, Any], by: Actor) -> None:
    audit.log("spaces.hours_changed", calendars.scope_of(space_id), by=by, before=before, after=after)
    record(HoursChanged(space_id=space_id), by=by, space_id=space_id)


def _check(told: dict[str, Any]) -> None:
    errors: dict[str, str] = {}
    try:
        zone_of(told["zone"])
    except ValueError:
        errors["zone"] = _("There is no such time zone.")
    try:
        check_week(calendars.as_week(told["week"]))
    except ValueError:
        errors["week"] = _("Give at least one time of the week, and none that overlap.")
    _check_place(told["country"], told["subdivision"], errors)
    for name in ("closed_days", "open_days"):
        if problem := _day_problem(told[name]):
            errors[name] = problem
    if errors:
        raise Invalid(errors)


def _check_place(country: str, subdivision: str, errors: dict[str, str]) -> None:
    known = calendars.countries()
    if country and country not in known:
        errors["country"] = _("The holidays of this country are not known here.")
    elif subdivision and subdivision not in known.get(country, []):
        errors["subdivision"] = _(
            "This is no part of the country. It knows: %(all)s.", all=", ".join(known.get(country, []))
        )


def _day_problem(days: list[str]) -> str:
    if len(days) > MOST_DAYS:
        return str(_("At most %(most)d days.", most=MOST_DAYS))
    try:
        for day in days:
            date.fromisoformat(day)
    except ValueError:
        return str(_("Write days as 2026-12-24, one a line."))
    return ""
