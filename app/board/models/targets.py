"""Service levels: what a space promises, how long each question waited, and what was done when it waited too long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model

SEVERITIES = ("low", "normal", "high", "urgent")
NORMAL = "normal"
TARGETS = ("first_response", "resolution")
FACTS = ("warned", "breached")
ACTS = ("answerers", "owner", "case")
STEPS = (*FACTS, *ACTS)


class ServiceRules(Model):
    """What a space promises; the row of the scope `company` serves every space without its own.

    `targets` holds for each severity the minutes of business time until the first response and until the resolution.
    `channels` names the severity of questions by the channel they came through. The `..._after` are minutes of business
    time between a missed target and a step of the ladder; a step without a number is not taken.
    """

    __tablename__ = "service_rules"

    id: Mapped[Id]
    scope: Mapped[str] = mapped_column(String(40), unique=True)
    targets: Mapped[dict[str, Any]]
    severity: Mapped[str] = mapped_column(String(10), default=NORMAL)
    channels: Mapped[dict[str, Any]]
    warn_percent: Mapped[int] = mapped_column(default=75)
    answerers_after: Mapped[int | None]
    owner_after: Mapped[int | None]
    case_after: Mapped[int | None]
    waits_days: Mapped[int] = mapped_column(default=7)
    closes: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]

    def minutes(self, severity: str, target: str) -> int | None:
        """The minutes that are promised, or None where nothing is."""
        told = self.targets.get(severity, {}).get(target)
        return int(told) if told else None


class ClockSpan(Model):
    """A while in which a question waited for us: readable, unsolved, and its asker not asked back."""

    __tablename__ = "clock_span"
    __table_args__ = (Index("ix_clock_span_question_id_began_at", "question_id", "began_at"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TargetClock(Model):
    """One target of a question, as reckoned from its spans: how much business time it has used of what is allowed."""

    __tablename__ = "target_clock"
    __table_args__ = (UniqueConstraint("question_id", "target"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    target: Mapped[str] = mapped_column(String(20))
    allowed_seconds: Mapped[int]
    spent_seconds: Mapped[int] = mapped_column(default=0)
    running_since: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def is_late(self) -> bool:
        """Whether more than was allowed had been used when it was last reckoned."""
        return self.spent_seconds > self.allowed_seconds


class TargetStep(Model):
    """A warning, a breach or a step of the ladder: each once for a question's target, dated by when it was due."""

    __tablename__ = "target_step"
    __table_args__ = (UniqueConstraint("question_id", "target", "step"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    target: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    taken_at: Mapped[datetime]


class AskBack(Model):
    """Somebody asked the asker for details, by a comment; until it ends, the question's clocks stand still."""

    __tablename__ = "ask_back"
    __table_args__ = (Index("ix_ask_back_question_id", "question_id"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(10), default="")
