"""Spaces and who has which role in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model

VISIBILITIES = ("public", "customers", "internal", "invited", "sandbox")
ROLES = ("owner", "moderator", "member")


class Space(Model):
    """A programme's room; counters are kept by the features that fill it."""

    __tablename__ = "space"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(10))
    addendum: Mapped[str] = mapped_column(Text, default="")
    addendum_html: Mapped[str] = mapped_column(Text, default="")
    question_count: Mapped[int] = mapped_column(default=0)
    idea_count: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/spaces/{self.slug}"

    @property
    def letter(self) -> str:
        """For its hexagon."""
        return self.name[:1].upper()

    @property
    def tint(self) -> int:
        """One of five quiet colours; carries no meaning."""
        return self.id % 5 + 1


class Membership(Model):
    """Somebody's role in one space."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("space_id", "person_id"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
