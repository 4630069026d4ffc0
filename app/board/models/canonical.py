"""The questions that those who know a topic point to first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class Canonical(Model):
    """One question whose answers are canonical for one topic."""

    __tablename__ = "canonical"
    __table_args__ = (UniqueConstraint("topic_id", "question_id"),)

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]
