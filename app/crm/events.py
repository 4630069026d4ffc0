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


@happening("crm.interactions_reattributed", "identities")
class InteractionsReattributed(Event):
    """All that an identity did from `since` up to but not with `until` passed from one contact to another.

    Both are RFC 3339, None for from the first and to the last; a contact is None for nobody. `link_id` is the tie that
    was made or undone. The lines themselves keep id and time: docs/crm.md says how a connector re-sends them.
    """

    identity_id: int
    link_id: int
    from_contact_id: int | None
    to_contact_id: int | None
    since: str | None
    until: str | None
    interaction_count: int

    def live_topics(self) -> list[str]:
        """Both contacts' pages."""
        sides = (self.from_contact_id, self.to_contact_id)
        return ["identities", *(f"contact:{contact_id}" for contact_id in sides if contact_id is not None)]


@happening("crm.interaction_withdrawn")
class InteractionWithdrawn(Event):
    """A line of the log is no longer true, such as a vote that was taken back; `key` is its stable id."""

    identity_id: int
    contact_id: int | None
    key: str


@happening("crm.tie_proposed", "identities")
class TieProposed(Event):
    """Rules found a reason to tie an identity to a contact; a person decides."""

    proposal_id: int


@happening("crm.proposal_decided", "identities")
class ProposalDecided(Event):
    """A person accepted or rejected a proposed tie."""

    proposal_id: int
    state: str


@happening("crm.support_contact_imported")
class SupportContactImported(Event):
    """A call, chat, mail or case came from the contact centre, or from this site's contact page."""

    support_contact_id: int


@happening("crm.case_opened")
class CaseOpened(Event):
    """A question was escalated into a case of the CRM, or somebody wrote to the care team."""

    case_id: int
    question_id: int | None


@happening("crm.delivery_paused")
class DeliveryPaused(Event):
    """Something outside that is told, such as a CRM, is told no more; its name and page, since it may be gone later."""

    owner_id: int
    title: str
    path: str
    reason: str
