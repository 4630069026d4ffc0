"""Contacts, the identities tied to them, and everything they did."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Id, Model

FORMS_OF_ADDRESS = frozenset({"Mr", "Mrs", "Ms", "Dr", "Mx"})
CENT, MOST_VALUE = Decimal("0.01"), Decimal(10) ** 12
IDENTITY_KINDS = ("person", "handle", "email", "journey", "crm")


class Contact(Model):
    """A customer as the CRM knows them."""

    __tablename__ = "contact"

    id: Mapped[Id]
    external_id: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    segment: Mapped[str] = mapped_column(String(80), default="")
    attributes: Mapped[dict[str, Any]]
    interaction_count: Mapped[int] = mapped_column(default=0)
    imported_at: Mapped[datetime]

    @property
    def url(self) -> str:
        """Their page."""
        return f"/crm/contacts/{self.id}"

    @property
    def value(self) -> Decimal | None:
        """What they are worth in a year: the attribute `value`; None where it says no such amount."""
        try:
            amount = Decimal(str(self.attributes.get("value", "")))
        except InvalidOperation:
            return None
        return amount.quantize(CENT) if amount.is_finite() and 0 <= amount < MOST_VALUE else None

    @property
    def initials(self) -> str:
        """For the avatar; a form of address is no name."""
        words = [w for w in self.name.split() if w[0].isalpha() and w.rstrip(".") not in FORMS_OF_ADDRESS]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"

    @property
    def tint(self) -> int:
        """One of five quiet colours; carries no meaning."""
        return self.id % 5 + 1


class Identity(Model):
    """A handle under which somebody acts here or elsewhere; tied to at most one contact at a time."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(254), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    interaction_count: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]
    contact: Mapped[Contact | None] = relationship(lazy="joined")

    @property
    def reference(self) -> str:
        """Its name in addresses, where a member and an outside handle of the same name must not be confused."""
        return f"{self.kind}:{self.value}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"/crm/identities/{quote(self.reference, safe=':@')}"


class IdentityLink(Model):
    """One tie between an identity and a contact: who made it, on what evidence, and who undid it."""

    __tablename__ = "identity_link"

    id: Mapped[Id]
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    evidence: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime]
    unlinked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unlinked_at: Mapped[datetime | None]
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)


class Interaction(Model):
    """One deed of a customer, at its original time; whose it is follows from the identity's tie, never from a copy."""

    __tablename__ = "interaction"
    __table_args__ = (
        Index("ix_interaction_identity_at", "identity_id", "at", "id"),
        Index("ix_interaction_at", "at", "id"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(60), unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)


class SupportContact(Model):
    """A call, chat, mail or case in the contact centre."""

    __tablename__ = "support_contact"
    __table_args__ = (Index("ix_support_contact_at", "at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[float] = mapped_column(default=0.0)
    at: Mapped[datetime]
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)


class SupportCase(Model):
    """A question that went over to the care team."""

    __tablename__ = "support_case"

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"))
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]


class Webhook(Model):
    """An address that is told of events, signed after Standard Webhooks."""

    __tablename__ = "webhook"

    id: Mapped[Id]
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(80))
    events: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
