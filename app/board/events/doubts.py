"""What happens when an answer may be out of date."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.answer_doubted", "question:{question_id}")
class AnswerDoubted(Event):
    """A reader says that an answer is no longer true."""

    question_id: int
    answer_id: int
    author_id: int
    doubt_id: int


@happening("board.doubt_resolved", "question:{question_id}")
class DoubtResolved(Event):
    """An expert looked at it; `outcome` is upheld or dismissed."""

    question_id: int
    answer_id: int
    author_id: int
    doubt_id: int
    outcome: str


@happening("board.answer_confirmed", "question:{question_id}", "questions")
class AnswerConfirmed(Event):
    """An expert says that an answer is still true."""

    question_id: int
    answer_id: int
    author_id: int
