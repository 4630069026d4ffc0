"""Reading moves and merges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import DECISIONS, KINDS, Challenge, Idea, Move
from app.ideas.queries.ideas import may_see
from app.ideas.queries.participation import COUNTED_AT_ONCE
from app.ideas.queries.promises import response_to
from app.ideas.queries.stages import decided_keys


def moves(idea: Idea) -> Sequence[Move]:
    """The steps of an idea, oldest first."""
    return db.session.scalars(select(Move).where(Move.idea_id == idea.id).order_by(Move.id)).all()


def move_of(idea: Idea, move_id: int) -> Move | None:
    """One step of an idea."""
    return db.session.scalar(select(Move).where(Move.idea_id == idea.id, Move.id == move_id))


def settled(person: Person | None, challenge: Challenge, limit: int = 5) -> Sequence[Idea]:
    """Ideas of a challenge that something was decided about, latest first."""
    query = select(Idea).where(Idea.challenge_id == challenge.id, Idea.kind.in_(DECISIONS), may_see(person))
    query = query.where(Idea.merged_into_id.is_(None))
    return db.session.scalars(query.order_by(Idea.moved_at.desc(), Idea.id.desc()).limit(limit)).all()


def kind_counts(person: Person | None, challenge: Challenge) -> dict[str, int]:
    """How many ideas of a challenge are in each kind of stage; kinds without any are left out.

    Where there are many, those that are open are what is left of the challenge's own count.
    """
    query = select(Idea.kind, func.count()).where(may_see(person), Idea.merged_into_id.is_(None))
    query = query.where(Idea.challenge_id == challenge.id).group_by(Idea.kind)
    if challenge.idea_count <= COUNTED_AT_ONCE:
        return dict(db.session.execute(query).all())
    moved = dict(db.session.execute(query.where(Idea.kind.in_(set(KINDS) - {"open"}))).all())
    left = challenge.idea_count - sum(moved.values())
    return {"open": left, **moved} if left > 0 else moved


def last_move(idea: Idea) -> Move | None:
    """The last step that stands."""
    standing = select(Move).where(Move.idea_id == idea.id, Move.undone_at.is_(None))
    return db.session.scalar(standing.order_by(Move.id.desc()).limit(1))


def entered_since(idea: Idea, stage: str, moment: datetime) -> bool:
    """Whether an idea entered a stage at this moment or later."""
    entered = (Move.idea_id == idea.id, Move.to_stage == stage, Move.moved_at >= moment)
    return db.session.scalar(select(Move.id).where(*entered).limit(1)) is not None


def first_answer_at(idea: Idea) -> datetime | None:
    """When the first decision or official response was given that still stands."""
    response = response_to(idea)
    decided = (Move.idea_id == idea.id, Move.undone_at.is_(None), Move.to_stage.in_(decided_keys(idea.space_id)))
    moved_at = db.session.scalar(select(Move.moved_at).where(*decided).order_by(Move.id).limit(1))
    known = [at for at in (response.given_at if response else None, moved_at) if at is not None]
    return min(known) if known else None
