"""Badges and points."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class Award(Model):
    """A badge that somebody earned, with the evidence; an expert badge lapses when its evidence does."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("person_id", "badge", "topic_id"),
        Index("ix_award_person_id_at", "person_id", "at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    badge: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    evidence: Mapped[list[Any]]
    at: Mapped[datetime]
    lapsed_at: Mapped[datetime | None]


class Tally(Model):
    """What one person did that counts, and the points it is worth."""

    __tablename__ = "tally"
    __table_args__ = (Index("ix_tally_points", "points", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answers: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    verified: Mapped[int] = mapped_column(default=0)
    helpful: Mapped[int] = mapped_column(default=0)
    ideas: Mapped[int] = mapped_column(default=0)
    launched: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
