"""Reading probation and mentors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core import signals
from app.core.pages import Page, page
from app.extensions import db
from app.training.models import MentorPair, Probation
from app.training.pairing import Learner, Match, Mentor, share_out
from app.training.queries.certificates import holds_certificate
from app.training.queries.guidelines import has_accepted_guidelines

APPROVALS_NEEDED = 3
DECISIONS_COUNTED = 4
MOST_SHOWN = 100
SEASONED_ROLES = ("mentor", "moderator", "sme")


def probation_of(person: Person) -> Probation | None:
    """How far somebody's probation is; None before the first approval."""
    return db.session.get(Probation, person.id)


def is_on_probation(person: Person) -> bool:
    """Whether somebody's answers wait for a mentor: employees, until enough of them were approved."""
    if not person.is_employee or person.has_role(*SEASONED_ROLES):
        return False
    probation = probation_of(person)
    return probation is None or probation.ended_at is None


def mentor_of(person: Person) -> Person | None:
    """Somebody's mentor."""
    pair = (MentorPair.novice_id == person.id, MentorPair.ended_at.is_(None))
    return db.session.scalar(select(Person).join(MentorPair, MentorPair.mentor_id == Person.id).where(*pair))


def mentor_id_at(novice_id: int, moment: datetime) -> int | None:
    """Who somebody's mentor was at a moment."""
    led = (MentorPair.novice_id == novice_id, MentorPair.started_at <= moment)
    until = MentorPair.ended_at.is_(None) | (MentorPair.ended_at > moment)
    newest = select(MentorPair.mentor_id).where(*led, until).order_by(MentorPair.id.desc())
    return db.session.scalar(newest.limit(1))


def novices_of(mentor: Person) -> Sequence[Person]:
    """Whom somebody mentors, by name."""
    pair = (MentorPair.mentor_id == mentor.id, MentorPair.ended_at.is_(None))
    paired = select(Person).join(MentorPair, MentorPair.novice_id == Person.id).where(*pair)
    return db.session.scalars(paired.order_by(Person.name, Person.id)).all()


def mentors_of(novices: Iterable[int]) -> dict[int, Person]:
    """The mentors of these people, by the novice's id, in one query."""
    paired = select(MentorPair).where(MentorPair.novice_id.in_(list(novices)), MentorPair.ended_at.is_(None))
    return {pair.novice_id: pair.mentor for pair in db.session.scalars(paired)}


def has_mentor(novice_id: InstrumentedAttribute[int], mentor: Person | None = None) -> ColumnElement[bool]:
    """Whether somebody has a mentor who still works here, or just this one, as a condition on a column of people."""
    pair = select(MentorPair.id).join(Person, Person.id == MentorPair.mentor_id)
    pair = pair.where(MentorPair.novice_id == novice_id, MentorPair.ended_at.is_(None), Person.state == "active")
    return (pair if mentor is None else pair.where(MentorPair.mentor_id == mentor.id)).exists()


def running_pairs(*, after: str | None = None, limit: int = 30) -> Page[MentorPair]:
    """Who mentors whom now, the newest pair first."""
    return page(select(MentorPair).where(MentorPair.ended_at.is_(None)), MentorPair.id, after=after, limit=limit)


def novices_alone(limit: int = 50) -> Sequence[Person]:
    """Employees on probation who have no mentor yet, those who waited longest first."""
    paired = select(MentorPair.novice_id).where(MentorPair.ended_at.is_(None))
    seasoned = select(Probation.person_id).where(Probation.ended_at.is_not(None))
    alone = select(Person).where(Person.kind == "employee", Person.state == "active", Person.packed_roles == " ")
    alone = alone.where(Person.id.not_in(paired), Person.id.not_in(seasoned))
    return db.session.scalars(alone.order_by(Person.joined_at, Person.id).limit(limit)).all()


def loads_of(mentors: Iterable[int]) -> dict[int, int]:
    """How many novices each of these mentors leads."""
    led = select(MentorPair.mentor_id, func.count()).where(MentorPair.mentor_id.in_(list(mentors)))
    counted = db.session.execute(led.where(MentorPair.ended_at.is_(None)).group_by(MentorPair.mentor_id))
    return dict(iter(counted))


def proposals(novices: Sequence[Person], mentors: Sequence[Person]) -> dict[int, Match]:
    """By novice, the mentor who suits them best by topic, function and load."""
    topics = signals.topics_of([person.id for person in (*novices, *mentors)])
    loads = loads_of(mentor.id for mentor in mentors)
    led = [Mentor(each.id, topics.get(each.id, []), each.function, loads.get(each.id, 0)) for each in mentors]
    learners = [Learner(each.id, topics.get(each.id, []), each.function) for each in novices]
    return share_out(learners, led)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a novice is: since when they are led, what they passed, how many of their answers were approved."""

    novice: Person
    since: datetime
    has_accepted: bool
    is_certified: bool
    probation: Probation | None

    @property
    def on_their_own(self) -> bool:
        """Whether their answers wait no more."""
        return self.probation is not None and self.probation.ended_at is not None


def progress_of_novices(mentor: Person) -> list[Progress]:
    """How far those are whom somebody mentors, who came last first; at the same price however many they are."""
    novice = MentorPair.novice_id
    query = select(MentorPair, Probation, has_accepted_guidelines(novice), holds_certificate(novice, "answer"))
    query = query.outerjoin(Probation, Probation.person_id == novice)
    query = query.where(MentorPair.mentor_id == mentor.id, MentorPair.ended_at.is_(None))
    rows = db.session.execute(query.order_by(MentorPair.id.desc()).limit(MOST_SHOWN)).unique()
    return [Progress(pair.novice, pair.started_at, bool(read), bool(held), far) for pair, far, read, held in rows]
