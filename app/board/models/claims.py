"""Who is on a question."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Claim(Model):
    """Who is answering a question, until when; it lapses by itself."""

    __tablename__ = "claim"

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    claimed_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
