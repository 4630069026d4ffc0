"""What happens to answers."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.answer_posted", "question:{question_id}", "questions", "desk")
class AnswerPosted(Event):
    """An answer can be read for the first time."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_waiting", "question:{question_id}", "desk")
class AnswerWaiting(Event):
    """A novice's answer waits for a mentor."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_held", "question:{question_id}")
class AnswerHeld(Event):
    """Rules held an answer before anybody saw it."""

    question_id: int
    answer_id: int
    author_id: int
    rules: list[str]


@happening("board.answer_approved", "question:{question_id}", "desk")
class AnswerApproved(Event):
    """A mentor let a novice's answer through."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_sent_back", "question:{question_id}", "desk")
class AnswerSentBack(Event):
    """A mentor asked a novice to write it again; `note` says how."""

    question_id: int
    answer_id: int
    author_id: int
    note: str


@happening("board.answer_edited", "question:{question_id}")
class AnswerEdited(Event):
    """Its text changed."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_state_changed", "question:{question_id}", "questions", "desk")
class AnswerStateChanged(Event):
    """A moderator published, held, hid, removed or restored it."""

    question_id: int
    answer_id: int
    author_id: int
    state: str


@happening("board.answer_accepted", "question:{question_id}", "questions", "desk")
class AnswerAccepted(Event):
    """The asker says that it solved their question."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_unaccepted", "question:{question_id}", "questions", "desk")
class AnswerUnaccepted(Event):
    """The asker took the acceptance back, or accepted another."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_verified", "question:{question_id}", "questions")
class AnswerVerified(Event):
    """An expert of the topic vouches for it."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_unverified", "question:{question_id}", "questions")
class AnswerUnverified(Event):
    """The verification was taken back, or fell because the text changed."""

    question_id: int
    answer_id: int
    author_id: int


@happening("board.answer_voted", "question:{question_id}")
class AnswerVoted(Event):
    """Somebody finds it helpful, unhelpful or neither; `change` is by how much its count changed."""

    question_id: int
    answer_id: int
    author_id: int
    value: int
    change: int
