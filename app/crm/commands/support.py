"""Support contacts: calls, chats, mails and cases of the contact centre, against which deflection is measured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlalchemy import select

from app.core import clock
from app.core.api.operations import Text
from app.core.events import Actor, record
from app.crm import queries
from app.crm.commands.identities import ensure_identity, identity_called, link_identity
from app.crm.commands.reading import ImportReport, Refusal
from app.crm.events import SupportContactImported
from app.crm.models import Identity, SupportContact
from app.extensions import db


class SupportRow(BaseModel):
    """One support contact as it comes in: by the CRM's contact or by a handle."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    contact: Text = Field("", max_length=120)
    handle: Text = Field("", max_length=254)
    at: datetime
    channel: Literal["call", "chat", "email", "case"]
    reason: Text = Field("", max_length=200)
    summary: Text = Field("", max_length=200)
    minutes: float = Field(0, ge=0, le=24 * 60)

    @field_validator("at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        return clock.in_utc(value)

    @model_validator(mode="after")
    def _names_somebody(self) -> SupportRow:
        if not self.contact and not self.handle:
            raise ValueError("name a contact or a handle")
        return self

    @property
    def key(self) -> str:
        """What makes a second import of the same row change nothing; a CRM's own id is as it is written."""
        said = f"{self.contact}|{self.handle.casefold()}|{self.at.isoformat()}|{self.channel}|{self.reason}"
        return hashlib.sha256(said.encode()).hexdigest()


def import_support_contacts(rows: Iterable[tuple[int, SupportRow]], *, by: Actor | None) -> ImportReport:
    """Add what is new; a contact that the CRM import has not brought is refused with its line."""
    report = ImportReport()
    for line, row in rows:
        if db.session.scalar(select(SupportContact.id).where(SupportContact.key == row.key)) is not None:
            report.unchanged += 1
            continue
        identity = _identity(row, by)
        if identity is None:
            report.refused.append(Refusal(line, f"contact: there is no contact {row.contact}"))
            continue
        _add(row, identity, by)
        report.added += 1
    return report


def _identity(row: SupportRow, by: Actor | None) -> Identity | None:
    """The contact's own identity in the contact centre, tied to it by the CRM itself; or the handle's."""
    if not row.contact:
        return identity_called(row.handle)
    contact = queries.contact_by_reference(row.contact)
    if contact is None:
        return None
    identity = ensure_identity("crm", contact.external_id)
    if identity.contact_id is None and not queries.was_linked(identity.id, contact.id):
        link_identity(identity, contact, evidence="the contact centre's own record of this contact", basis="crm", by=by)
    return identity


def _add(row: SupportRow, identity: Identity, by: Actor | None) -> None:
    made = SupportContact(
        key=row.key, identity_id=identity.id, channel=row.channel, reason=row.reason, summary=row.summary,
        minutes=row.minutes, at=row.at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record(SupportContactImported(support_contact_id=made.id), by=by, at=row.at)
