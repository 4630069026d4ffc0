"""Casting votes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import clock
from app.extensions import db
from app.voting.models import Vote


def cast(kind: str, subject_id: int, value: int, *, by: Person) -> int:
    """Set somebody's vote on a thing and return by how much the thing's count changes.

    Idempotent: the same vote again changes nothing; nor does one that is set aside. The caller adds the change to the
    counter on the thing's row as `count = count + change` in this transaction. The unique row, locked here, is the
    guard against double clicks.
    """
    mine = select(Vote).where(Vote.person_id == by.id, Vote.kind == kind, Vote.subject_id == subject_id)
    vote = db.session.scalar(mine.with_for_update())
    if vote is None:
        try:
            with db.session.begin_nested():
                vote = Vote(person_id=by.id, kind=kind, subject_id=subject_id, value=0, at=clock.now(), aside_count=0)
                db.session.add(vote)
        except IntegrityError:
            vote = db.session.scalars(mine.with_for_update()).one()
    change = value - vote.value
    if change:
        vote.value, vote.at = value, clock.now()  # goes with the counter that the caller changes
    return 0 if vote.aside_count else change


def carry(kind: str, subject_id: int, value: int, *, person_id: int) -> int:
    """Set a vote that follows its thing into another; the row stays the person's own, who can take it back.

    Returns by how much the count changes; the caller keeps the counter, as with `cast`.
    """
    mine = (Vote.person_id == person_id, Vote.kind == kind, Vote.subject_id == subject_id)
    vote = db.session.scalar(select(Vote).where(*mine).with_for_update())
    if vote is None:
        vote = Vote(person_id=person_id, kind=kind, subject_id=subject_id, value=0, aside_count=0)
        db.session.add(vote)
    change = 0 if vote.aside_count else value - vote.value
    vote.value, vote.at = value, clock.now()
    db.session.flush()
    return change
