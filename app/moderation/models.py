"""Cases, the flags behind them, and the decisions about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

ACTIONS = ("approve", "edit", "hide", "remove", "warn", "suspend")
REASONS = ("abuse", "personal_data", "promise", "spam", "wrong", "off_topic", "other")
SEVERITY = {"abuse": 3, "personal_data": 3, "promise": 2, "spam": 2, "wrong": 1, "off_topic": 1, "other": 1}
HELD_SEVERITY = 2


class Case(Model):
    """Something that waits for a moderator, or was decided; one open case a subject."""

    __tablename__ = "moderation_case"
    __table_args__ = (Index("ix_moderation_case_queue", "state", "severity", "id"),)

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(40), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    rules: Mapped[list[Any]]
    severity: Mapped[int]
    flag_count: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Flag(Model):
    """One reader's report of one thing."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ModeratorDecision(Model):
    """What a moderator decided; `before` is what undoing it restores."""

    __tablename__ = "moderator_decision"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), index=True)
    action: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    decided_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[decided_by_id])
