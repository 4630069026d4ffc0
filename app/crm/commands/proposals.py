"""Ties that rules propose: the reasons are gathered, a person decides, and what was rejected stays rejected."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict
from app.core.events import record
from app.crm import queries
from app.crm.commands.identities import link_identity, unlink_identity
from app.crm.events import ProposalDecided, TieProposed
from app.crm.models import ACCEPTED, BASES, OPEN, REJECTED, Contact, Identity, IdentityProposal
from app.extensions import db

SUREST = 0.99  # without a person


def propose(identity: Identity, contact: Contact, basis: str, said: str) -> IdentityProposal | None:
    """Propose a tie, or add a reason to the same proposal; None where a person has decided, or it stands already."""
    if queries.was_linked(identity.id, contact.id):
        return None
    known = queries.proposal_of(identity.id, contact.id)
    if known is not None and (known.state != OPEN or any(reason["basis"] == basis for reason in known.reasons)):
        return None
    if known is None:
        known = IdentityProposal(
            identity_id=identity.id, identity=identity, contact_id=contact.id, contact=contact, reasons=[],
            confidence=0.0, state=OPEN, made_at=clock.now(),
        )  # fmt: skip
        db.session.add(known)
    known.reasons = [*known.reasons, {"basis": basis, "said": said}]
    known.confidence = _together([reason["basis"] for reason in known.reasons])
    db.session.flush()
    if len(known.reasons) == 1:
        record(TieProposed(proposal_id=known.id), by=None)
    return known


def accept_proposal(
    proposal: IdentityProposal, *, valid_from: datetime | None = None, instead: bool = False, by: Person
) -> None:
    """Make the proposed tie; `instead` undoes those to others first. Raises Conflict as `link_identity` does."""
    _ensure_open(proposal)
    with db.session.begin_nested():  # where it is refused, the page that says why shows what stands
        if instead:
            _undo_others(proposal, by)
        said = " ".join(reason["said"] for reason in proposal.reasons)
        link_identity(
            proposal.identity, proposal.contact, evidence=said, confidence=proposal.confidence, valid_from=valid_from,
            by=by,
        )  # fmt: skip
    _decide(proposal, ACCEPTED, by)


def _undo_others(proposal: IdentityProposal, by: Person) -> None:
    for link in reversed(queries.standing_links([proposal.identity_id]).get(proposal.identity_id, [])):
        unlink_identity(proposal.identity, link=link, reason=_("Another tie was found to be true."), by=by)


def reject_proposal(proposal: IdentityProposal, *, reason: str = "", by: Person) -> None:
    """Say that these two are not the same, for good: it is proposed no more."""
    _ensure_open(proposal)
    _decide(proposal, REJECTED, by)
    audit.log(
        "crm.proposal_rejected", f"identity:{proposal.identity_id}", by=by, reason=reason,
        before={"proposed": proposal.contact_id}, after={"state": REJECTED},
    )  # fmt: skip


def _ensure_open(proposal: IdentityProposal) -> None:
    db.session.refresh(proposal, with_for_update={"of": IdentityProposal})
    if proposal.state != OPEN:
        raise Conflict(_("Somebody has decided this already."))


def _decide(proposal: IdentityProposal, state: str, by: Person) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, by.id, clock.now()
    db.session.flush()
    record(ProposalDecided(proposal_id=proposal.id, state=state), by=by)


def _together(bases: list[str]) -> float:
    """How sure several reasons make it, taken as independent: 1 minus the chance that all of them mislead."""
    doubt = 1.0
    for basis in bases:
        doubt *= 1 - BASES[basis]
    return round(min(1 - doubt, SUREST), 3)
