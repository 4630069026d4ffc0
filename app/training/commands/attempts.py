"""Taking a course's quiz, and judging what was written in it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.training import marking, queries
from app.training.commands.exercises import certify_passed
from app.training.events import AttemptSubmitted, AttemptWaits
from app.training.models import Attempt, Course, QuizItem

Answers = Mapping[int, Sequence[int] | str]
Verdicts = Mapping[int, tuple[bool, str]]
LONGEST_TEXT = 4000


def start_attempt(course: Course, *, by: Person, chance: random.Random | None = None) -> Attempt:
    """Draw questions and their order, or go on with the attempt that is open, so that nobody draws until it suits."""
    if begun := queries.open_attempt(by, course):
        return begun
    chance = chance or random.SystemRandom()
    bank = (QuizItem.course_id == course.id, QuizItem.retired_at.is_(None))
    items = db.session.scalars(select(QuizItem).where(*bank).order_by(QuizItem.id)).all()
    drawn = [_shuffled(item, chance) for item in chance.sample(items, course.draw_count)]
    attempt = Attempt(
        person_id=by.id, course_id=course.id, course=course, drawn=drawn, answers={}, marks={}, needed=course.needed,
        course_version=course.version, started_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(attempt)
    except IntegrityError:  # another tab was faster: this one goes on with what that one drew
        return start_attempt(course, by=by, chance=chance)
    return attempt


def submit_attempt(attempt: Attempt, answers: Answers, *, by: Person) -> Attempt:
    """Mark an attempt and, when it passes, issue the certificate; one with written answers waits for a person first.

    `answers` are, by question, the places of the chosen choices in the order shown, of an order all places as they
    follow, or what was written. Raises Conflict for an attempt that was handed in already, Invalid when a question has
    no answer or one that it does not offer.
    """
    db.session.refresh(attempt, with_for_update=True)
    if attempt.submitted_at is not None:
        raise Conflict(_("This attempt was handed in already."))
    _check(attempt, items := queries.items_of(attempt), answers)
    attempt.answers = {str(item.id): _kept(attempt, item, answers[item.id]) for item in items}
    attempt.submitted_at = clock.now()
    db.session.flush()
    if any(item.kind == "text" for item in items):
        record(AttemptWaits(attempt_id=attempt.id, person_id=by.id, course_id=attempt.course_id), by=by)
    else:
        _mark(attempt, items, by, judge=by)
    return attempt


def judge_attempt(attempt: Attempt, verdicts: Verdicts, *, by: Person) -> Attempt:
    """Say of each written answer whether it is right, and why; then the attempt is marked.

    Raises Conflict for one that waits for nobody any more, Invalid without a verdict, or for a wrong one without a word
    to whoever wrote it.
    """
    db.session.refresh(attempt, with_for_update=True)
    if not attempt.waits:
        raise Conflict(_("This attempt was judged already."))
    items = queries.items_of(attempt)
    written = [item.id for item in items if item.kind == "text"]
    errors = {f"right-{key}": _("Say whether it is right.") for key in written if key not in verdicts}
    wrong = [key for key in written if key in verdicts and not verdicts[key][0] and not verdicts[key][1].strip()]
    errors.update({f"remark-{key}": _("Say what is missing.") for key in wrong})
    if errors:
        raise Invalid(errors)
    attempt.marks = {str(key): {"right": verdicts[key][0], "remark": verdicts[key][1].strip()} for key in written}
    attempt.judged_by_id = by.id
    person = db.session.get_one(Person, attempt.person_id)
    _mark(attempt, items, person, judge=by)
    audit.log(
        "training.attempt_judged", f"person:{person.id}", by=by,
        after={"attempt": attempt.id, "right": {key: mark["right"] for key, mark in attempt.marks.items()}},
    )  # fmt: skip
    return attempt


def _mark(attempt: Attempt, items: Sequence[QuizItem], person: Person, *, judge: Person) -> None:
    outcomes = {item.id: _is_right(attempt, item) for item in items}
    attempt.score = sum(outcomes.values())
    attempt.passed, attempt.marked_at = attempt.score >= attempt.needed, clock.now()
    _count(outcomes, attempt.score)
    handed_in = AttemptSubmitted(
        attempt_id=attempt.id, person_id=attempt.person_id, course_id=attempt.course_id, passed=attempt.passed
    )
    record(handed_in, by=judge)
    if attempt.passed:
        certify_passed(attempt, person, by=judge)


def _is_right(attempt: Attempt, item: QuizItem) -> bool:
    if item.kind == "text":
        return bool(attempt.marks[str(item.id)]["right"])
    return marking.is_right(item.kind, item.right, attempt.answers[str(item.id)])


def _count(outcomes: Mapping[int, bool], score: int) -> None:
    """Count what was right, in SQL and in one order for everybody, so that neither counts nor people get lost."""
    for item_id, right in sorted(outcomes.items()):
        rest = score - right
        counted = {
            "asked_count": QuizItem.asked_count + 1,
            "right_count": QuizItem.right_count + int(right),
            "rest_sum": QuizItem.rest_sum + rest,
            "rest_square_sum": QuizItem.rest_square_sum + rest * rest,
            "rest_right_sum": QuizItem.rest_right_sum + (rest if right else 0),
        }
        db.session.execute(update(QuizItem).where(QuizItem.id == item_id).values(**counted))


def _shuffled(item: QuizItem, chance: random.Random) -> dict[str, Any]:
    order = list(range(len(item.choices)))
    chance.shuffle(order)
    return {"item": item.id, "order": order}


def _kept(attempt: Attempt, item: QuizItem, given: Sequence[int] | str) -> list[int] | str:
    if isinstance(given, str):
        return given.strip()
    original = [attempt.orders[item.id][place] for place in given]
    return original if item.kind == "order" else sorted(set(original))


def _check(attempt: Attempt, items: Sequence[QuizItem], answers: Answers) -> None:
    faults = {item.id: _fault(item, answers.get(item.id, "")) for item in items}
    errors = {f"answers.{item_id}": fault for item_id, fault in faults.items() if fault}
    for item_id in answers.keys() - set(attempt.item_ids):
        errors[f"answers.{item_id}"] = _("This question is not part of the attempt.")
    if errors:
        raise Invalid(errors)


def _fault(item: QuizItem, given: Sequence[int] | str) -> str:
    if not given or (isinstance(given, str) and not given.strip()):
        return str(_("Write an answer.") if item.kind == "text" else _("Choose an answer."))
    if (item.kind == "text") is not isinstance(given, str):
        return str(_("This question takes another kind of answer."))
    if isinstance(given, str):
        return "" if len(given) <= LONGEST_TEXT else str(_("Use at most %(most)d letters.", most=LONGEST_TEXT))
    return "" if marking.fits(item.kind, len(item.choices), given) else str(_("Choose from the answers offered."))
