"""What happens to contacts and identities."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("crm.contact_imported", "contact:{contact_id}")
class ContactImported(Event):
    """A contact came from the CRM, new or changed."""

    contact_id: int


@happening("crm.identity_linked", "identities", "contact:{contact_id}")
class IdentityLinked(Event):
    """A handle was tied to a contact, with evidence."""

    identity_id: int
    contact_id: int
    link_id: int


@happening("crm.identity_unlinked", "identities", "contact:{contact_id}")
class IdentityUnlinked(Event):
    """A tie was undone."""

    identity_id: int
    contact_id: int
    link_id: int


@happening("crm.support_contact_imported")
class SupportContactImported(Event):
    """A call, chat, mail or case came from the contact centre, or from this site's contact page."""

    support_contact_id: int


@happening("crm.case_opened")
class CaseOpened(Event):
    """A question was escalated into a case of the CRM."""

    case_id: int
    question_id: int
