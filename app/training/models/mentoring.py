"""Mentors, and how far those they lead are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

APPROVED, SENT_BACK = "A", "S"


class Probation(Model):
    """How far a novice is on the way to answering without approval; `decided` are the last decisions, newest last."""

    __tablename__ = "probation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    decided: Mapped[str] = mapped_column(String(20), default="")
    ended_at: Mapped[datetime | None]

    @property
    def approved_count(self) -> int:
        """How many of the last decisions let an answer through."""
        return self.decided.count(APPROVED)


class MentorPair(Model):
    """Who mentors whom, since when, until when."""

    __tablename__ = "mentor_pair"

    id: Mapped[Id]
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    novice_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    mentor: Mapped[Person] = relationship(foreign_keys=mentor_id, lazy="joined", innerjoin=True)
    novice: Mapped[Person] = relationship(foreign_keys=novice_id, lazy="joined", innerjoin=True)
