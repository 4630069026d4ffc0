"""Votes: "same question here" and "this helped"."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.commands.holding import hold_row
from app.board.commands.standing import place
from app.board.events import AnswerVoted, QuestionVoted
from app.board.models import Answer, Question
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.voting import commands as voting

VALUES = (-1, 0, 1)


def vote_question(question: Question, value: int, *, by: Person) -> int:
    """Set somebody's vote (1, 0 or -1) and return the count; the same vote again changes nothing.

    Raises Conflict for a question that was merged meanwhile: the vote would count nowhere.
    """
    _check(value)
    hold_row(question)
    if question.merged_into_id is not None:
        raise Conflict(_("This question was merged into another one. Go on there."))
    change = voting.cast("question", question.id, value, by=by)
    if change:
        question.vote_count = Question.vote_count + change
        voted = QuestionVoted(question_id=question.id, person_id=by.id, value=value)
        record(voted, by=by, space_id=question.space_id)
        db.session.flush()
        db.session.refresh(question, ["vote_count"])
    return question.vote_count


def vote_answer(answer: Answer, value: int, *, by: Person) -> int:
    """Set somebody's vote (1, 0 or -1) and return the count; the same vote again changes nothing."""
    _check(value)
    change = voting.cast("answer", answer.id, value, by=by)
    if change:
        answer.vote_count = Answer.vote_count + change
        voted = AnswerVoted(
            question_id=answer.question_id, answer_id=answer.id, author_id=answer.author_id, value=value, change=change
        )
        record(voted, by=by, space_id=answer.question.space_id)
        db.session.flush()
        db.session.refresh(answer, ["vote_count"])
        place(answer)
    return answer.vote_count


def _check(value: int) -> None:
    if value not in VALUES:
        raise Invalid({"value": _("A vote is 1, 0 or -1.")})
