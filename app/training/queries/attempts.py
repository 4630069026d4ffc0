"""Reading attempts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.training.models import Attempt, Course, QuizItem

WEEK = timedelta(days=7)
MOST_TRIES = 100


def open_attempt(person: Person, course: Course) -> Attempt | None:
    """The attempt that somebody began and has not handed in."""
    mine = (Attempt.person_id == person.id, Attempt.course_id == course.id, Attempt.submitted_at.is_(None))
    return db.session.scalar(select(Attempt).where(*mine))


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


def waiting_attempts(judge: Person, *, after: str | None = None, limit: int = 30) -> Page[Attempt]:
    """The attempts whose written answers wait for a judge, the longest waiting first, without the judge's own."""
    return page(select(Attempt).where(*_waits_for(judge)), Attempt.id, after=after, limit=limit, ascending=True)


def waiting_attempt(judge: Person, attempt_id: int) -> Attempt | None:
    """One of those."""
    return db.session.scalar(select(Attempt).where(Attempt.id == attempt_id, *_waits_for(judge)))


def handed_in(attempt_id: int) -> Attempt | None:
    """An attempt that was handed in with something written, whoever wrote it and whether it was judged or not."""
    attempt = db.session.get(Attempt, attempt_id)
    return attempt if attempt is not None and (attempt.waits or attempt.judged_by_id is not None) else None


def next_try_at(person: Person, course: Course) -> datetime | None:
    """When somebody may begin a quiz again; None for now, or when they have an open attempt to go on with."""
    mine = (Attempt.person_id == person.id, Attempt.course_id == course.id)
    week = clock.now() - WEEK
    recent = select(Attempt).where(*mine, or_(Attempt.submitted_at > week, Attempt.submitted_at.is_(None)))
    tries = db.session.scalars(recent.order_by(Attempt.id.desc()).limit(MOST_TRIES)).all()
    if any(attempt.submitted_at is None for attempt in tries):
        return None
    ends = [at for attempt in tries if attempt.passed is not True and (at := attempt.submitted_at)]
    waits = [ends[0] + timedelta(minutes=course.wait_minutes)] if ends else []
    if course.attempts_a_week and len(ends) >= course.attempts_a_week:
        waits.append(ends[course.attempts_a_week - 1] + WEEK)
    later = max(waits, default=clock.now())
    return later if later > clock.now() else None


def waits_for_judge(person: Person, course: Course) -> bool:
    """Whether somebody's last attempt has written answers that nobody judged yet."""
    mine = (Attempt.person_id == person.id, Attempt.course_id == course.id)
    waits = (Attempt.submitted_at.is_not(None), Attempt.marked_at.is_(None))
    return db.session.scalar(select(Attempt.id).where(*mine, *waits).limit(1)) is not None


def _waits_for(judge: Person) -> tuple[ColumnElement[bool], ...]:
    return (Attempt.submitted_at.is_not(None), Attempt.marked_at.is_(None), Attempt.person_id != judge.id)
