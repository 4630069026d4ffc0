"""Reading internal notes; whoever calls has asked `policy.may_read_notes` first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import Question, QuestionNote
from app.extensions import db

MENTION = re.compile(r"(?<![\w@/.])@([a-z0-9][a-z0-9_.-]{0,38}[a-z0-9])", re.IGNORECASE)
MOST = 200
MOST_MENTIONED = 20


def notes_on(question: Question) -> Sequence[QuestionNote]:
    """What colleagues noted on a question, oldest first; removed ones are gone, and of very many the oldest."""
    query = select(QuestionNote).where(QuestionNote.question_id == question.id, QuestionNote.removed_at.is_(None))
    newest = db.session.scalars(query.order_by(QuestionNote.id.desc()).limit(MOST)).all()
    return newest[::-1]


def note_by_id(note_id: int) -> QuestionNote | None:
    """One note that still stands."""
    query = select(QuestionNote).where(QuestionNote.id == note_id, QuestionNote.removed_at.is_(None))
    return db.session.scalar(query)


def mentioned(body: str) -> list[str]:
    """The handles that a note names, each once."""
    return list(dict.fromkeys(handle.lower() for handle in MENTION.findall(body)))[:MOST_MENTIONED]


def colleagues_named(handles: Iterable[str]) -> Sequence[Person]:
    """The active employees of these handles."""
    wanted = list(handles)
    if not wanted:
        return []
    query = select(Person).where(Person.handle.in_(wanted), Person.kind == "employee", Person.state == "active")
    return db.session.scalars(query).all()
