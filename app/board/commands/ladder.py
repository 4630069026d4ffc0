"""The ladder: what is done by itself when a question waited too long."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from app.board import queries
from app.board.commands.asking import close, escalate
from app.board.commands.timing import record_steps, stand, take_steps
from app.board.commands.waiting import end_waiting
from app.board.events import TargetsMissed
from app.board.models import STEPS, Question, TargetStep
from app.core import clock
from app.core.events import record

BATCH = 200
TOLD_AT_ONCE = 10
REASONS = {
    "first_response": "Nobody answered in time: the target for the first response was missed.",
    "resolution": "It was not solved in time: the target for the resolution was missed.",
}


def walk_ladder(limit: int = BATCH) -> int:
    """Look at the questions whose clocks want it, a batch at a time; returns how many there were.

    Of several steps that a question missed while nobody looked, people are told the last; where more than
    TOLD_AT_ONCE questions of a space have news, its owners are told their number instead.
    """
    news: dict[int, list[tuple[Question, list[TargetStep]]]] = defaultdict(list)
    due = queries.due_for_look(clock.now(), limit)
    for question in due:
        if taken := _look(question):
            news[question.space_id].append((question, taken))
    for space_id, items in news.items():
        is_many = len(items) > TOLD_AT_ONCE
        for question, taken in items:
            _tell(question, taken, quiet=is_many)
        if is_many:
            record(TargetsMissed(space_id=space_id, count=len(items)), by=None, space_id=space_id)
    return len(due)


def _look(question: Question) -> list[TargetStep]:
    if question.asked_back_at is not None:
        _end_of_patience(question)
    ground = stand(question)
    return take_steps(ground, STEPS) if ground else []


def _end_of_patience(question: Question) -> None:
    """A question that waited for its asker long enough goes on, or is closed, as its space wants."""
    rules = queries.rules_in_force(question.space_id)
    asked_at = question.asked_back_at
    if asked_at is None:
        return
    ran_out = asked_at + timedelta(days=rules.waits_days if rules else 7)
    if ran_out > clock.now():
        return
    closes = rules is not None and rules.closes
    if closes:
        question.closed_at = ran_out  # before the waiting ends, so that no clock runs in between
    end_waiting(question, "time", by=None, at=ran_out)
    if closes:
        close(question, by=None, reason="The asker did not reply to what they were asked.")


def _tell(question: Question, taken: list[TargetStep], *, quiet: bool) -> None:
    record_steps(question, taken, quiet=quiet)
    cases = [step for step in taken if step.step == "case"]
    if cases:
        escalate(question, REASONS[cases[0].target], by=None)
