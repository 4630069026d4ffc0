"""Reading attempts."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.training.models import Attempt, Course, QuizItem


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
