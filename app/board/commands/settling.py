"""After every deed a question's facts are counted anew from its answers, so that no counter can drift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from app.board.commands.claims import drop_any_claim
from app.board.commands.holding import hold_all
from app.board.commands.timing import keep_times
from app.board.commands.waiting import end_waiting
from app.board.events import QuestionStateChanged
from app.board.models import PUBLISHED, SHOWN, Answer, Question
from app.core import clock
from app.core.events import Actor, record
from app.extensions import db


def settle(question: Question, *, by: Actor | None) -> None:
    """Count what is published and derive the state; a change of state is an event."""
    settle_all({question: by})


def settle_all(deeds: Mapping[Question, Actor | None]) -> None:
    """The same for many, each with who did something to it; the statements do not grow with the questions."""
    db.session.flush()
    found = _counted([question.id for question in deeds])
    for question, by in deeds.items():
        _settle_facts(question, found, by)
    keep_times(deeds)
    into: dict[int, Actor | None] = {
        question.merged_into_id: by for question, by in deeds.items() if question.merged_into_id is not None
    }
    if into:
        _settle_above(into)


@dataclass
class _Counted:
    """What is published beneath questions: counts with their readable duplicates, and what is their own alone."""

    answers: Counter[int] = field(default_factory=Counter)
    verified: Counter[int] = field(default_factory=Counter)
    first: dict[int, datetime] = field(default_factory=dict)
    accepted: dict[int, tuple[datetime, int]] = field(default_factory=dict)


def _counted(ids: list[int]) -> _Counted:
    """What was said to a question's duplicates is read there and counts; but only its own asker solves it."""
    heads, found, solved = _heads(ids), _Counted(), {}
    counts = select(
        Answer.question_id, func.count(), func.count(Answer.verified_at), func.min(Answer.published_at),
        func.max(Answer.accepted_at),
    ).where(Answer.question_id.in_(list(heads)), Answer.state == PUBLISHED)  # fmt: skip
    for question_id, answers, verified, first, accepted_at in db.session.execute(counts.group_by(Answer.question_id)):
        for head in heads[question_id]:
            found.answers[head] += answers
            found.verified[head] += verified
        if first is not None:
            found.first[question_id] = first
        if accepted_at is not None:
            solved[question_id] = accepted_at
    found.accepted = _accepted(solved) if solved else {}
    return found


def _heads(ids: list[int]) -> dict[int, list[int]]:
    """Under which of these questions an answer counts, by the question that it was given to."""
    duplicates = select(Question.id, Question.merged_into_id).where(
        Question.merged_into_id.in_(ids), Question.hold == SHOWN
    )
    heads = {each: [each] for each in ids}
    for duplicate, into in db.session.execute(duplicates):
        if into is not None:
            heads.setdefault(duplicate, []).append(into)
    return heads


def _accepted(solved: Mapping[int, datetime]) -> dict[int, tuple[datetime, int]]:
    chosen = select(Answer.question_id, func.min(Answer.id)).where(
        Answer.question_id.in_(list(solved)), Answer.state == PUBLISHED, Answer.accepted_at.is_not(None)
    )
    found = db.session.execute(chosen.group_by(Answer.question_id))
    return {question_id: (solved[question_id], answer_id) for question_id, answer_id in found}


def _settle_facts(question: Question, found: _Counted, by: Actor | None) -> None:
    question.answer_count, question.verified_count = found.answers[question.id], found.verified[question.id]
    question.first_answered_at = found.first.get(question.id)
    question.solved_at, question.accepted_answer_id = found.accepted.get(question.id, (None, None))
    _settle_state(question, by)
    if question.solved_at or question.closed_at:
        end_waiting(question, "settled", by=by)


def _settle_above(into: Mapping[int, Actor | None]) -> None:
    """What duplicates went into counts their answers too."""
    above = db.session.scalars(select(Question).where(Question.id.in_(list(into)))).unique().all()
    hold_all(above)
    settle_all({question: into[question.id] for question in above})


def touch(question: Question) -> None:
    """Say that something happened to it now."""
    question.active_at = max(question.active_at, clock.now())


def _settle_state(question: Question, by: Actor | None) -> None:
    before, question.state = question.state, _state(question)
    if question.state != before:
        changed = QuestionStateChanged(question_id=question.id, state=question.state)
        record(changed, by=by, space_id=question.space_id)
        if question.state in {"solved", "closed"}:
            drop_any_claim(question, by=by)


def _state(question: Question) -> str:
    if question.closed_at:
        return "closed"
    if question.solved_at:
        return "solved"
    if question.escalated_at:
        return "escalated"
    return "answered" if question.answer_count else "open"
