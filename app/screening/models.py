"""Rules that the community's own people wrote, beside those that are always on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model
from app.screening.rules import EVERYWHERE, Rule


class StoredRule(Model):
    """One rule as it was written; a retired one stays for the record and is no longer applied."""

    __tablename__ = "screening_rule"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    terms: Mapped[list[Any]]
    action: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(20), default=EVERYWHERE)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    def applied(self) -> Rule:
        """The rule as the check takes it."""
        return Rule(self.id, self.name, self.kind, tuple(self.terms), self.action, self.message, self.scope)
