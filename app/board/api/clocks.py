"""What the API tells colleagues of a question's clocks."""

from __future__ import annotations

from typing import Literal

from app.accounts.current import me
from app.board import policy, queries
from app.board.models import TARGETS, Question, TargetClock
from app.core import clock
from app.core.api import Out
from app.core.api.operations import Moment

State = Literal["none", "running", "late", "waiting_for_asker"]


class ClockOut(Out):
    """How a question stands against what was promised; `due_at` is the next open target's moment."""

    state: State
    due_at: Moment | None
    waiting_since: Moment | None

    @classmethod
    def of(cls, question: Question) -> ClockOut:
        """From a row."""
        state: State = "none"
        if question.asked_back_at is not None:
            state = "waiting_for_asker"
        elif question.due_at is not None:
            state = "late" if question.due_at < clock.now() else "running"
        return cls(state=state, due_at=question.due_at, waiting_since=question.asked_back_at)


class TargetOut(Out):
    """One target of a question, in seconds of business time as last reckoned; `due_at` while its clock runs."""

    target: str
    allowed_seconds: int
    spent_seconds: int
    due_at: Moment | None
    ended_at: Moment | None


def for_colleagues(question: Question) -> dict[str, object]:
    """Severity and clock, empty for everybody else."""
    if not policy.may_see_clock(me()):
        return {"severity": None, "due_at": None, "clock": None}
    return {"severity": question.severity, "due_at": question.due_at, "clock": ClockOut.of(question)}


def targets_for_colleagues(question: Question) -> list[TargetOut] | None:
    """A question's targets, for colleagues."""
    if not policy.may_see_clock(me()):
        return None
    held: dict[str, TargetClock] = queries.clocks_of(question.id)
    return [TargetOut.model_validate(held[name]) for name in TARGETS if name in held]
