"""Contacts from the CRM: new ones added, known ones brought up to date, bad rows told with their reason."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, EmailStr, Field, ValidationError, field_validator
from sqlalchemy import select

from app.accounts import commands as accounts
from app.core import clock
from app.core.access import Invalid
from app.core.api.operations import Text
from app.core.events import Actor, record
from app.crm import queries
from app.crm.events import ContactImported
from app.crm.models import Contact
from app.extensions import db

R = TypeVar("R", bound=BaseModel)
LARGEST = 2 * 1024 * 1024


class ContactRow(BaseModel):
    """One contact as it comes in."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    external_id: Text = Field(min_length=1, max_length=120)
    name: Text = Field(min_length=1, max_length=200)
    email: EmailStr | None = Field(None, max_length=254)
    phone: Text | None = Field(None, max_length=40)
    segment: Text = Field("", max_length=80)
    attributes: dict[str, Any] = {}

    @field_validator("email", "phone", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return value or None

    @field_validator("attributes", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value or "{}")
        except json.JSONDecodeError as error:
            raise ValueError("attributes must be a JSON object") from error


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken."""

    line: int
    reason: str


@dataclass
class ImportReport:
    """What became of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many rows went in or were there already."""
        return self.added + self.changed + self.unchanged


def read_csv(content: str, model: type[R]) -> tuple[list[tuple[int, R]], list[Refusal]]:
    """The good rows with their line numbers, and the refused ones; raises Invalid where no table can be read."""
    if len(content) > LARGEST:
        raise Invalid({"file": "This file is too large: import at most 2 MB at a time."})
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    required = {name for name, info in model.model_fields.items() if info.is_required()}
    missing = required - set(reader.fieldnames or ())
    if missing:
        raise Invalid({"file": f"The first line must name the columns; missing: {', '.join(sorted(missing))}."})
    return _sorted(reader, model)


def import_contacts(rows: Iterable[tuple[int, ContactRow]], *, by: Actor | None) -> ImportReport:
    """Add or bring up to date, by external id; a row that says nothing new changes nothing."""
    rows, report = list(rows), ImportReport()
    known = _known(row.external_id for _, row in rows)
    for _, row in rows:
        contact = known.get(row.external_id)
        values = row.model_dump()
        values["email"] = values["email"].casefold() if values["email"] else None
        if contact is None:
            contact = known[row.external_id] = Contact(**values, imported_at=clock.now())
            db.session.add(contact)
            report.added += 1
        elif any(getattr(contact, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(contact, name, value)
            report.changed += 1
        else:
            report.unchanged += 1
            continue
        db.session.flush()
        _pass_on(contact)
        record(ContactImported(contact_id=contact.id), by=by)
    return report


def _pass_on(contact: Contact) -> None:
    """Members who are this contact carry what is known of it."""
    members = [identity.person_id for identity in queries.identities_of(contact) if identity.person_id is not None]
    accounts.note_facts(members, customer=contact.external_id, segment=contact.segment, value=contact.value)


def _known(external_ids: Iterable[str]) -> dict[str, Contact]:
    wanted = list(external_ids)
    found: dict[str, Contact] = {}
    for start in range(0, len(wanted), 500):
        some = select(Contact).where(Contact.external_id.in_(wanted[start : start + 500]))
        found |= {contact.external_id: contact for contact in db.session.scalars(some)}
    return found


def _sorted(reader: csv.DictReader[str], model: type[R]) -> tuple[list[tuple[int, R]], list[Refusal]]:
    good: list[tuple[int, R]] = []
    refused: list[Refusal] = []
    for line, row in _lines(reader):
        try:
            good.append((line, model.model_validate({k: v for k, v in row.items() if v is not None and k is not None})))
        except ValidationError as error:
            refused.append(Refusal(line, _reason(error)))
    return good, refused


def _lines(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        for row in reader:
            yield reader.line_num, dict(row)
    except csv.Error as error:
        raise Invalid({"file": f"Line {reader.line_num} cannot be read as CSV: {error}."}) from error


def _reason(error: ValidationError) -> str:
    said: Sequence[Any] = error.errors()
    return "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in said[:3])
