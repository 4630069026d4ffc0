"""Who somebody is at a provider, and which sign-ons were answered already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model


class SignOnSubject(Model):
    """A member's account at a provider, known by issuer and subject and by nothing else.

    `basis` is why it is theirs: the account was made for it (new), a trusted provider vouched for the address
    (verified_email), or they connected it while signed in (connected).
    """

    __tablename__ = "sign_on_subject"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    provider: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(254), default="")
    basis: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignOnUse(Model):
    """A sign-on that was answered, by the hash of its state, so that it cannot be answered again."""

    __tablename__ = "sign_on_use"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
