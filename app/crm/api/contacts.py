"""The API's operations on contacts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure
from app.core.api import Cursor, In, Listing, Out, operation
from app.crm import commands, policy, queries
from app.crm.commands import ContactRow, ImportReport


class ContactOut(Out):
    """A contact."""

    id: int
    external_id: str
    name: str
    email: str | None
    phone: str | None
    segment: str
    value: Decimal | None
    consent: str
    attributes: dict[str, Any]


class ContactsIn(In):
    """Contacts to import."""

    contacts: list[ContactRow] = Field(min_length=1, max_length=1000)


class RefusalOut(Out):
    """A row that was not taken."""

    line: int
    reason: str


class ReportOut(Out):
    """What became of an import."""

    added: int
    changed: int
    unchanged: int
    refused: list[RefusalOut]

    @classmethod
    def of(cls, report: ImportReport) -> ReportOut:
        """From a report."""
        return cls.model_validate(report)


@operation("listContacts", "GET /crm/contacts", query=Cursor, returns=Listing[ContactOut], scope="crm")
def list_contacts(query: Cursor) -> Listing[ContactOut]:
    """Contacts, newest first."""
    ensure(policy.may_read_log(somebody()))
    page = queries.contacts(after=query.after, limit=query.limit)
    return Listing(items=[ContactOut.model_validate(contact) for contact in page.items], next=page.next)


@operation("importContacts", "POST /crm/contacts", body=ContactsIn, returns=ReportOut, scope="crm")
def import_contacts(body: ContactsIn) -> ReportOut:
    """Add contacts or bring them up to date, by external id."""
    person = somebody()
    ensure(policy.may_import(person))
    return ReportOut.of(commands.import_contacts(enumerate(body.contacts, start=1), by=person))
