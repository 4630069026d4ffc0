"""What happens to questions."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.question_asked", "question:{question_id}", "questions", "desk")
class QuestionAsked(Event):
    """A question can be read for the first time; `channel` says by which way it came."""

    question_id: int
    channel: str = "site"


@happening("board.question_held", "question:{question_id}")
class QuestionHeld(Event):
    """Rules held a question before anybody saw it."""

    question_id: int
    rules: list[str]


@happening("board.question_edited", "question:{question_id}", "questions", "desk")
class QuestionEdited(Event):
    """Its title, text or topics changed."""

    question_id: int


@happening("board.question_state_changed", "question:{question_id}", "questions", "desk")
class QuestionStateChanged(Event):
    """It became open, answered, solved, escalated or closed."""

    question_id: int
    state: str


@happening("board.question_hold_changed", "question:{question_id}", "questions", "desk")
class QuestionHoldChanged(Event):
    """A moderator hid, removed or restored it; `hold` is shown, held, hidden or removed."""

    question_id: int
    hold: str


@happening("board.question_audience_changed", "question:{question_id}", "questions", "desk")
class QuestionAudienceChanged(Event):
    """It became private, or open to all who see its space; `audience` is private or space."""

    question_id: int
    audience: str


@happening("board.question_claimed", "question:{question_id}", "questions", "desk")
class QuestionClaimed(Event):
    """Somebody says that they are answering it."""

    question_id: int


@happening("board.claim_released", "question:{question_id}", "questions", "desk")
class ClaimReleased(Event):
    """A claim was given back or ran out."""

    question_id: int


@happening("board.claim_handed_over", "question:{question_id}", "questions", "desk")
class ClaimHandedOver(Event):
    """Somebody let a colleague go on with a question."""

    question_id: int
    to_id: int


@happening("board.question_voted", "question:{question_id}")
class QuestionVoted(Event):
    """Somebody has the same question, or no longer."""

    question_id: int
    person_id: int
    value: int


@happening("board.question_merged", "question:{question_id}", "question:{into_id}", "questions", "desk")
class QuestionMerged(Event):
    """It is a duplicate of another question, where it is answered from now on."""

    question_id: int
    into_id: int


@happening("board.question_unmerged", "question:{question_id}", "question:{from_id}", "questions", "desk")
class QuestionUnmerged(Event):
    """It stands for itself again."""

    question_id: int
    from_id: int


@happening("board.question_escalated", "question:{question_id}", "questions", "desk")
class QuestionEscalated(Event):
    """It needs a case outside the board."""

    question_id: int
    reason: str
