"""The API's operations on identities and proposed ties."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator

from app.accounts.current import somebody
from app.core import clock
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.crm import commands, policy, queries
from app.crm.models import Contact, IdentityLink, IdentityProposal


class LinkIn(In):
    """A tie to make."""

    contact: Text = Field(min_length=1, max_length=120, description="The CRM's external id.")
    evidence: Text = Field(min_length=1, max_length=2000)
    confidence: float = Field(1.0, ge=0, le=1)
    basis: Literal["decision", "sso", "signed_link", "verified_email", "crm"] = "decision"
    valid_from: datetime | None = Field(None, description="From when on it holds; always so unless told.")

    @field_validator("valid_from")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        return None if value is None else clock.in_utc(value)


class LinkOut(Out):
    """A tie."""

    id: int
    handle: str
    contact: str
    evidence: str
    basis: str
    confidence: float
    valid_from: Moment | None
    linked_at: Moment

    @classmethod
    def of(cls, link: IdentityLink, contact: Contact) -> LinkOut:
        """From a row."""
        return cls(
            id=link.id, handle=link.identity.value, contact=contact.external_id, evidence=link.evidence,
            basis=link.basis, valid_from=link.begins, confidence=link.confidence, linked_at=link.linked_at,
        )  # fmt: skip


class ProposalOut(Out):
    """A proposed tie, with what speaks for it."""

    id: int
    handle: str
    contact: str
    reasons: list[dict[str, str]]
    confidence: float
    tied_to: str | None
    made_at: Moment

    @classmethod
    def of(cls, row: IdentityProposal) -> ProposalOut:
        """From a row; `tied_to` is the other contact that holds the handle now."""
        holder = row.identity.contact
        return cls(
            id=row.id, handle=row.identity.reference, contact=row.contact.external_id, reasons=row.reasons,
            confidence=row.confidence, tied_to=holder.external_id if holder else None, made_at=row.made_at,
        )  # fmt: skip


class AcceptIn(In):
    """How to make a proposed tie."""

    valid_from: datetime | None = None
    instead: bool = Field(False, description="The ties that contradict it were wrong: undo them.")

    @field_validator("valid_from")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        return None if value is None else clock.in_utc(value)


@operation("linkIdentity", "PUT /crm/identities/<path:handle>/link", body=LinkIn, returns=LinkOut, scope="crm")
def link_identity(handle: str, body: LinkIn) -> LinkOut:
    """Tie a handle to a contact, with evidence; all it ever did is then on that contact's log."""
    person = somebody()
    ensure(policy.may_link(person))
    identity = found(queries.identity(handle))
    contact = found(queries.contact_by_reference(body.contact))
    link = commands.link_identity(
        identity, contact, evidence=body.evidence, confidence=body.confidence, basis=body.basis,
        valid_from=body.valid_from, by=person,
    )  # fmt: skip
    return LinkOut.of(link, contact)


@operation("unlinkIdentity", "DELETE /crm/identities/<path:handle>/link", scope="crm", status=204)
def unlink_identity(handle: str) -> None:
    """Undo the tie; the log is then exactly as before."""
    person = somebody()
    ensure(policy.may_link(person))
    commands.unlink_identity(found(queries.identity(handle)), by=person)


@operation("unlinkIdentityFrom", "DELETE /crm/identities/<path:handle>/links/<id:link_id>", scope="crm", status=204)
def unlink_identity_from(handle: str, link_id: int) -> None:
    """Undo one tie of several that follow each other."""
    person = somebody()
    ensure(policy.may_link(person))
    commands.unlink_identity(found(queries.identity(handle)), link=found(queries.link(link_id)), by=person)


@operation("listIdentityProposals", "GET /crm/proposals", query=Cursor, returns=Listing[ProposalOut], scope="crm")
def list_proposals(query: Cursor) -> Listing[ProposalOut]:
    """Ties that rules propose, the surest first."""
    ensure(policy.may_link(somebody()))
    page = queries.proposals(after=query.after, limit=query.limit)
    return Listing(items=[ProposalOut.of(row) for row in page.items], next=page.next)


@operation(
    "acceptIdentityProposal", "PUT /crm/proposals/<id:proposal_id>/acceptance", body=AcceptIn, scope="crm", status=204
)
def accept_proposal(proposal_id: int, body: AcceptIn) -> None:
    """Make a proposed tie."""
    person = somebody()
    ensure(policy.may_link(person))
    proposal = found(queries.proposal(proposal_id))
    commands.accept_proposal(proposal, valid_from=body.valid_from, instead=body.instead, by=person)


@operation("rejectIdentityProposal", "DELETE /crm/proposals/<id:proposal_id>", scope="crm", status=204)
def reject_proposal(proposal_id: int) -> None:
    """Say that these two are not the same; it is proposed no more."""
    person = somebody()
    ensure(policy.may_link(person))
    commands.reject_proposal(found(queries.proposal(proposal_id)), by=person)
