"""Guidelines, and who accepted which version of them and of a space's own addendum."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.extensions import Id, Model


class Guideline(Model):
    """One version of the guidelines; a minor one corrects words and need not be accepted anew.

    A major one must be accepted from `binding_at` on, so many days of grace after it was published; where it asks to
    `recertify`, certificates that clear an action end at that moment too. `bound_at` is when the book was told.
    """

    __tablename__ = "guideline"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(unique=True)
    major: Mapped[bool]
    summary: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    recertify: Mapped[bool] = mapped_column(default=False)
    binding_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]

    @property
    def is_binding(self) -> bool:
        """Whether its grace is over."""
        return self.binding_at <= clock.now()


class Acceptance(Model):
    """Somebody's word that they read and accept one version; the hash says which text they saw."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("person_id", "version"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class AddendumAcceptance(Model):
    """The same word for one version of a space's own rules."""

    __tablename__ = "addendum_acceptance"
    __table_args__ = (UniqueConstraint("person_id", "space_id", "version"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
