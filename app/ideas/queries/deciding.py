"""Reading moves, merges and stages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import STAGES, Challenge, Idea, Move
from app.ideas.queries.ideas import may_see


def moves(idea: Idea) -> Sequence[Move]:
    """The steps of an idea, oldest first."""
    return db.session.scalars(select(Move).where(Move.idea_id == idea.id).order_by(Move.id)).all()


def shortlist(person: Person, challenge_id: int | None = None, *, a_stage: int = 8) -> dict[str, list[Idea]]:
    """Ideas by stage, the most voted of each, for the stage board."""
    columns: dict[str, list[Idea]] = {}
    ranked = (Idea.top_key.desc(), Idea.vote_count.desc(), Idea.id.desc())
    for stage in STAGES:
        query = select(Idea).where(Idea.stage == stage, may_see(person), Idea.merged_into_id.is_(None))
        if challenge_id:
            query = query.where(Idea.challenge_id == challenge_id)
        columns[stage] = list(db.session.scalars(query.order_by(*ranked).limit(a_stage)))
    return columns


def settled(person: Person | None, challenge: Challenge, limit: int = 5) -> Sequence[Idea]:
    """Ideas of a challenge that something was decided about, latest first."""
    stages = [stage for stage, kind in STAGES.items() if kind in {"decided", "doing", "done", "closed"}]
    query = select(Idea).where(Idea.challenge_id == challenge.id, Idea.stage.in_(stages), may_see(person))
    query = query.where(Idea.merged_into_id.is_(None))
    return db.session.scalars(query.order_by(Idea.moved_at.desc(), Idea.id.desc()).limit(limit)).all()


def stage_counts(person: Person | None, challenge_id: int | None = None) -> dict[str, int]:
    """How many ideas are in each stage; stages without any are left out."""
    query = select(Idea.stage, func.count()).where(may_see(person), Idea.merged_into_id.is_(None))
    if challenge_id:
        query = query.where(Idea.challenge_id == challenge_id)
    return dict(db.session.execute(query.group_by(Idea.stage)).all())
