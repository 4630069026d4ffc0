"""Contacts, the identities tied to them, and everything they did."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.seal import unseal
from app.crm.attribution import ALWAYS, NEVER
from app.extensions import Id, Model

FORMS_OF_ADDRESS = frozenset({"Mr", "Mrs", "Ms", "Dr", "Mx"})
CENT, MOST_VALUE = Decimal("0.01"), Decimal(10) ** 12
IDENTITY_KINDS = ("person", "handle", "email", "sso", "social", "journey", "crm")
HANDLE_KINDS = ("handle", "email", "sso", "social")  # those that a CRM may know of a contact
EXACT_KINDS = ("sso", "crm")  # others' own ids, where "a" is not "A"
# What a tie rests on, and how sure that alone makes it; a person's own decision is as sure as they say.
BASES = {
    "verified_email": 1.0, "sso": 1.0, "crm": 1.0, "signed_link": 0.95, "decision": 1.0, "crm_handle": 0.9,
    "same_email": 0.8, "same_handle": 0.5, "same_name": 0.4,
}  # fmt: skip
CONSENTS = ("unknown", "given", "refused")
OPEN, ACCEPTED, REJECTED, SETTLED = "open", "accepted", "rejected", "settled"


class Contact(Model):
    """A customer as the CRM knows them."""

    __tablename__ = "contact"

    id: Mapped[Id]
    external_id: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    segment: Mapped[str] = mapped_column(String(80), default="")
    consent: Mapped[str] = mapped_column(String(10), default="unknown")
    consent_at: Mapped[datetime | None]
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
    def lets_join_visits(self) -> bool:
        """Whether their visits may be joined with what the CRM knows: only where they said so."""
        return self.consent == "given"

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
    __table_args__ = (
        UniqueConstraint("kind", "value"),
        Index("ix_identity_contact_id_interaction_count", "contact_id", "interaction_count", "id"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(254), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
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
    """One tie between an identity and a contact: who made it, on what evidence, and who undid it.

    It speaks of deeds from `valid_from` on. While it stands, `valid_until` is where the next tie that stands begins.
    """

    __tablename__ = "identity_link"
    __table_args__ = (
        Index("uq_identity_link_standing", "identity_id", "valid_from", unique=True,
              sqlite_where=text("unlinked_at IS NULL"), postgresql_where=text("unlinked_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    basis: Mapped[str] = mapped_column(String(20), default="decision")
    evidence: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    valid_from: Mapped[datetime] = mapped_column(default=ALWAYS)
    valid_until: Mapped[datetime] = mapped_column(default=NEVER)
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime]
    unlinked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unlinked_at: Mapped[datetime | None]
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)

    @property
    def begins(self) -> datetime | None:
        """From when on it holds; None where it always did."""
        return self.valid_from if self.valid_from > ALWAYS else None

    @property
    def ends(self) -> datetime | None:
        """Where another tie takes over; None where none does."""
        return self.valid_until if self.valid_until < NEVER else None


class IdentityProposal(Model):
    """A tie that rules propose and only a person makes; `reasons` are such as `{"basis", "said"}`.

    One a pair, for ever: what a person rejected is not proposed again. `settled` is one that needs nobody any more.
    """

    __tablename__ = "identity_proposal"
    __table_args__ = (
        UniqueConstraint("identity_id", "contact_id"),
        Index("ix_identity_proposal_state", "state", "confidence", "id"),
    )

    id: Mapped[Id]
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    reasons: Mapped[list[Any]]
    confidence: Mapped[float]
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    made_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)
    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)


class Interaction(Model):
    """One deed of a customer, at its original time; whose it is follows from the identity's ties, never from a copy.

    `said` is the thing whose words are theirs, such as `answer:7`, by which its `sentiment` (-1 to 1) and `urgency` (0
    to 1) come; both are None until somebody reckoned them. `withdrawn_at` is when the deed was taken back.
    """

    __tablename__ = "interaction"
    __table_args__ = (
        Index("ix_interaction_identity_at", "identity_id", "at", "id"),
        Index("ix_interaction_identity_kind", "identity_id", "kind", "at", "id"),
        Index("ix_interaction_identity_channel", "identity_id", "channel", "at", "id"),
        Index("ix_interaction_at", "at", "id"),
        Index("ix_interaction_kind", "kind", "at", "id"),
        Index("ix_interaction_channel", "channel", "at", "id"),
        Index(
            "ix_interaction_identity_scored", "identity_id", "at", "id",
            sqlite_where=text("sentiment IS NOT NULL"), postgresql_where=text("sentiment IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(60), unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60), index=True)
    summary: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    said: Mapped[str | None] = mapped_column(String(60), index=True)
    sentiment: Mapped[float | None]
    urgency: Mapped[float | None]
    withdrawn_at: Mapped[datetime | None]
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)


class ContactFacet(Model):
    """How many lines of a kind and a channel stand on a contact's log; follows with each line and each tie."""

    __tablename__ = "contact_facet"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    interaction_count: Mapped[int] = mapped_column(default=0)


class SupportContact(Model):
    """A call, chat, mail or case in the contact centre."""

    __tablename__ = "support_contact"
    __table_args__ = (Index("ix_support_contact_at", "at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[float] = mapped_column(default=0.0)
    at: Mapped[datetime]
    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)


class SupportCase(Model):
    """What went over to the care team: a question that was escalated, or a `message`, such as `filing:7`."""

    __tablename__ = "support_case"

    id: Mapped[Id]
    question_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    message: Mapped[str | None] = mapped_column(String(60), unique=True)
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"))
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]


class Webhook(Model):
    """An address that is told of events, signed after Standard Webhooks; for a while under the secret before, too."""

    __tablename__ = "webhook"

    id: Mapped[Id]
    url: Mapped[str] = mapped_column(String(500))
    sealed_secret: Mapped[str] = mapped_column("secret", Text)
    previous_secret: Mapped[str] = mapped_column(Text, default="")
    previous_until: Mapped[datetime | None]
    events: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(200), default="")

    @property
    def secret(self) -> str:
        """What signs; raises Unreadable where it was sealed under another key."""
        return _opened(self.sealed_secret)

    @property
    def secrets(self) -> list[str]:
        """All that sign at the moment, the present one first."""
        return [self.secret, *([_opened(self.previous_secret)] if self.overlaps else [])]

    @property
    def overlaps(self) -> bool:
        """Whether the secret before signs as well."""
        return self.previous_until is not None and self.previous_until > clock.now()

    @property
    def target(self) -> str:
        """As dispatch knows it."""
        return f"webhook:{self.id}"

    @property
    def host(self) -> str:
        """Where it is, in short."""
        return urlsplit(self.url).netloc

    @property
    def page(self) -> str:
        """Its page."""
        return f"/admin/webhooks/{self.id}"


def _opened(kept: str) -> str:
    """A secret in the clear; one from before secrets were sealed is so already."""
    return kept if kept.startswith("whsec_") else unseal(kept)
