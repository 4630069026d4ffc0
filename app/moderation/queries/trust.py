"""What moderators let pass of somebody, by which spaces come to trust them."""

from __future__ import annotations

from sqlalchemy import func, select

from app.extensions import db
from app.moderation.models import Case, ModeratorDecision
from app.spaces.policy.premoderation import counts_approved


@counts_approved
def approved_count(person_id: int, space_id: int) -> int:
    """How many things of somebody's the moderators of a space looked at and let pass, with a decision that stands."""
    passed = (ModeratorDecision.action.in_(("approve", "edit")), ModeratorDecision.undone_at.is_(None))
    query = select(func.count(Case.id.distinct())).join(ModeratorDecision, ModeratorDecision.case_id == Case.id)
    return db.session.scalar(query.where(Case.author_id == person_id, Case.space_id == space_id, *passed)) or 0
