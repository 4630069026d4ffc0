"""Alerts: opened by rules, taken by somebody, answered, closed; and passed on when nobody did in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.core.hours import NeverOpen
from app.extensions import db
from app.listening.monitoring import policy, queries
from app.listening.monitoring.commands.uploading import WEB
from app.listening.monitoring.events import AlertChanged, AlertEscalated, AlertOpened
from app.listening.monitoring.models import (
    ACKNOWLEDGED,
    ANSWERED,
    CLOSED,
    ESCALATED,
    OPEN,
    Alert,
    AlertRule,
    Mention,
)
from app.spaces import queries as spaces

LONGEST = 5_000
# What is older calls for no rapid response, whenever it is handed in.
RECENT = timedelta(days=7)


def ask_to_look(mention: Mention) -> list[Alert]:
    """Open an alert for each rule that is on and fits a mention, once; nobody is asked who may not read it.

    What was answered to a reply of ours waits under the alert it belongs to.
    """
    opened: list[Alert] = []
    if mention.said_at < clock.now() - RECENT or queries.alert_of_back(mention) is not None:
        return opened
    for rule in queries.rules_on():
        if rule.active_since is not None and mention.heard_at >= rule.active_since and queries.fits(rule, mention):
            made = _opened(rule, mention)
            opened += [made] if made is not None else []
    return opened


def acknowledge(alert: Alert, *, by: Person) -> None:
    """Take it: from now on it is one's own. Raises Conflict where somebody took or ended it before."""
    hold(alert)
    if alert.state in {ANSWERED, CLOSED}:
        raise Conflict(_("This alert has been answered already."))
    if alert.acknowledged_at is not None and alert.owner_id != by.id:
        raise Conflict(_("%(name)s has taken this alert.", name=alert.owner.name))
    alert.owner_id, alert.owner = by.id, by
    alert.acknowledged_at = alert.acknowledged_at or clock.now()
    alert.state = alert.state if alert.state == ESCALATED else ACKNOWLEDGED
    _changed(alert, by)


def answer(alert: Alert, reply: str, *, reply_url: str = "", by: Person | None) -> None:
    """Say what was said back, or where it stands; raises Invalid, and Conflict once it is closed or another did."""
    hold(alert)
    _check_unanswered(alert, by)
    errors = {}
    if not 0 < len(reply.strip()) <= LONGEST:
        errors["reply"] = _("Say what was replied, in at most %(most)d characters.", most=LONGEST)
    if reply_url and (len(reply_url) > 500 or not WEB.match(reply_url)):
        errors["reply_url"] = _("Give an address that begins with http:// or https://.")
    if errors:
        raise Invalid(errors)
    alert.reply, alert.reply_url, alert.state = reply.strip(), reply_url, ANSWERED
    alert.reply_key = alert.reply_error = ""
    alert.answered_at, alert.answered_by_id = clock.now(), by.id if by else None
    _changed(alert, by)


def answered_here(question_id: int | None, idea_id: int | None, said: str, url: str, *, by: Person) -> None:
    """What a colleague answers or comments on this site answers the alerts that wait about it."""
    for alert in queries.waiting_about(question_id=question_id, idea_id=idea_id):
        alert.reply, alert.reply_url, alert.state = said, url, ANSWERED
        alert.answered_at, alert.answered_by_id = clock.now(), by.id
        _changed(alert, by)


def close(alert: Alert, outcome: str, *, by: Person) -> None:
    """End it with what came of it; raises Invalid, and Conflict where it is closed already."""
    hold(alert)
    if alert.state == CLOSED:
        raise Conflict(_("This alert is closed."))
    if not 0 < len(outcome.strip()) <= LONGEST:
        raise Invalid({"outcome": _("Say in a few words what came of it.")})
    alert.state, alert.outcome = CLOSED, outcome.strip()
    alert.closed_at, alert.closed_by_id = clock.now(), by.id
    _changed(alert, by)
    audit.log("listening.alert_closed", f"alert:{alert.id}", by=by)


def escalate_late() -> int:
    """Pass on what nobody answered in time to whom its rule names, once, with as much time again; returns how many."""
    # Those that can go to nobody any more would else stand in the way of all that came due after them.
    rules = [rule for rule in queries.rules_onward() if policy.may_own_alerts(rule.escalate_to)]
    late = [alert for alert in queries.late_alerts(clock.now(), rules) if _may_go_on(alert)]
    for alert in late:
        to = alert.rule.escalate_to
        if to is None:
            continue
        alert.state, alert.escalated_at = ESCALATED, clock.now()
        alert.owner_id, alert.owner, alert.acknowledged_at = to.id, to, None
        alert.due_at = due(alert.rule.minutes, clock.now())
        db.session.flush()
        record(AlertEscalated(alert_id=alert.id, mention_id=alert.mention_id, to_id=to.id), by=None)
    return len(late)


def due(minutes: int, since: datetime) -> datetime:
    """When so much of the company's business time has passed; where it never opens, of any time."""
    wanted = timedelta(minutes=minutes)
    try:
        return spaces.calendar_of(None).deadline(since, wanted)
    except NeverOpen:
        return since + wanted


def _check_unanswered(alert: Alert, by: Person | None) -> None:
    """One may put what one recorded in other words; what was sent stands, unless it never arrived."""
    if alert.state == CLOSED:
        raise Conflict(_("This alert is closed."))
    if alert.state != ANSWERED or queries.reply_states([alert])[alert.id] == queries.FAILED:
        return
    if alert.answered_by_id != (by.id if by else None):
        raise Conflict(_("Somebody has answered this already."))
    if alert.reply_key:
        raise Conflict(_("The reply is on its way; it cannot be changed."))


def hold(alert: Alert) -> None:
    """Of two who press at once the second sees what the first did."""
    db.session.flush()
    db.session.execute(select(Alert.id).where(Alert.id == alert.id).with_for_update())
    names = ["state", "owner_id", "owner", "acknowledged_at", "answered_by_id", "reply_key", "reply_error"]
    db.session.refresh(alert, names)


def _may_go_on(alert: Alert) -> bool:
    to = alert.rule.escalate_to
    is_listening = to is not None and bool(policy.may_own_alerts(to))
    return is_listening and to is not None and queries.visible_mention(to, alert.mention_id) is not None


def _opened(rule: AlertRule, mention: Mention) -> Alert | None:
    owner = next((each for each in (rule.owner, rule.escalate_to) if _may_look(each, mention)), None)
    if owner is None:
        return None
    count, key = 1, f"rule:{rule.id}:mention:{mention.id}"
    if rule.volume_factor:
        count, usual = queries.volume(rule, mention.heard_at, owner)
        if not queries.is_many(rule, count, usual):
            return None
        key = f"rule:{rule.id}:day:{mention.heard_at:%Y-%m-%d}"
    if queries.alert_by_key(key) is not None:
        return None
    moment = clock.now()
    alert = Alert(
        key=key, rule_id=rule.id, rule=rule, mention_id=mention.id, mention=mention, count=count, state=OPEN,
        owner_id=owner.id, owner=owner, opened_at=moment, due_at=due(rule.minutes, moment),
    )  # fmt: skip
    db.session.add(alert)
    db.session.flush()
    record(
        AlertOpened(alert_id=alert.id, rule_id=rule.id, mention_id=mention.id, subject=mention.subject,
                    page=mention.stands_on, owner_id=owner.id),
        by=None,
    )  # fmt: skip
    return alert


def _may_look(person: Person | None, mention: Mention) -> bool:
    if person is None or not policy.may_own_alerts(person):
        return False
    return queries.visible_mention(person, mention.id) is not None


def _changed(alert: Alert, by: Person | None) -> None:
    db.session.flush()
    record(AlertChanged(alert_id=alert.id, mention_id=alert.mention_id, state=alert.state), by=by)
