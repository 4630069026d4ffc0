"""The API's operations on contacts, identities, the log and webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.crm import commands, policy, queries
from app.crm.commands import ContactRow, ImportReport
from app.crm.models import Contact, IdentityLink, Interaction


class ContactOut(Out):
    """A contact."""

    id: int
    external_id: str
    name: str
    email: str | None
    phone: str | None
    segment: str
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


class LogQuery(Cursor):
    """Whose interactions."""

    contact: Text | None = Field(None, max_length=120)
    handle: Text | None = Field(None, max_length=254)


class InteractionOut(Out):
    """One line of the interaction log."""

    id: str
    kind: str
    at: Moment
    channel: str
    contact: str | None
    handle: str
    subject: str
    summary: str
    url: str

    @classmethod
    def of(cls, row: Interaction) -> InteractionOut:
        """From a row; the contact is whoever the identity is tied to now."""
        contact = row.identity.contact
        return cls(
            id=row.key, kind=row.kind, at=row.at, channel=row.channel,
            contact=contact.external_id if contact else None, handle=row.identity.value,
            subject=row.subject, summary=row.summary, url=row.url,
        )  # fmt: skip


class LinkIn(In):
    """A tie to make."""

    contact: Text = Field(min_length=1, max_length=120, description="The CRM's external id.")
    evidence: Text = Field(min_length=1, max_length=2000)
    confidence: float = Field(1.0, ge=0, le=1)


class LinkOut(Out):
    """A tie."""

    id: int
    handle: str
    contact: str
    evidence: str
    confidence: float
    linked_at: Moment

    @classmethod
    def of(cls, link: IdentityLink, contact: Contact) -> LinkOut:
        """From a row."""
        return cls(
            id=link.id, handle=link.identity.value, contact=contact.external_id, evidence=link.evidence,
            confidence=link.confidence, linked_at=link.linked_at,
        )  # fmt: skip


class WebhookIn(In):
    """A webhook to add."""

    url: Text = Field(min_length=8, max_length=500)
    events: list[Text] = Field([], max_length=100)


class WebhookOut(Out):
    """A webhook; its secret is told once, when it is made."""

    id: int
    url: str
    events: list[str]
    made_at: datetime


class NewWebhookOut(WebhookOut):
    """A webhook just made."""

    secret: str


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


@operation("listInteractions", "GET /crm/interactions", query=LogQuery, returns=Listing[InteractionOut], scope="crm")
def list_interactions(query: LogQuery) -> Listing[InteractionOut]:
    """The interaction log, newest first, of a contact, a handle, or everybody."""
    ensure(policy.may_read_log(somebody()))
    contact = found(queries.contact_by_reference(query.contact)) if query.contact else None
    page = queries.interactions(contact=contact, handle=query.handle or "", after=query.after, limit=query.limit)
    return Listing(items=[InteractionOut.of(row) for row in page.items], next=page.next)


@operation("linkIdentity", "PUT /crm/identities/<handle>/link", body=LinkIn, returns=LinkOut, scope="crm")
def link_identity(handle: str, body: LinkIn) -> LinkOut:
    """Tie a handle to a contact, with evidence; all it ever did is then on that contact's log."""
    person = somebody()
    ensure(policy.may_link(person))
    identity = found(queries.identity(handle))
    contact = found(queries.contact_by_reference(body.contact))
    link = commands.link_identity(identity, contact, evidence=body.evidence, confidence=body.confidence, by=person)
    return LinkOut.of(link, contact)


@operation("unlinkIdentity", "DELETE /crm/identities/<handle>/link", scope="crm", status=204)
def unlink_identity(handle: str) -> None:
    """Undo the tie; the log is then exactly as before."""
    person = somebody()
    ensure(policy.may_link(person))
    commands.unlink_identity(found(queries.identity(handle)), by=person)


@operation("listWebhooks", "GET /webhooks", query=Cursor, returns=Listing[WebhookOut], scope="admin")
def list_webhooks(query: Cursor) -> Listing[WebhookOut]:
    """Webhooks, newest first."""
    ensure(policy.may_connect(somebody()))
    page = queries.webhooks(after=query.after, limit=query.limit)
    return Listing(items=[WebhookOut.model_validate(hook) for hook in page.items], next=page.next)


@operation("createWebhook", "POST /webhooks", body=WebhookIn, returns=NewWebhookOut, status=201, scope="admin")
def create_webhook(body: WebhookIn) -> NewWebhookOut:
    """Tell an address of events, signed after Standard Webhooks."""
    person = somebody()
    ensure(policy.may_connect(person))
    return NewWebhookOut.model_validate(commands.add_webhook(body.url, body.events, by=person))


@operation("deleteWebhook", "DELETE /webhooks/<id:webhook_id>", scope="admin", status=204)
def delete_webhook(webhook_id: int) -> None:
    """Stop telling an address."""
    person = somebody()
    ensure(policy.may_connect(person))
    commands.remove_webhook(found(queries.webhook(webhook_id)), by=person)
