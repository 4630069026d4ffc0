"""What happens to the promises a space makes."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.rules_changed")
class ServiceRulesChanged(Event):
    """The targets of a space changed, or with no space those of the company."""

    space_id: int | None


@happening("board.severity_changed", "question:{question_id}", "desk")
class SeverityChanged(Event):
    """Somebody said how severe a question is."""

    question_id: int
    severity: str


@happening("board.asked_back", "question:{question_id}", "questions", "desk")
class AskedBack(Event):
    """Somebody asked the asker for details; the clocks stand still."""

    question_id: int
    comment_id: int


@happening("board.waiting_ended", "question:{question_id}", "questions", "desk")
class WaitingEnded(Event):
    """The asker replied, or it does not wait for them any more; `reason` is reply, answer, withdrawn or time."""

    question_id: int
    reason: str


@happening("board.target_warned", "question:{question_id}", "desk")
class TargetWarned(Event):
    """Most of the time for a target is used; `tell` is false when something later was to be told at the same time."""

    question_id: int
    target: str
    tell: bool


@happening("board.target_breached", "question:{question_id}", "desk")
class TargetBreached(Event):
    """A target was missed."""

    question_id: int
    target: str
    tell: bool


@happening("board.ladder_climbed", "question:{question_id}", "desk")
class LadderClimbed(Event):
    """A missed target went one step further: to the answerers, the owner of the space, or a case."""

    question_id: int
    target: str
    step: str
    tell: bool


@happening("board.targets_missed", "desk")
class TargetsMissed(Event):
    """So many questions of a space had news about their targets at once that their owners are told in one line."""

    space_id: int
    count: int
