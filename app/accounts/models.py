"""People, their sessions, tokens and one-time links."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.extensions import Id, Model

ROLES = ("admin", "steward", "moderator", "innovation", "sme", "mentor", "care", "analyst")
KINDS = ("customer", "employee")
OUTSIDE = "outside"
CLOSED = "closed"
# Whoever is so may not come in, by whatever way; an imported account is woken first.
WAY_BARRED = frozenset({"erased", "imported", CLOSED})


class Person(UserMixin, Model):
    """A member; `state` is active, suspended, imported (cannot sign in yet), closed (cannot any more) or erased.

    An `is_guest` gave only an address: their name is nobody's, and a link in their mail is their way in. Or they are an
    outsider, known by a handle in another channel: that is their name, and there is no way in.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_kind_name", "kind", "name"),)

    id: Mapped[Id]
    handle: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    function: Mapped[str] = mapped_column(String(80), default="")
    team: Mapped[str] = mapped_column(String(80), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="active")
    suspended_until: Mapped[datetime | None]
    packed_roles: Mapped[str] = mapped_column(String(120), default=" ")
    is_guest: Mapped[bool] = mapped_column(default=False)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    locale: Mapped[str | None] = mapped_column(String(10))
    joined_at: Mapped[datetime]

    # Set by the door when somebody signs in; what flask-login keeps in the cookie instead of the id.
    session_token = ""

    @property
    def roles(self) -> frozenset[str]:
        """Site-wide roles."""
        return frozenset(self.packed_roles.split())

    def has_role(self, *wanted: str) -> bool:
        """Whether they hold any of these roles; an administrator holds every one."""
        return bool(self.roles & {"admin", *wanted})

    @property
    def is_employee(self) -> bool:
        """Whether they speak for the company."""
        return self.kind == "employee"

    @property
    def is_in_good_standing(self) -> bool:
        """Whether they may write at all; a suspension ends by itself at its time."""
        if self.state == "suspended":
            return self.suspended_until is not None and self.suspended_until <= clock.now()
        return self.state in {"active", "imported"}

    @property
    def outside(self) -> str:
        """The channel that an outsider is known by; nothing for everybody else."""
        kind, _, rest = (self.external_id or "").partition(":")
        return rest.partition(":")[0] if kind == OUTSIDE else ""

    @property
    def proven_email(self) -> str:
        """The address that is theirs beyond doubt; nothing for one that anybody might have typed in."""
        return self.email.casefold() if self.email and self.email_confirmed_at is not None else ""

    @property
    def initials(self) -> str:
        """For the avatar."""
        words = [word for word in self.name.split() if word[0].isalpha()] or [self.handle]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def tint(self) -> int:
        """One of five quiet colours; carries no meaning."""
        return self.id % 5 + 1

    @property
    def url(self) -> str:
        """Their page."""
        return f"/people/{self.handle}"

    def get_id(self) -> str:
        """What the cookie holds: a revocable session's token, never the person's id."""
        return self.session_token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class SignedInSession(Model):
    """One place where somebody is signed in; only a hash of its token is kept."""

    __tablename__ = "signed_in_session"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Token(Model):
    """An API token; only its hash is kept."""

    __tablename__ = "token"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class OneTimeLink(Model):
    """A link sent by mail: confirms an address or sets a password, once, for a while."""

    __tablename__ = "one_time_link"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Erasure(Model):
    """Somebody's wish to be erased, which the worker carries out; `words` says that what they wrote goes too."""

    __tablename__ = "erasure"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    words: Mapped[bool]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]


class Attempt(Model):
    """A try at a guarded door, counted so that guessing does not pay; keys are hashes of addresses and e-mails."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key_at", "key", "at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class CustomerFacts(Model):
    """What the CRM knows of a member, kept here so that features below it can ask; written by the CRM alone.

    `customer` is their contact's id in the CRM, which several members may share, `value` what that customer is worth
    in a year, in the company's currency.
    """

    __tablename__ = "customer_facts"
    __table_args__ = (Index("ix_customer_facts_segment", "segment", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    customer: Mapped[str] = mapped_column(String(120))
    segment: Mapped[str] = mapped_column(String(80), default="")
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
