"""What listening tells of what was said."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("listening.scored", "listening", inside=("identity",))
class Scored(Event):
    """Something that was said was scored on arrival, or anew as its words changed.

    `subject` is such as "question:12", or "mention:7" for what was said elsewhere, `page` where on this site it stands.
    Whose it is: `person_id` of a member, else `identity`, a kind and a value such as "handle:jo" or
    "email:jo@example.com"; neither where it is nobody's. Who is known by that alone agreed to nothing: it stays inside.
    """

    mention_id: int
    subject: str
    page: str
    person_id: int | None
    identity: str
    channel: str
    sentiment: float
    urgency: float


@happening("listening.monitor_matched", "listening")
class MonitorMatched(Event):
    """A monitor found something that was said."""

    monitor_id: int
    mention_id: int
    subject: str


@happening("listening.alert_opened", "listening")
class AlertOpened(Event):
    """A rule asks somebody to look."""

    alert_id: int
    rule_id: int
    mention_id: int
    subject: str
    page: str
    owner_id: int


@happening("listening.alert_changed", "listening")
class AlertChanged(Event):
    """Somebody took an alert, answered or closed it."""

    alert_id: int
    mention_id: int
    state: str


@happening("listening.alert_escalated", "listening")
class AlertEscalated(Event):
    """Nobody answered in time, and another is asked."""

    alert_id: int
    mention_id: int
    to_id: int


@happening("listening.alert_answered_back", "listening")
class AlertAnsweredBack(Event):
    """Somebody answered what was replied to them; `mention_id` is what they said."""

    alert_id: int
    mention_id: int
    to_id: int


@happening("listening.lead_handed_over", "listening", inside=("identity",))
class LeadHandedOver(Event):
    """A colleague is to follow a lead up; whose it is as with `Scored`, `consent` is asked or agreed."""

    lead_id: int
    mention_id: int
    subject: str
    page: str
    to_id: int
    person_id: int | None
    identity: str
    consent: str


@happening("listening.lead_closed", "listening")
class LeadClosed(Event):
    """A lead was won, lost or declined."""

    lead_id: int
    mention_id: int
    subject: str
    page: str
    state: str
    to_id: int | None
