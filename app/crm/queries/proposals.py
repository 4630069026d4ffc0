"""Reading proposed ties."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.core.pages import Page, page
from app.crm.models import OPEN, Identity, IdentityProposal
from app.extensions import db


def proposals(*, after: str | None = None, limit: int = 30) -> Page[IdentityProposal]:
    """What waits for a decision, the surest first."""
    waits = select(IdentityProposal).where(IdentityProposal.state == OPEN)
    return page(waits, IdentityProposal.confidence, IdentityProposal.id, after=after, limit=limit)


def proposal(proposal_id: int) -> IdentityProposal | None:
    """One proposed tie."""
    return db.session.get(IdentityProposal, proposal_id)


def proposal_of(identity_id: int, contact_id: int) -> IdentityProposal | None:
    """The proposal to tie these two, in any state."""
    pair = (IdentityProposal.identity_id == identity_id, IdentityProposal.contact_id == contact_id)
    return db.session.scalar(select(IdentityProposal).where(*pair))


def proposals_for(identity: Identity) -> Sequence[IdentityProposal]:
    """What waits for a decision about one identity, the surest first."""
    mine = (IdentityProposal.identity_id == identity.id, IdentityProposal.state == OPEN)
    return db.session.scalars(
        select(IdentityProposal).where(*mine).order_by(IdentityProposal.confidence.desc()).limit(20)
    ).all()


def proposed_count() -> int:
    """How many wait for a decision."""
    return db.session.scalar(select(func.count()).where(IdentityProposal.state == OPEN)) or 0
