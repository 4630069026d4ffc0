"""Exercises: lessons that ask for an answer in practice, and how far somebody is with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select

from app.accounts.models import Person
from app.core import clock, practising
from app.core.practising import Offered
from app.extensions import db
from app.training.models import Attempt, Certificate, Course, Lesson
from app.training.queries.certificates import taken_back

PRACTICE_URL = "/practice"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A lesson's exercise for somebody: `state` is done, waiting for a mentor, not_yet, or empty before that.

    `question` is the one to answer; where none is named, or this one is not for them, any other counts.
    """

    lesson: Lesson
    state: str
    question: Offered | None

    @property
    def is_done(self) -> bool:
        """Whether it stands in nobody's way any more."""
        return self.state == "done"

    @property
    def url(self) -> str:
        """Where it is done."""
        return self.question.url if self.question else PRACTICE_URL


def exercises_of(person: Person, course: Course) -> list[Exercise]:
    """The exercises of a course, in the order of its lessons."""
    return exercises_in(person, course.lessons)


def exercises_open(person: Person, course: Course) -> list[Exercise]:
    """Those that somebody has left."""
    return [exercise for exercise in exercises_of(person, course) if not exercise.is_done]


def exercises_in(person: Person, lessons: Iterable[Lesson]) -> list[Exercise]:
    """The exercises of lessons of one course; what was practised counts for one of them each."""
    asked = [lesson for lesson in lessons if lesson.practice_done]
    if not asked:
        return []
    left = dict(practising.book().handed_in(person))
    named = {lesson.id: lesson.practice_on for lesson in asked if lesson.practice_on in left}
    kept = {key: left.pop(on) for key, on in named.items() if on in left}
    return [_exercise(person, lesson, kept, left) for lesson in asked]


def exercises_left(person: Person, courses: Sequence[Course]) -> dict[int, int]:
    """By course, how many of its exercises somebody has left; courses without any are left out."""
    wanted = [course.id for course in courses]
    asking = select(Lesson).where(Lesson.course_id.in_(wanted), Lesson.practice_done != "")
    by_course: dict[int, list[Lesson]] = {}
    for lesson in db.session.scalars(asking.order_by(Lesson.course_id, Lesson.position)):
        by_course.setdefault(lesson.course_id, []).append(lesson)
    counted = {key: exercises_in(person, lessons) for key, lessons in by_course.items()}
    return {key: sum(not each.is_done for each in some) for key, some in counted.items()}


def wants_practice(person: Person) -> bool:
    """Whether a course that somebody holds no certificate of asks them for practice that they have not done."""
    held = select(Certificate.course_id).where(Certificate.person_id == person.id, *_in_force())
    asking = select(Lesson.course_id).where(Lesson.practice_done != "")
    taught = (Course.published_at.is_not(None), Course.retired_at.is_(None))
    wanted = select(Course).where(*taught, Course.id.in_(asking), Course.id.not_in(held))
    courses = db.session.scalars(wanted).all()
    return any(exercises_left(person, courses).values()) if courses else False


def uncertified(course_id: int) -> Sequence[int]:
    """Ids of those who passed the quiz of a course and got no certificate by that."""
    passed = (Attempt.course_id == course_id, Attempt.passed.is_(True), ~_certified())
    return db.session.scalars(select(Attempt.person_id).where(*passed).distinct().order_by(Attempt.person_id)).all()


def passed_attempts(person: Person) -> list[Attempt]:
    """Quizzes that somebody passed in courses that are taught, of which no certificate came: exercises are left.

    One that is older than its certificate would last, or was begun before one was taken back, counts no more.
    """
    passed = (Attempt.person_id == person.id, Attempt.passed.is_(True), ~_certified())
    found = db.session.scalars(select(Attempt).where(*passed).order_by(Attempt.id.desc())).all()
    newest = {attempt.course_id: attempt for attempt in reversed(found)}
    return [attempt for attempt in newest.values() if _counts(attempt, person)]


def passed_attempt(person: Person, course: Course) -> Attempt | None:
    """The same for one course."""
    return next((each for each in passed_attempts(person) if each.course_id == course.id), None)


def _certified() -> ColumnElement[bool]:
    certified = select(Certificate.id).where(
        Certificate.person_id == Attempt.person_id,
        Certificate.course_id == Attempt.course_id,
        Certificate.issued_at >= Attempt.submitted_at,
    )
    return certified.exists()


def _counts(attempt: Attempt, person: Person) -> bool:
    course, back = attempt.course, taken_back(person, attempt.course)
    if not course.is_taught or attempt.submitted_at is None:
        return False
    fresh = attempt.submitted_at > clock.now() - timedelta(days=course.valid_days)
    return fresh and (back is None or back.revoked_at is None or attempt.started_at > back.revoked_at)


def _exercise(person: Person, lesson: Lesson, kept: dict[int, str], left: dict[int, str]) -> Exercise:
    """Judge one; what it takes of `left`, where no question is named or this one is not theirs, others do without."""
    on = lesson.practice_on
    question = practising.book().offered(on, person) if on else None
    if lesson.id in kept:
        return Exercise(lesson, _state(lesson, kept[lesson.id]), question)
    if question is not None:
        return Exercise(lesson, "", question)
    best = max(left, key=lambda key: (_state(lesson, left[key]) == "done", left[key] == ""), default=None)
    return Exercise(lesson, "" if best is None else _state(lesson, left.pop(best)), None)


def _state(lesson: Lesson, verdict: str) -> str:
    if verdict == "ready" or lesson.practice_done == "handed_in":
        return "done"
    return "not_yet" if verdict else "waiting"


def _in_force() -> tuple[ColumnElement[bool], ...]:
    return (Certificate.revoked_at.is_(None), Certificate.replaced_at.is_(None), Certificate.expires_at > clock.now())
