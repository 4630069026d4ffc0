"""Spaces and who has which role in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model

VISIBILITIES = ("public", "customers", "internal", "invited", "sandbox")
ROLES = ("owner", "moderator", "expert", "answerer", "member")
WORKING_ROLES = ROLES[:-1]
ANSWERED_BY = ("cleared", "roles")
PREMODERATED = ("question", "answer", "idea", "comment")
LEVELS = ("nobody", "new", "untrusted", "everybody")


class Space(Model):
    """A programme's room; counters are kept by the features that fill it.

    In a `one_way` space everybody may ask, and only those who answer read what was asked;
    where it `takes_guests`, also without an account, by a link in a mail. `addendum_needed` is the version of its own
    rules that somebody must have accepted at least before they speak for the company here, 0 where nobody has to.
    It is `answered_by` everybody who is cleared, or by those of them alone who have one of the `WORKING_ROLES` here.
    `premoderation` says by kind whose words wait for a moderator (LEVELS); somebody is trusted once moderators let
    `trusted_after` things of theirs pass. One that is archived is read and not changed, and stands in no list.
    """

    __tablename__ = "space"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(10))
    one_way: Mapped[bool] = mapped_column(default=False)
    takes_guests: Mapped[bool] = mapped_column(default=False)
    addendum: Mapped[str] = mapped_column(Text, default="")
    addendum_html: Mapped[str] = mapped_column(Text, default="")
    addendum_version: Mapped[int] = mapped_column(default=0)
    addendum_needed: Mapped[int] = mapped_column(default=0)
    answered_by: Mapped[str] = mapped_column(String(10), default="cleared")
    premoderation: Mapped[dict[str, Any]] = mapped_column(default=dict)
    trusted_after: Mapped[int] = mapped_column(default=3)
    archived_at: Mapped[datetime | None]
    archived_why: Mapped[str] = mapped_column(Text, default="")
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


class Addendum(Model):
    """One version of a space's own rules, as it stood."""

    __tablename__ = "addendum"
    __table_args__ = (UniqueConstraint("space_id", "version"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class Membership(Model):
    """Somebody's role in one space, and who gave it when; nobody knows where an operator's verb did, or long ago."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("space_id", "person_id"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])
    granted_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[granted_by_id])


class Opener(Model):
    """Somebody whom a steward lets open spaces; with `outside` also such as people outside the company see."""

    __tablename__ = "space_opener"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    outside: Mapped[bool] = mapped_column(default=False)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])


class BusinessHours(Model):
    """When the people of a space are at work; the row of the scope `company` serves every space without its own.

    `week` holds for each weekday from Monday its intervals in minutes; `country` and `subdivision` name whose public
    holidays are kept, `closed_days` and `open_days` (ISO dates) the exceptions to both.
    """

    __tablename__ = "business_hours"

    id: Mapped[Id]
    scope: Mapped[str] = mapped_column(String(40), unique=True)
    zone: Mapped[str] = mapped_column(String(60))
    week: Mapped[list[Any]]
    country: Mapped[str] = mapped_column(String(2), default="")
    subdivision: Mapped[str] = mapped_column(String(10), default="")
    closed_days: Mapped[list[Any]]
    open_days: Mapped[list[Any]]
    changed_at: Mapped[datetime]
