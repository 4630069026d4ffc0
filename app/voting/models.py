"""Votes, from where they came, and what was found about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

OPEN, ASIDE, DISMISSED = "open", "aside", "dismissed"


class Vote(Model):
    """One person's standing vote on one thing; taking it back leaves the row with value 0.

    `aside_count` is how many findings that set votes aside hold it; it counts only while none does.
    """

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject_id"),
        Index("ix_vote_kind_subject_id", "kind", "subject_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    value: Mapped[int]
    aside_count: Mapped[int] = mapped_column(default=0, server_default="0")
    at: Mapped[datetime]


class VoteTrace(Model):
    """From where a vote came: keyed hashes of the journey and of the client's address, forgotten after 30 days."""

    __tablename__ = "vote_trace"
    __table_args__ = (UniqueConstraint("person_id", "kind", "subject_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    journey: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


class VoteFinding(Model):
    """Votes that look arranged, with the reasons; a person decides. `scope_id` is what they belong to, a challenge.

    `kind` is ring, burst, journey or address; `state` is open, aside or dismissed.
    """

    __tablename__ = "vote_finding"
    __table_args__ = (
        Index("ix_vote_finding_state_id", "state", "id"),
        Index("ix_vote_finding_scope_id_kind", "scope_id", "kind"),
    )

    id: Mapped[Id]
    scope_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    people: Mapped[list[Any]]
    vote_ids: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Person | None] = relationship(lazy="joined")


class FindingAnswer(Model):
    """What somebody says whose votes were set aside."""

    __tablename__ = "vote_finding_answer"
    __table_args__ = (UniqueConstraint("finding_id", "person_id"),)

    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("vote_finding.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
