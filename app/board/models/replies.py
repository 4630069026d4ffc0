"""The texts that people answer with more than once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.spaces.models import Space


class SavedReply(Model):
    """A text to answer with again, with named blanks: its writer's own, or with a space everybody's who answers there.

    `use_count` counts posted answers that began with it.
    """

    __tablename__ = "saved_reply"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    use_count: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    space: Mapped[Space | None] = relationship(lazy="joined")
