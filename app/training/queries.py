"""Reading guidelines, courses, certificates, probation and mentors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.training import changes, points
from app.training.changes import Change
from app.training.models import (
    Acceptance,
    Attempt,
    Certificate,
    Course,
    Guideline,
    MentorPair,
    Probation,
    QuizItem,
)

APPROVALS_NEEDED = 3
DECISIONS_COUNTED = 4
SEASONED_ROLES = ("mentor", "moderator", "sme")


@dataclass(frozen=True)
class WhatChanged:
    """The guidelines in force beside the version that somebody accepted last."""

    accepted: Guideline
    current: Guideline
    changes: list[Change]


def current_guideline() -> Guideline | None:
    """The guidelines in force, or none yet."""
    return db.session.scalar(select(Guideline).order_by(Guideline.version.desc()).limit(1))


def guideline_points() -> list[str]:
    """What the guidelines in force say, point by point; none where they have no numbered points."""
    current = current_guideline()
    return points.of(current.body) if current else []


def guideline_of(version: int) -> Guideline | None:
    """One version of the guidelines."""
    return db.session.scalar(select(Guideline).where(Guideline.version == version))


def guideline_history() -> Sequence[Guideline]:
    """Every version, newest first."""
    return db.session.scalars(select(Guideline).order_by(Guideline.version.desc())).all()


def accepted_version(person: Person | None) -> int:
    """The newest version that somebody accepted, 0 for none."""
    if person is None:
        return 0
    mine = select(func.max(Acceptance.version)).where(Acceptance.person_id == person.id)
    return db.session.scalar(mine) or 0


def acceptance(person: Person, version: int) -> Acceptance | None:
    """Somebody's acceptance of exactly this version."""
    mine = (Acceptance.person_id == person.id, Acceptance.version == version)
    return db.session.scalar(select(Acceptance).where(*mine))


def version_to_accept() -> int:
    """The version that everybody must have accepted at least: the newest major one; 0 while there is none."""
    return db.session.scalar(select(func.max(Guideline.version)).where(Guideline.major)) or 0


def what_changed_since(person: Person) -> WhatChanged | None:
    """What is new since somebody last accepted; None when they never did, or when nothing is new."""
    current, accepted = current_guideline(), guideline_of(accepted_version(person))
    if current is None or accepted is None or current.version == accepted.version:
        return None
    return WhatChanged(accepted, current, changes.between(accepted.body, current.body))


def courses() -> Sequence[Course]:
    """Every course in the order of the path."""
    return db.session.scalars(select(Course).order_by(Course.position, Course.id)).all()


def courses_page(*, after: str | None = None, limit: int = 30) -> Page[Course]:
    """Courses, newest first."""
    return page(select(Course), Course.id, after=after, limit=limit)


def course_by_slug(slug: str) -> Course | None:
    """One course with its lessons."""
    return db.session.scalar(select(Course).where(Course.slug == slug).options(selectinload(Course.lessons)))


def course_clearing(action: str) -> Course | None:
    """The first course whose certificate clears this action."""
    clearing = select(Course).where(Course.clears == action)
    return db.session.scalar(clearing.order_by(Course.position, Course.id).limit(1))


def courses_clearing() -> dict[str, Course]:
    """By action, the first course whose certificate clears it."""
    clearing = select(Course).where(Course.clears != "").order_by(Course.position.desc(), Course.id.desc())
    return {course.clears: course for course in db.session.scalars(clearing)}


def certificates_of(person: Person) -> Sequence[Certificate]:
    """Somebody's certificates, newest first, without those that a newer one replaced."""
    mine = select(Certificate).where(Certificate.person_id == person.id, Certificate.replaced_at.is_(None))
    return db.session.scalars(mine.order_by(Certificate.issued_at.desc(), Certificate.id.desc())).all()


def certificate_by_id(certificate_id: int) -> Certificate | None:
    """One certificate."""
    return db.session.get(Certificate, certificate_id)


def attempt_behind(certificate: Certificate) -> Attempt | None:
    """The attempt that earned a certificate; none where it was granted."""
    return db.session.get(Attempt, certificate.attempt_id) if certificate.attempt_id else None


def certificate_for_attempt(attempt: Attempt) -> Certificate | None:
    """The certificate that an attempt earned."""
    return db.session.scalar(select(Certificate).where(Certificate.attempt_id == attempt.id))


def live_certificate(person: Person, action: str) -> Certificate | None:
    """The certificate that clears somebody for this action now, the one that lasts longest."""
    clearing = _live_of(person).join(Course, Course.id == Certificate.course_id).where(Course.clears == action)
    return db.session.scalar(clearing.order_by(Certificate.expires_at.desc()).limit(1))


def live_certificate_for(person: Person, course: Course) -> Certificate | None:
    """The certificate of this course that somebody holds now."""
    return db.session.scalar(_live_of(person).where(Certificate.course_id == course.id).limit(1))


def due_to_lapse(limit: int = 500) -> Sequence[Certificate]:
    """Certificates past their last day of which nobody has been told."""
    due = (
        Certificate.lapsed_at.is_(None),
        Certificate.expires_at <= clock.now(),
        Certificate.revoked_at.is_(None),
        Certificate.replaced_at.is_(None),
    )
    return db.session.scalars(select(Certificate).where(*due).order_by(Certificate.expires_at).limit(limit)).all()


def open_attempt(person: Person, course: Course) -> Attempt | None:
    """The attempt that somebody began and has not handed in."""
    mine = (Attempt.person_id == person.id, Attempt.course_id == course.id, Attempt.submitted_at.is_(None))
    return db.session.scalar(select(Attempt).where(*mine).order_by(Attempt.id.desc()).limit(1))


def own_attempt(person: Person | None, attempt_id: int) -> Attempt | None:
    """An attempt by its id; attempts are seen by nobody but whoever made them."""
    attempt = db.session.get(Attempt, attempt_id)
    return attempt if attempt is not None and person is not None and attempt.person_id == person.id else None


def latest_attempts(person: Person) -> dict[int, Attempt]:
    """Somebody's newest attempt by course id."""
    newest = select(func.max(Attempt.id)).where(Attempt.person_id == person.id).group_by(Attempt.course_id)
    return {attempt.course_id: attempt for attempt in db.session.scalars(select(Attempt).where(Attempt.id.in_(newest)))}


def open_attempts(person: Person) -> dict[int, Attempt]:
    """The attempts that somebody began and has not handed in, by course id."""
    mine = (Attempt.person_id == person.id, Attempt.submitted_at.is_(None))
    return {attempt.course_id: attempt for attempt in db.session.scalars(select(Attempt).where(*mine))}


def items_of(attempt: Attempt) -> list[QuizItem]:
    """The questions drawn for an attempt, in the order shown."""
    known = {item.id: item for item in db.session.scalars(select(QuizItem).where(QuizItem.id.in_(attempt.item_ids)))}
    return [known[item_id] for item_id in attempt.item_ids]


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


def basis(person: Person) -> dict[str, int | None]:
    """What an answer rests on, kept with it: the accepted guidelines and the certificate, if there is one."""
    certificate = live_certificate(person, "answer")
    return {"guidelines": accepted_version(person) or None, "certificate": certificate.id if certificate else None}


def _live_of(person: Person) -> Select[Certificate]:
    return select(Certificate).where(Certificate.person_id == person.id, *_is_live(clock.now()))


def _is_live(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Certificate.revoked_at.is_(None), Certificate.replaced_at.is_(None), Certificate.expires_at > moment)


def has_accepted_guidelines(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether somebody has accepted what everybody must, as a condition on a column of people."""
    wanted = version_to_accept()
    accepted = select(Acceptance.id).where(Acceptance.person_id == person_id, Acceptance.version >= wanted)
    return accepted.exists() if wanted else true()


def holds_certificate(person_id: InstrumentedAttribute[int], action: str) -> ColumnElement[bool]:
    """Whether somebody holds a live certificate that clears an action, as a condition on a column of people."""
    live = _is_live(clock.now())
    held = select(Certificate.id).join(Course, Course.id == Certificate.course_id)
    return held.where(Certificate.person_id == person_id, Course.clears == action, *live).exists()
