"""Cases, the flags behind them, and the decisions about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

ACTIONS = ("approve", "edit", "hide", "remove", "warn", "suspend", "ban")
# What takes away the right to post; it comes back by itself at its time, if there is one.
STOPS = ("suspend", "ban")
REASONS = ("abuse", "personal_data", "promise", "spam", "wrong", "off_topic", "other")
SEVERITY = {"abuse": 3, "personal_data": 3, "promise": 2, "spam": 2, "wrong": 1, "off_topic": 1, "other": 1}
HELD_SEVERITY = 2
FINE = "fine"
CODES = (FINE, *REASONS)
# A rule held it, a reader reported it, or a rule let it pass and told moderators.
SOURCES = ("rule", "flag", "notice")
# What waits for a moderator: nobody has decided, or the author appealed.
WAITING = ("open", "appealed")
OUTCOMES = ("upheld", "overturned")
KINDS = ("question", "answer", "idea", "comment")


class Case(Model):
    """Something that waits for a moderator, or was decided; one open case a subject. Its state is open, decided or
    appealed: decided, and waiting for somebody else.
    """

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

    @hybrid_property
    def mildness(self) -> int:
        """The queue goes up by this and by id: the serious first, of the equally serious whoever waits longest."""
        return -self.severity

    @property
    def kind(self) -> str:
        """Question, answer, idea or comment."""
        return self.subject.partition(":")[0]


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
    """What a moderator decided; `before` is what undoing it restores.

    `reason` is what the author reads, `code` and `clause` say the same in a few words, for comparing and counting.
    A suspension ends at `until`, a ban without it stays; decisions made in one go share a `batch`.
    """

    __tablename__ = "moderator_decision"
    __table_args__ = (Index("ix_moderator_decision_decided_at", "decided_at"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), index=True)
    action: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(20), default="other")
    clause: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime | None]
    batch: Mapped[str | None] = mapped_column(String(32), index=True)
    before: Mapped[dict[str, Any]]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    decided_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[decided_by_id])


class Appeal(Model):
    """An author asks, once a case, that somebody else looks; `outcome` is empty until then, upheld or overturned."""

    __tablename__ = "appeal"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("moderator_decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[answered_by_id])


class SecondOpinion(Model):
    """What a colleague would decide; `action` is empty until they said so, and who asked decides all the same."""

    __tablename__ = "second_opinion"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    question: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(10), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None]
    asked_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[asked_by_id])
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])


class Notice(Model):
    """Words that moderators have ready for authors, with blanks such as `{{name}}`; a retired one is not offered."""

    __tablename__ = "moderation_notice"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
