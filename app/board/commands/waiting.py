"""The end of waiting for an asker who was asked back."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Person
from app.board import queries
from app.board.commands.holding import hold_row
from app.board.commands.timing import keep_time
from app.board.events import WaitingEnded
from app.board.models import Question
from app.core import clock
from app.core.events import Actor, record


def end_waiting(question: Question, reason: str, *, by: Actor | None, at: datetime | None = None) -> None:
    """Let the clocks go on: the asker replied, somebody answered, it was withdrawn, or the time ran out."""
    if question.asked_back_at is not None:
        hold_row(question)
    if question.asked_back_at is None:
        return
    open_one = queries.open_ask_back(question)
    if open_one is not None:
        open_one.ended_at, open_one.ended_by = at or clock.now(), reason
    question.asked_back_at = None
    record(WaitingEnded(question_id=question.id, reason=reason), by=by, space_id=question.space_id, at=at)
    keep_time(question, at=at)


def heard_from(question: Question, by: Person) -> None:
    """Note that somebody wrote on a question: what its asker writes is the reply that it waited for."""
    if by.id == question.author_id:
        end_waiting(question, "reply", by=by)
