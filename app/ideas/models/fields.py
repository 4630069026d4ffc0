"""What the form of a challenge asks, beside a title and a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model
from app.ideas.fields import Definition, Field


class FormVersion(Model):
    """One version of a challenge's form; ideas keep the one they were written to. `guides` has what is not a field."""

    __tablename__ = "challenge_form"
    __table_args__ = (UniqueConstraint("challenge_id", "version"),)

    id: Mapped[Id]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    version: Mapped[int]
    fields: Mapped[list[Any]]
    guides: Mapped[dict[str, Any]]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    @property
    def definition(self) -> Definition:
        """What it asks, apart from the database."""
        return Definition(
            id=self.id, version=self.version, fields=tuple(Field.of(row) for row in self.fields), **self.guides
        )
