"""After every deed a question's facts are counted anew from its answers, so that no counter can drift."""

from __future__ import annotations

from sqlalchemy import func, select

from app.board.commands.claims import drop_any_claim
from app.board.commands.holding import hold_row
from app.board.commands.timing import keep_time
from app.board.commands.waiting import end_waiting
from app.board.events import QuestionStateChanged
from app.board.models import PUBLISHED, Answer, Question
from app.board.queries.visibility import with_duplicates
from app.core import clock
from app.core.events import Actor, record
from app.extensions import db


def settle(question: Question, *, by: Actor | None) -> None:
    """Count what is published and derive the state; a change of state is an event."""
    db.session.flush()
    # What was said to its duplicates is read here and counts; but only its own asker solves it.
    family = select(Question.id).where(with_duplicates(question.id))
    counts = select(func.count(), func.count(Answer.verified_at))
    counted = counts.where(Answer.question_id.in_(family), Answer.state == PUBLISHED)
    question.answer_count, question.verified_count = db.session.execute(counted).one()
    published = (Answer.question_id == question.id, Answer.state == PUBLISHED)
    own = select(func.min(Answer.published_at), func.max(Answer.accepted_at)).where(*published)
    first, accepted_at = db.session.execute(own).one()
    chosen = select(Answer.id).where(*published, Answer.accepted_at.is_not(None)).limit(1)
    question.accepted_answer_id = db.session.scalar(chosen) if accepted_at else None
    question.first_answered_at = first
    question.solved_at = accepted_at
    _settle_state(question, by)
    if question.solved_at or question.closed_at:
        end_waiting(question, "settled", by=by)
    keep_time(question)
    if question.merged_into_id is not None:
        into = db.session.get_one(Question, question.merged_into_id)
        hold_row(into)
        settle(into, by=by)


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
