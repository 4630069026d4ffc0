"""Deeds on one question take turns, and each begins from what the one before it left."""

from __future__ import annotations

from app.board.models import Answer, Question
from app.extensions import db


def hold_row(question: Question, answer: Answer | None = None) -> None:
    """Hold a question until the transaction ends, and read it and an answer to it as they are now.

    What was read before the turn came may be old by then; whatever is decided on must be read while it is held.
    """
    db.session.flush()
    db.session.refresh(question, _columns(question), with_for_update=True)
    if answer is not None:
        db.session.refresh(answer, _columns(answer))


def _columns(row: Question | Answer) -> list[str]:
    return [column.key for column in type(row).__mapper__.column_attrs]
