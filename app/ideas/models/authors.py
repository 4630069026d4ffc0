"""Who wrote an idea together with its author."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class Coauthor(Model):
    """Somebody whom the author asked to stand beside them; they are a co-author from the moment they agree."""

    __tablename__ = "idea_author"
    __table_args__ = (UniqueConstraint("idea_id", "person_id"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    invited_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class FormerAuthor(Model):
    """Somebody who was a co-author once; that they wrote on an idea stays so when they leave it."""

    __tablename__ = "idea_former_author"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    left_at: Mapped[datetime]
