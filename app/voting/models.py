"""Votes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class Vote(Model):
    """One person's standing vote on one thing; taking it back leaves the row with value 0."""

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
    at: Mapped[datetime]
