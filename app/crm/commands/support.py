"""Support contacts: calls, chats, mails and cases of the contact centre, against which deflection is measured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.api.operations import Text
from app.core.events import Actor, record
from app.crm import queries
from app.crm.commands.identities import ensure_identity, identity_called, link_identity
from app.crm.commands.reading import ImportReport, Refusal, repeats
from app.crm.events import SupportContactImported
from app.crm.models import Contact, Identity, SupportContact
from app.extensions import db

AT_ONCE = 500


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


@dataclass(frozen=True)
class PlannedSupport:
    """What would become of a row: `state` is new, unchanged or repeated, which is counted once with `earlier`."""

    line: int
    row: SupportRow
    state: str
    earlier: int = 0


def plan_support_contacts(rows: Iterable[tuple[int, SupportRow]]) -> tuple[list[PlannedSupport], list[Refusal]]:
    """What an import would do with each row, and which it would refuse, changing nothing."""
    rows = list(rows)
    there = _there(SupportContact.key, (row.key for _, row in rows))
    known = _there(Contact.external_id, (row.contact for _, row in rows if row.contact))
    again = repeats(rows)
    plans, refused = [], []
    for line, row in rows:
        if row.key not in there and row.contact and row.contact not in known:
            refused.append(_stranger(line, row))
            continue
        state = "unchanged" if row.key in there else "repeated" if line in again else "new"
        plans.append(PlannedSupport(line, row, state, again.get(line, 0)))
    return plans, refused


def _stranger(line: int, row: SupportRow) -> Refusal:
    said = _("contact: there is no contact %(contact)s; import the contacts first", contact=row.contact)
    return Refusal(line, said)


def _there(column: InstrumentedAttribute[str], wanted: Iterable[str]) -> set[str]:
    """Which of these stand in a column."""
    values, found = list(wanted), set[str]()
    for start in range(0, len(values), AT_ONCE):
        found |= set(db.session.scalars(select(column).where(column.in_(values[start : start + AT_ONCE]))))
    return found


def import_support_contacts(rows: Iterable[tuple[int, SupportRow]], *, by: Actor | None) -> ImportReport:
    """Add what is new; a contact that the CRM import has not brought is refused with its line."""
    report = ImportReport()
    for line, row in rows:
        if db.session.scalar(select(SupportContact.id).where(SupportContact.key == row.key)) is not None:
            report.unchanged += 1
            continue
        identity = _identity(row, by)
        if identity is None:
            report.refused.append(_stranger(line, row))
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
