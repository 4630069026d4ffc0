"""What somebody put aside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model


class Snooze(Model):
    """One person put one question aside until a moment, or until something happens to it."""

    __tablename__ = "snooze"
    __table_args__ = (UniqueConstraint("person_id", "question_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    snoozed_at: Mapped[datetime]
    until: Mapped[datetime]
    wakes_on_news: Mapped[bool] = mapped_column(default=True)
