"""Rules that the community's own people wrote, beside those that are always on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.screening.rules import EVERYWHERE, Rule

# What somebody decides when they write a rule; its words, kept in every version.
WORDS = (
    "kind", "terms", "action", "message", "scope", "space_id", "language", "writers", "newer_than", "most", "minutes",
    "least",
)  # fmt: skip


class StoredRule(Model):
    """One rule as it reads now; it is applied while it `is_on`, and a retired one stays for the record alone."""

    __tablename__ = "screening_rule"
    __table_args__ = (Index("ix_screening_rule_listed", "retired_at", "name", "id"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    terms: Mapped[list[Any]]
    action: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(60), default=EVERYWHERE)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    language: Mapped[str] = mapped_column(String(2), default="")
    writers: Mapped[str] = mapped_column(String(10), default="everybody")
    newer_than: Mapped[int] = mapped_column(default=0)
    most: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    least: Mapped[float] = mapped_column(default=0.0)
    version: Mapped[int] = mapped_column(default=1)
    is_on: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    switched_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/moderation/rules/{self.id}"

    @property
    def words(self) -> dict[str, Any]:
        """What it says, by field."""
        return {name: getattr(self, name) for name in WORDS}

    def applied(self) -> Rule:
        """The rule as the check takes it."""
        return rule_of(self.id, self.name, self.words)


class RuleVersion(Model):
    """What a rule said from one moment on, and who wrote that."""

    __tablename__ = "screening_rule_version"
    __table_args__ = (UniqueConstraint("rule_id", "version"),)

    id: Mapped[Id]
    rule_id: Mapped[int] = mapped_column(ForeignKey("screening_rule.id"))
    version: Mapped[int]
    words: Mapped[dict[str, Any]]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    written_by: Mapped[Person | None] = relationship(lazy="joined")


def rule_of(rule_id: int, name: str, words: dict[str, Any]) -> Rule:
    """A rule as the check takes it, from its words by field."""
    return Rule(rule_id, name, **{**words, "terms": tuple(words["terms"])})
