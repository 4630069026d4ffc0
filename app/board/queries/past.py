"""The board's texts as screening tries a rule on them: what this person may read, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Person
from app.board.models import PUBLISHED, Answer, Question
from app.board.queries.visibility import readable
from app.discussion.models import SHOWN, Comment
from app.extensions import db
from app.screening.queries import Past


def past_questions(person: Person, space_id: int | None, last: int) -> Sequence[Past]:
    """Questions with their titles."""
    query = select(Question).where(readable(person), _in(Question.space_id, space_id))
    rows = db.session.scalars(query.order_by(Question.asked_at.desc(), Question.id.desc()).limit(last)).unique()
    return [
        Past("question", row.title, f"{row.title}\n\n{row.body}", row.url, row.space_id, row.author, row.asked_at)
        for row in rows
    ]


def past_answers(person: Person, space_id: int | None, last: int) -> Sequence[Past]:
    """Answers beneath the questions that this person may read."""
    query = select(Answer).join(Answer.question).options(contains_eager(Answer.question))
    query = query.where(readable(person), Answer.state == PUBLISHED, _in(Question.space_id, space_id))
    rows = db.session.scalars(query.order_by(Answer.id.desc()).limit(last)).unique()
    return [
        Past("answer", row.question.title, row.body, row.url, row.question.space_id, row.author, row.posted_at)
        for row in rows
    ]


def past_comments(person: Person, space_id: int | None, last: int) -> Sequence[Past]:
    """Comments beneath questions, and beneath answers that everybody sees there."""
    rows = db.session.execute(_comments(person, space_id).order_by(Comment.id.desc()).limit(last)).unique()
    return [
        Past("comment", page.title, row.body, f"{page.url}#comment-{row.id}", row.space_id, row.author, row.posted_at)
        for row, page in rows
    ]


def _comments(person: Person, space_id: int | None) -> Select[Comment, Question]:
    answer = aliased(Answer)
    beneath = or_(
        and_(Comment.kind == "question", Comment.subject_id == Question.id),
        and_(Comment.kind == "answer", answer.state == PUBLISHED, answer.question_id == Question.id),
    )
    query = select(Comment, Question).outerjoin(answer, and_(Comment.kind == "answer", answer.id == Comment.subject_id))
    query = query.join(Question, beneath)
    return query.where(readable(person), Comment.state == SHOWN, _in(Comment.space_id, space_id))


def _in(column: Any, space_id: int | None) -> ColumnElement[bool]:
    return true() if space_id is None else column == space_id
