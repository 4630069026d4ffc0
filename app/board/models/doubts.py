"""What readers hold to be no longer true."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.board.models.answers import Answer
from app.extensions import Id, Model

OUTCOMES = ("upheld", "dismissed")


class Doubt(Model):
    """Somebody says that an answer is no longer true; `outcome` is empty while no expert has looked."""

    __tablename__ = "answer_doubt"
    __table_args__ = (
        Index("ix_answer_doubt_answer_id_person_id", "answer_id", "person_id"),
        Index("ix_answer_doubt_outcome_id", "outcome", "id"),
    )

    id: Mapped[Id]
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Answer] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
