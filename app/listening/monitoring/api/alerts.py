"""The API's operations on alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.api.mentions import MentionOut
from app.listening.monitoring.models import Alert


class AlertsQuery(Cursor):
    """Which alerts; all that are not closed if none is named."""

    state: Literal["", "open", "acknowledged", "escalated", "answered", "closed"] = ""
    mine: bool = False


class AlertOut(Out):
    """Somebody is asked to look; `count` is how many there were that day, where that is what the rule looks at.

    `replies_by` is the channel that a reply can be sent by, null where it can only be recorded; `reply_state` how far
    the reply has come: "recorded", "waiting", "sent", "failed", empty without one; `back_id` the mention that
    answers it.
    """

    id: int
    rule_id: int
    state: str
    owner: str
    count: int
    opened_at: Moment
    due_at: Moment
    acknowledged_at: Moment | None
    escalated_at: Moment | None
    answered_at: Moment | None
    closed_at: Moment | None
    reply: str
    reply_url: str
    reply_state: str
    back_id: int | None
    replies_by: str | None
    outcome: str
    mention: MentionOut

    @classmethod
    def of_all(cls, rows: Sequence[Alert]) -> list[AlertOut]:
        """Several, their mentions' words read at once."""
        said = {each.id: each for each in MentionOut.of_all(row.mention for row in rows)}
        ways, states = queries.ways_to(row.back or row.mention for row in rows), queries.reply_states(rows)
        told = {"owner", "mention", "reply_state", "replies_by"}
        names = [name for name in cls.model_fields if name not in told]
        return [
            cls(
                owner=row.owner.handle, mention=said[row.mention_id], reply_state=states[row.id],
                replies_by=_channel_of(ways[row.back_id or row.mention_id]),
                **{name: getattr(row, name) for name in names},
            )
            for row in rows
        ]  # fmt: skip


class ReplyIn(In):
    """What was said back, and where it stands; or, with `send`, what is to be said where it was said."""

    reply: Text = Field(min_length=1, max_length=5_000)
    reply_url: Text = Field("", max_length=500)
    send: bool = False


class OutcomeIn(In):
    """What came of it."""

    outcome: Text = Field(min_length=1, max_length=5_000)


@operation("listAlerts", "GET /listening/alerts", query=AlertsQuery, returns=Listing[AlertOut])
def list_alerts(query: AlertsQuery) -> Listing[AlertOut]:
    """Alerts about what you may read, the newest first."""
    person = somebody()
    ensure(policy.may_answer_alerts(person))
    page = queries.alerts(person, state=query.state, mine=query.mine, after=query.after, limit=query.limit)
    return Listing(items=AlertOut.of_all(page.items), next=page.next)


@operation("acknowledgeAlert", "PUT /listening/alerts/<id:alert_id>/owner", returns=AlertOut)
def acknowledge_alert(alert_id: int) -> AlertOut:
    """Take an alert."""
    person, alert = _one(alert_id)
    commands.acknowledge(alert, by=person)
    return AlertOut.of_all([alert])[0]


@operation("answerAlert", "POST /listening/alerts/<id:alert_id>/reply", body=ReplyIn, returns=AlertOut)
def answer_alert(alert_id: int, body: ReplyIn) -> AlertOut:
    """Say what was said back, or say it there."""
    person, alert = _one(alert_id)
    if body.send:
        ensure(policy.may_speak_there(person))
        commands.send_reply(alert, body.reply, by=person)
    else:
        commands.answer(alert, body.reply, reply_url=body.reply_url, by=person)
    return AlertOut.of_all([alert])[0]


@operation("closeAlert", "POST /listening/alerts/<id:alert_id>/outcome", body=OutcomeIn, returns=AlertOut)
def close_alert(alert_id: int, body: OutcomeIn) -> AlertOut:
    """End an alert."""
    person, alert = _one(alert_id)
    commands.close(alert, body.outcome, by=person)
    return AlertOut.of_all([alert])[0]


def _channel_of(way: queries.Way) -> str | None:
    return way.message.account.channel if way and way.message else None


def _one(alert_id: int) -> tuple[Person, Alert]:
    person = somebody()
    ensure(policy.may_answer_alerts(person))
    return person, found(queries.visible_alert(person, alert_id))
