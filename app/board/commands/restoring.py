"""Words as they were before a moderator changed them: not screened again, for nothing new is said."""

from __future__ import annotations

from datetime import datetime

from app.board.commands.holding import hold_row
from app.board.commands.settling import settle
from app.board.commands.standing import place
from app.board.commands.wordings import forget_replaced
from app.board.events import AnswerEdited, AnswerVerified, QuestionEdited
from app.board.models import Answer, Question
from app.core import audit, text
from app.core.events import Actor, record


def restore_question(question: Question, body: str, *, edited_at: datetime | None, by: Actor) -> None:
    """Give a question the text it had; the change that is taken back is no change any more."""
    _put_back(question, f"question:{question.id}", "board.question_edited", body, edited_at, by)
    record(QuestionEdited(question_id=question.id), by=by, space_id=question.space_id)


def restore_answer(
    given: Answer,
    body: str,
    *,
    edited_at: datetime | None,
    verified_at: datetime | None,
    verified_by_id: int | None,
    by: Actor,
) -> None:
    """Give an answer the text it had, and the verification that was for those words."""
    hold_row(given.question, given)
    _put_back(given, f"answer:{given.id}", "board.answer_edited", body, edited_at, by)
    about = {"question_id": given.question_id, "answer_id": given.id, "author_id": given.author_id}
    record(AnswerEdited(**about), by=by, space_id=given.question.space_id)
    if verified_at is not None and given.verified_at is None:
        given.verified_at, given.verified_by_id = verified_at, verified_by_id
        place(given)
        record(AnswerVerified(**about), by=by, space_id=given.question.space_id)
    settle(given.question, by=by)


def _put_back(
    thing: Question | Answer, subject: str, action: str, body: str, edited_at: datetime | None, by: Actor
) -> None:
    forget_replaced(thing, body)
    before, thing.body, thing.body_html = thing.body, body, text.render(body)
    thing.edited_at = edited_at
    audit.log(action, subject, by=by, reason="", before={"body": before}, after={"body": body})
