"""Whether somebody has been read on the board of a space before."""

from __future__ import annotations

from sqlalchemy import select

from app.board.models import PUBLISHED, SHOWN, Answer, Question
from app.extensions import db
from app.spaces.policy.premoderation import tells_published


@tells_published
def has_published(person_id: int, space_id: int) -> bool:
    """Whether a question or an answer of theirs can be read in a space."""
    asked = select(Question.id).where(
        Question.author_id == person_id, Question.space_id == space_id, Question.hold == SHOWN
    )
    given = select(Answer.id).join(Question, Question.id == Answer.question_id)
    given = given.where(Answer.author_id == person_id, Question.space_id == space_id, Answer.state == PUBLISHED)
    return any(db.session.scalar(one.limit(1)) is not None for one in (asked, given))
