"""Taking a course's quiz."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.training import queries
from app.training.commands.certificates import issue
from app.training.events import AttemptSubmitted
from app.training.models import Attempt, Course, QuizItem

Answers = Mapping[int, Sequence[int]]


def start_attempt(course: Course, *, by: Person, chance: random.Random | None = None) -> Attempt:
    """Draw questions and their order, or go on with the attempt that is open, so that nobody draws until it suits."""
    if begun := queries.open_attempt(by, course):
        return begun
    chance = chance or random.SystemRandom()
    bank = db.session.scalars(select(QuizItem).where(QuizItem.course_id == course.id).order_by(QuizItem.id)).all()
    drawn = [_shuffled(item, chance) for item in chance.sample(bank, course.draw_count)]
    attempt = Attempt(
        person_id=by.id, course_id=course.id, course=course, drawn=drawn, answers={}, started_at=clock.now()
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def submit_attempt(attempt: Attempt, answers: Answers, *, by: Person) -> Attempt:
    """Mark an attempt and, when it passes, issue the certificate.

    `answers` are, by question, the places of the chosen choices in the order shown. Raises Conflict for an attempt that
    was handed in already, Invalid when a question has no answer or one that it does not offer.
    """
    db.session.refresh(attempt, with_for_update=True)
    if attempt.submitted_at is not None:
        raise Conflict(_("This attempt was handed in already."))
    _check(attempt, items := queries.items_of(attempt), answers)
    chosen = {item.id: _original(attempt, item.id, answers[item.id]) for item in items}
    attempt.answers = {str(item_id): places for item_id, places in chosen.items()}
    attempt.score = sum(chosen[item.id] == list(item.right) for item in items)
    attempt.passed, attempt.submitted_at = attempt.score >= attempt.course.needed, clock.now()
    handed_in = AttemptSubmitted(
        attempt_id=attempt.id, person_id=attempt.person_id, course_id=attempt.course_id, passed=attempt.passed
    )
    record(handed_in, by=by)
    if attempt.passed:
        issue(attempt.course, by, source="course", attempt_id=attempt.id, by=by)
    return attempt


def _shuffled(item: QuizItem, chance: random.Random) -> dict[str, Any]:
    order = list(range(len(item.choices)))
    chance.shuffle(order)
    return {"item": item.id, "order": order}


def _original(attempt: Attempt, item_id: int, places: Sequence[int]) -> list[int]:
    return sorted({attempt.orders[item_id][place] for place in places})


def _check(attempt: Attempt, items: Sequence[QuizItem], answers: Answers) -> None:
    errors = {}
    for item in items:
        places = answers.get(item.id, ())
        if not places:
            errors[f"answers.{item.id}"] = _("Choose an answer.")
        elif not all(0 <= place < len(item.choices) for place in places) or (not item.multiple and len(places) > 1):
            errors[f"answers.{item.id}"] = _("Choose from the answers offered.")
    for item_id in answers.keys() - set(attempt.item_ids):
        errors[f"answers.{item_id}"] = _("This question is not part of the attempt.")
    if errors:
        raise Invalid(errors)
