"""What search and other readers above take of a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import OPEN, PUBLISHED, SHOWN, Answer, Question
from app.board.queries.answers import best_answers
from app.board.queries.questions import MOST_MERGED, questions_by_ids
from app.board.queries.visibility import readable, with_duplicates
from app.core.text import excerpt
from app.extensions import db

ANSWER_TEXTS = 5
FIRST_LINES = 220


@dataclass(frozen=True)
class Document:
    """A question as an index keeps it; `answers` are published texts, best first."""

    id: int
    title: str
    body: str
    answers: tuple[str, ...]
    topics: tuple[str, ...]
    space_id: int
    state: str
    is_answered: bool
    is_verified: bool
    vote_count: int
    asked_at: datetime
    url: str


@dataclass(frozen=True)
class Summary:
    """A question beside the first lines of its best answer, for suggestions and results."""

    question: Question
    answer: Answer | None
    first_lines: str


def document(question_id: int) -> Document | None:
    """What to index of a question; None when it is not to be found by anybody."""
    question = db.session.get(Question, question_id)
    if question is None or question.hold != SHOWN or question.merged_into_id or question.is_private:
        return None
    return Document(
        id=question.id, title=question.title, body=_asked_as(question), answers=_texts(question.id),
        topics=tuple(topic.name for topic in question.topics), space_id=question.space_id, state=question.state,
        is_answered=question.answer_count > 0, is_verified=question.verified_count > 0,
        vote_count=question.vote_count, asked_at=question.asked_at, url=question.url,
    )  # fmt: skip


def indexed_ids(after: int = 0, limit: int = 500) -> Sequence[int]:
    """Ids of what may be indexed, ascending, a batch at a time."""
    found = (Question.hold == SHOWN, Question.audience == OPEN, Question.merged_into_id.is_(None), Question.id > after)
    query = select(Question.id).where(*found).order_by(Question.id)
    return db.session.scalars(query.limit(limit)).all()


def visible_ids(person: Person | None, ids: Iterable[int]) -> set[int]:
    """Which of these questions a person may see, in one query."""
    wanted = list(ids)
    if not wanted:
        return set()
    return set(db.session.scalars(select(Question.id).where(Question.id.in_(wanted), readable(person))))


def summaries(person: Person | None, ids: Sequence[int]) -> list[Summary]:
    """These questions with their best answers' first lines, in the order given, as far as the person may see them."""
    visible = questions_by_ids(person, ids)
    best = best_answers(visible)
    return [_summary(visible[each], best.get(each)) for each in ids if each in visible]


def _summary(question: Question, answer: Answer | None) -> Summary:
    return Summary(question, answer, excerpt(answer.body, FIRST_LINES) if answer else "")


def _asked_as(question: Question) -> str:
    """Its text, and the other words in which it was asked."""
    duplicates = select(Question.title).where(Question.merged_into_id == question.id, Question.hold == SHOWN)
    return "\n\n".join([question.body, *db.session.scalars(duplicates.order_by(Question.id).limit(MOST_MERGED))])


def _texts(question_id: int) -> tuple[str, ...]:
    family = select(Question.id).where(with_duplicates(question_id))
    published = (Answer.question_id.in_(family), Answer.state == PUBLISHED)
    query = select(Answer.body).where(*published).order_by(Answer.rank.desc(), Answer.id)
    return tuple(db.session.scalars(query.limit(ANSWER_TEXTS)))
