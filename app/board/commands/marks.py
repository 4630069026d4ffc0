"""Acceptance by the asker, verification by an expert."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.board.commands.holding import hold_row
from app.board.commands.settling import settle, touch
from app.board.commands.standing import place
from app.board.events import AnswerAccepted, AnswerUnaccepted, AnswerUnverified, AnswerVerified
from app.board.models import Answer
from app.board.standing import REVIEW_AFTER
from app.core import clock
from app.core.events import Actor, record
from app.extensions import db


def accept(answer: Answer, *, by: Person) -> None:
    """Say that it solved the question; an answer accepted before gives way. Idempotent."""
    hold_row(answer.question, answer)
    if answer.is_accepted:
        return
    others = select(Answer).where(Answer.question_id == answer.question_id, Answer.accepted_at.is_not(None))
    for other in db.session.scalars(others.execution_options(populate_existing=True)):
        _drop_acceptance(other, by)
    answer.accepted_at = clock.now()
    place(answer)
    touch(answer.question)
    _tell(AnswerAccepted, answer, by)
    settle(answer.question, by=by)


def unaccept(answer: Answer, *, by: Person) -> None:
    """Take the acceptance back. Idempotent."""
    hold_row(answer.question, answer)
    if answer.is_accepted:
        _drop_acceptance(answer, by)
        settle(answer.question, by=by)


def verify(answer: Answer, *, by: Person) -> None:
    """Vouch for it as an expert; the first verification stands. Idempotent."""
    hold_row(answer.question, answer)
    if answer.is_verified:
        return
    answer.verified_at, answer.verified_by_id, answer.verified_by = clock.now(), by.id, by
    answer.review_at, answer.stale_since = clock.now() + REVIEW_AFTER, None
    place(answer)
    touch(answer.question)
    _tell(AnswerVerified, answer, by)
    settle(answer.question, by=by)


def unverify(answer: Answer, *, by: Person) -> None:
    """Take the verification back. Idempotent."""
    hold_row(answer.question, answer)
    if not answer.is_verified:
        return
    answer.verified_at, answer.verified_by_id, answer.verified_by = None, None, None
    answer.review_at = None
    place(answer)
    _tell(AnswerUnverified, answer, by)
    settle(answer.question, by=by)


def _drop_acceptance(answer: Answer, by: Actor) -> None:
    answer.accepted_at = None
    place(answer)
    _tell(AnswerUnaccepted, answer, by)


def _tell(
    kind: type[AnswerAccepted | AnswerUnaccepted | AnswerVerified | AnswerUnverified], answer: Answer, by: Actor
) -> None:
    happened = kind(question_id=answer.question_id, answer_id=answer.id, author_id=answer.author_id)
    record(happened, by=by, space_id=answer.question.space_id)
