"""Listening for words: monitors are made, switched on and off, and run on whatever arrives."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import delete

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.core.text import tidy
from app.extensions import db
from app.listening.monitoring import queries
from app.listening.monitoring.commands.leads import find_lead
from app.listening.monitoring.events import MonitorMatched
from app.listening.monitoring.models import Mention, Monitor, MonitorMatch
from app.listening.monitoring.wording import BadQuery, parse


def make_monitor(name: str, query: str, *, finds_leads: bool = False, by: Person) -> Monitor:
    """Listen for words once it is switched on; raises Invalid with the field that must change."""
    name, query = _checked(name, query)
    monitor = Monitor(
        name=name, query=query, finds_leads=finds_leads, owner_id=by.id, owner=by, made_at=clock.now(),
        active_since=None,
    )  # fmt: skip
    db.session.add(monitor)
    db.session.flush()
    audit.log("listening.monitor_made", f"monitor:{monitor.id}", by=by, after={"name": name, "query": query})
    return monitor


def change_monitor(monitor: Monitor, name: str, query: str, *, finds_leads: bool, by: Person) -> None:
    """Listen for other words from now on; what was found stays found."""
    name, query = _checked(name, query)
    before = {"name": monitor.name, "query": monitor.query}
    monitor.name, monitor.query, monitor.finds_leads = name, query, finds_leads
    after = {"name": name, "query": query}
    audit.log("listening.monitor_changed", f"monitor:{monitor.id}", by=by, before=before, after=after)


def switch_monitor(monitor: Monitor, *, on: bool, by: Person) -> None:
    """Listen from now on, or no more."""
    if monitor.is_on == on:
        return
    monitor.active_since = clock.now() if on else None
    audit.log("listening.monitor_switched", f"monitor:{monitor.id}", by=by, after={"on": on})


def drop_monitor(monitor: Monitor, *, by: Person) -> None:
    """Take it and what it found away; raises Conflict while a rule rests on it or it found leads."""
    if queries.rests_on(monitor):
        raise Conflict(_("A rule or a lead rests on this monitor. Switch it off instead."))
    audit.log("listening.monitor_dropped", f"monitor:{monitor.id}", by=by, before={"name": monitor.name})
    db.session.execute(delete(MonitorMatch).where(MonitorMatch.monitor_id == monitor.id))
    db.session.delete(monitor)


def match(mention: Mention, text: str) -> list[int]:
    """Run all monitors that are on over a mention; returns the ids of those that found it now for the first time."""
    known, found = queries.matched_by(mention), []
    for monitor in queries.monitors_on():
        if monitor.id in known or not monitor.parsed.finds(text):
            continue
        db.session.add(MonitorMatch(monitor_id=monitor.id, mention_id=mention.id))
        db.session.flush()
        record(MonitorMatched(monitor_id=monitor.id, mention_id=mention.id, subject=mention.subject), by=None)
        if monitor.finds_leads:
            find_lead(mention, monitor)
        found.append(monitor.id)
    return found


def _checked(name: str, query: str) -> tuple[str, str]:
    name, query, errors = tidy(name), tidy(query), {}
    if not 0 < len(name) <= 80:
        errors["name"] = _("Give it a name of at most 80 characters.")
    try:
        parse(query)
    except BadQuery as error:
        errors["query"] = str(error)
    if errors:
        raise Invalid(errors)
    return name, query
