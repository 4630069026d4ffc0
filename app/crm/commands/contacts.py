"""Contacts from the CRM: new ones added, known ones brought up to date, bad rows told with their reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, EmailStr, Field, ValidationError, field_validator
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.core import clock
from app.core.api.operations import Text
from app.core.events import Actor, record
from app.crm import queries
from app.crm.commands.identities import ensure_identity, identity_called, link_identity, unlink_identity
from app.crm.commands.proposals import propose
from app.crm.commands.reading import ImportReport, Refusal, reason, repeats
from app.crm.events import ContactImported
from app.crm.models import HANDLE_KINDS, MOST_VALUE, Contact
from app.crm.subjects import subject_value
from app.extensions import db

LONGEST_ATTRIBUTES = 20_000


class ContactRow(BaseModel):
    """One contact as it comes in."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    external_id: Text = Field(min_length=1, max_length=120)
    name: Text = Field(min_length=1, max_length=200)
    email: EmailStr | None = Field(None, max_length=254)
    phone: Text | None = Field(None, max_length=40)
    segment: Text = Field("", max_length=80)
    value: Decimal | None = Field(None, ge=0, lt=MOST_VALUE, description="What they are worth in a year.")
    consent: Literal["unknown", "given", "refused"] = "unknown"
    handles: list[Text] = Field(
        [], max_length=20, description="Such as social:jimbo or sso:clients:4711, as the CRM has them."
    )
    attributes: dict[str, Any] = {}

    @property
    def key(self) -> str:
        """By which a second row of the same contact is told."""
        return self.external_id

    @field_validator("email", "phone", "value", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return value or None

    @field_validator("consent", mode="before")
    @classmethod
    def _empty_is_unknown(cls, value: Any) -> Any:
        return value.strip().casefold() or "unknown" if isinstance(value, str) else value

    @field_validator("handles", mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return [each.strip() for each in value.split(";") if each.strip()] if isinstance(value, str) else value

    @field_validator("handles")
    @classmethod
    def _name_their_kind(cls, value: list[str]) -> list[str]:
        for each in value:
            kind, _, rest = each.partition(":")
            if kind not in HANDLE_KINDS or not rest:
                raise ValueError(f"write {each} with its kind before it, one of {', '.join(HANDLE_KINDS)}")
        return value

    @field_validator("attributes", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value or "{}")
        except (ValueError, RecursionError) as error:
            raise ValueError("attributes must be a JSON object") from error

    @field_validator("attributes")
    @classmethod
    def _can_be_kept(cls, value: dict[str, Any]) -> dict[str, Any]:
        """What no database takes as JSON is told with its row, or one row would end the whole import."""
        try:
            said = json.dumps(value, ensure_ascii=False, allow_nan=False)
            said.encode()
        except (ValueError, RecursionError) as error:
            raise ValueError("attributes must be plain JSON, without NaN") from error
        if len(said) > LONGEST_ATTRIBUTES or "\\u0000" in said:
            raise ValueError(f"attributes must be at most {LONGEST_ATTRIBUTES} characters, and no NUL among them")
        return value


@dataclass(frozen=True)
class Planned:
    """What would become of a row: `state` is new, changed, unchanged or repeated; `differs` what is and what would be.

    One that is repeated names a contact that stands on `earlier`, a line above, and counts after it.
    """

    line: int
    row: ContactRow
    state: str
    differs: dict[str, tuple[Any, Any]]
    earlier: int = 0


def plan_contacts(rows: Iterable[tuple[int, ContactRow]]) -> list[Planned]:
    """What an import would do with each row, changing nothing."""
    rows = list(rows)
    known = _known(row.external_id for _, row in rows)
    again = repeats(rows)
    return [_planned(line, row, known.get(row.external_id), again.get(line, 0)) for line, row in rows]


def _planned(line: int, row: ContactRow, contact: Contact | None, earlier: int) -> Planned:
    wanted = _wanted(row, contact)
    if contact is None:
        differs = {name: (None, value) for name, value in wanted.items() if value not in (None, "", {}, "unknown")}
    else:
        differs = _differences(contact, wanted)
    state = "repeated" if earlier else "new" if contact is None else "changed" if differs else "unchanged"
    return Planned(line, row, state, differs, earlier)


def import_contacts(rows: Iterable[tuple[int, ContactRow]], *, by: Actor | None) -> ImportReport:
    """Add or bring up to date, by external id; a row that says nothing new changes nothing.

    A field that a row does not have stays as it is; one that is empty in it is emptied.
    """
    rows, report = list(rows), ImportReport()
    known = _known(row.external_id for _, row in rows)
    for _, row in rows:
        contact = known.get(row.external_id)
        wanted, is_new = _wanted(row, contact), contact is None
        if contact is None:
            contact = known[row.external_id] = Contact(external_id=row.external_id, imported_at=clock.now())
            contact.consent = "unknown"
            db.session.add(contact)
            report.added += 1
        elif not _differences(contact, wanted):
            _note_handles(contact, row.handles, by)
            report.unchanged += 1
            continue
        else:
            report.changed += 1
        _bring_up_to_date(contact, wanted)
        db.session.flush()
        if not is_new:  # nobody is tied to one that was not there
            _pass_on(contact, by)
        record(ContactImported(contact_id=contact.id), by=by)
        _note_handles(contact, row.handles, by)
    return report


def upsert_from_crm(rows: Iterable[Mapping[str, Any]], *, by: Actor | None = None) -> ImportReport:
    """Take contacts as a connector pulled them, each a mapping of the fields of `ContactRow`, by external id.

    Bad rows are refused with their place in the list, counted from 1; the rest goes in. Pulling twice changes nothing.
    """
    good, refused = [], []
    for place, row in enumerate(rows, start=1):
        try:
            good.append((place, ContactRow.model_validate(row)))
        except ValidationError as error:
            refused.append(Refusal(place, reason(error)))
    report = import_contacts(good, by=by)
    report.refused += refused
    return report


def _wanted(row: ContactRow, contact: Contact | None) -> dict[str, Any]:
    """The values that a row asks for; those of a new contact are complete."""
    told = set(ContactRow.model_fields) if contact is None else row.model_fields_set
    values = row.model_dump(include=told - {"external_id", "value", "handles"})
    if values.get("email"):
        values["email"] = values["email"].casefold()
    if "value" in row.model_fields_set:
        kept = values.get("attributes", contact.attributes if contact else {})
        said = {} if row.value is None else {"value": str(row.value)}
        values["attributes"] = {**{name: each for name, each in kept.items() if name != "value"}, **said}
    return values


def _differences(contact: Contact, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (getattr(contact, name), value) for name, value in wanted.items() if getattr(contact, name) != value}


def _bring_up_to_date(contact: Contact, wanted: dict[str, Any]) -> None:
    if wanted.get("consent", contact.consent) != contact.consent:
        contact.consent_at = clock.now()
    for name, value in wanted.items():
        setattr(contact, name, value)


def _pass_on(contact: Contact, by: Actor | None) -> None:
    """Members who are this contact carry what is known of it; visits leave one who does not agree any more."""
    tied = queries.identities_of(contact)
    members = [identity.person_id for identity in tied if identity.person_id is not None]
    accounts.note_facts(members, customer=contact.external_id, segment=contact.segment, value=contact.value)
    if not contact.lets_join_visits:
        for link in [link for link in queries.links_of(contact) if link.identity.kind == "journey"]:
            unlink_identity(link.identity, link=link, reason=f"consent: {contact.consent}", by=by)


def _note_handles(contact: Contact, handles: Iterable[str], by: Actor | None) -> None:
    """What the CRM says of a contact's handles is proposed; the subject of its sign-on is its own record, and ties."""
    for each in handles:
        kind, _, value = each.partition(":")
        # Somebody of that handle who joined here comes before a stranger elsewhere who has the same.
        identity = identity_called(value) if kind == "handle" else ensure_identity(kind, _full(kind, value))
        if kind != "sso":
            propose(identity, contact, "crm_handle", f"The CRM has {value} among the handles of {contact.name}.")
        elif identity.contact_id is None and not queries.was_linked(identity.id, contact.id):
            evidence = f"the CRM's own record of the sign-on subject of {contact.name}"
            link_identity(identity, contact, evidence=evidence, basis="sso", by=by)


def _full(kind: str, value: str) -> str:
    """A CRM that knows one provider for customers need not name it with each subject."""
    providers = [each.name for each in people.sign_on_providers() if each.audience == "customers"]
    if kind != "sso" or len(providers) != 1 or value.startswith(f"{providers[0]}:"):
        return value
    return subject_value(providers[0], value)


def _known(external_ids: Iterable[str]) -> dict[str, Contact]:
    wanted = list(external_ids)
    found: dict[str, Contact] = {}
    for start in range(0, len(wanted), 500):
        some = select(Contact).where(Contact.external_id.in_(wanted[start : start + 500]))
        found |= {contact.external_id: contact for contact in db.session.scalars(some)}
    return found
