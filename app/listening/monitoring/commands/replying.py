"""Replying where something was said: kept on the alert, and carried out by dispatch through the channel it came by."""

from __future__ import annotations

from app.accounts.models import Person
from app.core import clock, dispatch
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.listening.monitoring import queries
from app.listening.monitoring.commands.alerting import answer, due, hold
from app.listening.monitoring.events import AlertAnsweredBack, AlertChanged
from app.listening.monitoring.models import ACKNOWLEDGED, ANSWERED, Alert, Mention
from app.screening import commands as screening


def send_reply(alert: Alert, reply: str, *, by: Person) -> None:
    """Answer an alert by saying something back where it was said, with all that wait about the same mention.

    Raises what `answer` raises, Invalid also where no channel leads there or a rule would hold the words, and
    Unconfirmed for what a rule warns of.
    """
    way, said = queries.way_to(alert.back or alert.mention), reply.strip()
    if why := way.why_not(said):
        raise Invalid({"reply": why})
    screening.pass_unheld(said, "reply", scope="answer", by=by)
    answer(alert, said, by=by)
    assert way.message is not None  # noqa: S101 - without one there is a reason why not
    moment, account = clock.now(), way.message.account_id
    alert.reply_key = f"channel:{account}:alert:{alert.id}:{moment:%Y%m%dT%H%M%S%f}"
    payload = {"alert": alert.id, "message": way.message.id, "at": moment.isoformat()}
    dispatch.enqueue("channel-reply", alert.reply_key, payload, lane=f"channel:{account}", target="channel")
    for other in queries.waiting_about_mention(alert.mention_id):
        answer(other, said, by=by)
        other.reply_key = alert.reply_key


def reply_arrived(alert: Alert, url: str) -> None:
    """Note where what was sent stands."""
    for each in queries.alerts_of_reply(alert.reply_key):
        each.reply_url = url[:500]
        _changed(each)


def reply_failed(alert: Alert, reason: str) -> None:
    """Give it back to whoever wanted to reply: nobody has been answered."""
    for each in queries.alerts_of_reply(alert.reply_key):
        hold(each)
        each.reply_error = reason[:300]
        if each.state == ANSWERED:
            each.state, each.acknowledged_at, each.answered_at = ACKNOWLEDGED, clock.now(), None
        _changed(each)


def answered_back(alert: Alert, mention: Mention) -> None:
    """What was answered to a reply waits for whoever gave it, with as much time again; what is closed stays so."""
    hold(alert)
    alert.back_id, alert.back = mention.id, mention
    to_id = alert.answered_by_id or alert.owner_id
    if alert.state == ANSWERED:
        alert.state, alert.owner_id, alert.acknowledged_at = ACKNOWLEDGED, to_id, clock.now()
        alert.answered_at, alert.due_at = None, due(alert.rule.minutes, clock.now())
    db.session.flush()
    record(AlertAnsweredBack(alert_id=alert.id, mention_id=mention.id, to_id=to_id), by=None)


def _changed(alert: Alert) -> None:
    db.session.flush()
    record(AlertChanged(alert_id=alert.id, mention_id=alert.mention_id, state=alert.state), by=None)
