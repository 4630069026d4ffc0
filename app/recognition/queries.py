"""Reading badges, points and the leaderboard."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.extensions import db
from app.recognition.models import Award, Tally


def awards_of(person: Person) -> Sequence[Award]:
    """The badges that stand, newest first."""
    standing = select(Award).where(Award.person_id == person.id, Award.lapsed_at.is_(None))
    return db.session.scalars(standing.order_by(Award.at.desc(), Award.id.desc())).all()


def tally_of(person: Person) -> Tally | None:
    """What somebody did that counts."""
    return db.session.get(Tally, person.id)


def leaders(limit: int = 10) -> Sequence[tuple[Person, Tally]]:
    """Who has most points."""
    query = select(Person, Tally).join(Tally, Tally.person_id == Person.id).where(Person.state == "active")
    rows = db.session.execute(query.order_by(Tally.points.desc(), Tally.person_id).limit(limit))
    return [(person, tally) for person, tally in rows]
