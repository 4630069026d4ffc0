"""Deeds on one question take turns, and each begins from what the one before it left."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

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


def hold_all(questions: Iterable[Question], answers: Iterable[Answer] = ()) -> None:
    """Hold many questions, the lower number first, and read them and answers to them as they are now; two statements.

    Whoever calls keeps the rows; what is gone by then stays as it was read.
    """
    db.session.flush()
    held = select(Question).where(Question.id.in_({each.id for each in questions})).order_by(Question.id)
    now = {"populate_existing": True}
    db.session.scalars(held.with_for_update(of=Question), execution_options=now).unique().all()
    if ids := {each.id for each in answers}:
        db.session.scalars(select(Answer).where(Answer.id.in_(ids)), execution_options=now).unique().all()


def _columns(row: Question | Answer) -> list[str]:
    return [column.key for column in type(row).__mapper__.column_attrs]
