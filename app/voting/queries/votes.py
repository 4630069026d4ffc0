"""Reading votes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.voting.models import Vote


def votes_of(person: Person | None, kind: str, ids: Iterable[int]) -> dict[int, int]:
    """Somebody's own votes on these things, in one query; things without one are left out."""
    wanted = list(ids)
    if person is None or not wanted:
        return {}
    mine = (Vote.person_id == person.id, Vote.kind == kind, Vote.subject_id.in_(wanted), Vote.value != 0)
    return dict(db.session.execute(select(Vote.subject_id, Vote.value).where(*mine)).all())


def recount(kind: str, subject_id: int) -> int:
    """The sum of the votes on one thing that are not set aside, counted row by row."""
    on_it = (Vote.kind == kind, Vote.subject_id == subject_id, Vote.aside_count == 0)
    return int(db.session.scalar(select(func.coalesce(func.sum(Vote.value), 0)).where(*on_it)) or 0)


def voters(kind: str, subject_id: int) -> list[int]:
    """Ids of those whose vote stands on one thing."""
    on_it = (Vote.kind == kind, Vote.subject_id == subject_id, Vote.value > 0)
    return list(db.session.scalars(select(Vote.person_id).where(*on_it)))


def counted(kind: str, subject_id: int) -> list[int]:
    """Ids of those whose vote on one thing stands and is not set aside."""
    on_it = (Vote.kind == kind, Vote.subject_id == subject_id, Vote.value > 0, Vote.aside_count == 0)
    return list(db.session.scalars(select(Vote.person_id).where(*on_it)))


def raw_counts(kind: str, ids: Iterable[int]) -> dict[int, int]:
    """How many votes stand on each of these things, those that are set aside too; things without any are left out."""
    on_them = (Vote.kind == kind, Vote.subject_id.in_(list(ids)), Vote.value > 0)
    query = select(Vote.subject_id, func.count()).where(*on_them).group_by(Vote.subject_id)
    return dict(db.session.execute(query).all())


def voted_at(person: Person, kind: str, subject_id: int) -> datetime | None:
    """When somebody's vote on one thing was last set or taken back."""
    mine = (Vote.person_id == person.id, Vote.kind == kind, Vote.subject_id == subject_id)
    return db.session.scalar(select(Vote.at).where(*mine))


def standing_since(kind: str, subject_id: int, people: Iterable[int], moment: datetime) -> list[int]:
    """Those of these people whose vote on a thing stands as it was at that moment: they have not touched it since."""
    wanted = list(people)
    theirs = (Vote.kind == kind, Vote.subject_id == subject_id, Vote.person_id.in_(wanted))
    return list(db.session.scalars(select(Vote.person_id).where(*theirs, Vote.value > 0, Vote.at <= moment)))


def cast_by(kind: str, ids: Iterable[int], people: Iterable[int]) -> set[tuple[int, int]]:
    """Which of these people's votes stand on which of these things, as (thing, person), in one query."""
    things, voters_asked = list(ids), list(people)
    if not things or not voters_asked:
        return set()
    on_them = (Vote.kind == kind, Vote.subject_id.in_(things), Vote.person_id.in_(voters_asked), Vote.value > 0)
    return {
        (thing, person) for thing, person in db.session.execute(select(Vote.subject_id, Vote.person_id).where(*on_them))
    }
