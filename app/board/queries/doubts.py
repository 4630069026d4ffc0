"""Reading what may be out of date: open doubts, and answers due for review."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.models import Person
from app.board.models import PUBLISHED, Answer, Doubt, Question, QuestionTopic
from app.board.queries.visibility import may_read, moderated_by, moderates_everywhere
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.topics import queries as topics


def open_doubts(person: Person, *, after: str | None = None, limit: int = 20) -> Page[Doubt]:
    """Doubts nobody has decided, of others' answers on what a person is an expert of or moderates, newest first."""
    query = select(Doubt).join(Doubt.answer).join(Question, Question.id == Answer.question_id)
    query = query.where(Doubt.outcome == "", Answer.state == PUBLISHED, may_read(person), _is_theirs(person))
    return page(query, Doubt.id, after=after, limit=limit)


def due_reviews(person: Person, *, after: str | None = None, limit: int = 20) -> Page[Answer]:
    """Others' answers whose review is due, of topics that a person is an expert of or spaces they moderate."""
    query = _answers(person).where(Answer.review_at <= clock.now())
    return page(query, Answer.review_at, Answer.id, after=after, limit=limit, ascending=True)


def visible_doubt(person: Person | None, doubt_id: int) -> Doubt | None:
    """One doubt, if this person may read the question."""
    query = select(Doubt).join(Doubt.answer).join(Question, Question.id == Answer.question_id)
    return db.session.scalar(query.where(Doubt.id == doubt_id, may_read(person)))


def doubts_of(answer: Answer, limit: int = 20) -> list[Doubt]:
    """What was said against an answer and is not decided."""
    query = select(Doubt).where(Doubt.answer_id == answer.id, Doubt.outcome == "")
    return list(db.session.scalars(query.order_by(Doubt.id).limit(limit)))


def _answers(person: Person) -> Select[Answer]:
    query = select(Answer).join(Question, Question.id == Answer.question_id)
    return query.where(Answer.state == PUBLISHED, may_read(person), _is_theirs(person))


def _is_theirs(person: Person) -> ColumnElement[bool]:
    """What a person decides about: nobody does about their own answers."""
    return and_(Answer.author_id != person.id, _is_known_to(person))


def _is_known_to(person: Person) -> ColumnElement[bool]:
    about = select(QuestionTopic.question_id).where(QuestionTopic.topic_id.in_(topics.expert_topic_ids(person)))
    if moderates_everywhere(person):
        return Question.id.is_not(None)
    return or_(Question.id.in_(about), Question.space_id.in_(moderated_by(person)))


def doubt_by_id(doubt_id: int) -> Doubt | None:
    """One doubt, for those who tell of it."""
    return db.session.get(Doubt, doubt_id)
