"""Rules that ask somebody to look, what they asked, and leads that were handed over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.listening.monitoring.models.mentions import Mention
from app.listening.monitoring.models.monitors import Monitor

OPEN, ACKNOWLEDGED, ESCALATED, ANSWERED, CLOSED = ALERT_STATES = (
    "open", "acknowledged", "escalated", "answered", "closed",
)  # fmt: skip
WAITING = (OPEN, ACKNOWLEDGED, ESCALATED)
FOUND, HANDED_OVER = "found", "handed_over"
LEAD_STATES = (FOUND, HANDED_OVER, "won", "lost", "declined")
CONSENTS = ("asked", "agreed")


class AlertRule(Model):
    """When somebody is asked to look: all conditions that are given hold at once.

    `least_urgency` from 0 to 1, `least_influence` as reckoned (app.listening.monitoring.influence). With a
    `volume_factor` it is not single mentions that count but the day's number of them against its own trailing mean.
    The owner has `minutes` of business time; then `escalate_to` has as long again.
    """

    __tablename__ = "alert_rule"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    monitor_id: Mapped[int | None] = mapped_column(ForeignKey("monitor.id"))
    term: Mapped[str] = mapped_column(String(80), default="")
    channel: Mapped[str] = mapped_column(String(40), default="")
    mood: Mapped[str] = mapped_column(String(10), default="")
    least_urgency: Mapped[float] = mapped_column(default=0.0)
    least_influence: Mapped[float] = mapped_column(default=0.0)
    volume_factor: Mapped[float] = mapped_column(default=0.0)
    minutes: Mapped[int]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    escalate_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    active_since: Mapped[datetime | None]
    monitor: Mapped[Monitor | None] = relationship(lazy="joined")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    escalate_to: Mapped[Person | None] = relationship(foreign_keys=[escalate_to_id], lazy="joined")

    @property
    def is_on(self) -> bool:
        """Whether it asks anybody."""
        return self.active_since is not None

    @property
    def url(self) -> str:
        """Its page."""
        return f"/listening/rules/{self.id}"


class Alert(Model):
    """Somebody is asked to look at a mention; `key` says by which rule and why, and comes once.

    `state` is open, acknowledged, escalated, answered or closed. `reply` is what was said back, `reply_url` where it
    stands. `reply_key` is the effect in dispatch that says it where it was said; empty where it was only recorded.
    `reply_error` is why it could not be said, `back_id` what was answered to it there.
    """

    __tablename__ = "alert"
    __table_args__ = (Index("ix_alert_state_due_at", "state", "due_at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("alert_rule.id"), index=True)
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id"), index=True)
    count: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(15), default=OPEN)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reply: Mapped[str] = mapped_column(Text, default="")
    reply_url: Mapped[str] = mapped_column(String(500), default="")
    reply_key: Mapped[str] = mapped_column(String(120), default="")
    reply_error: Mapped[str] = mapped_column(String(300), default="")
    back_id: Mapped[int | None] = mapped_column(ForeignKey("mention.id"), index=True)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[AlertRule] = relationship(lazy="joined", innerjoin=True)
    mention: Mapped[Mention] = relationship(foreign_keys=[mention_id], lazy="joined", innerjoin=True)
    back: Mapped[Mention | None] = relationship(foreign_keys=[back_id], lazy="joined")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page."""
        return f"/listening/alerts/{self.id}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state in WAITING


class Lead(Model):
    """A mention in which somebody wants something of the company that can be sold: found, handed over, and its end.

    `consent` says whether they asked for it themselves or agreed when asked; `grounds` where that can be seen.
    """

    __tablename__ = "lead"

    id: Mapped[Id]
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id"), unique=True)
    monitor_id: Mapped[int | None] = mapped_column(ForeignKey("monitor.id"))
    state: Mapped[str] = mapped_column(String(15), default=FOUND)
    found_at: Mapped[datetime]
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    consent: Mapped[str] = mapped_column(String(10), default="")
    grounds: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    handed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    mention: Mapped[Mention] = relationship(lazy="joined", innerjoin=True)
    to: Mapped[Person | None] = relationship(foreign_keys=[to_id], lazy="joined")

    @property
    def url(self) -> str:
        """Its page."""
        return f"/listening/leads/{self.id}"
