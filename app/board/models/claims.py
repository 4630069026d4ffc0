"""Who is on a question, and the texts that somebody answers with more than once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
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


class SavedReply(Model):
    """A text that somebody answers with more than once."""

    __tablename__ = "saved_reply"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
