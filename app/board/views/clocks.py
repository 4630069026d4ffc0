"""What a page shows of a question's clocks."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.models import Person
from app.board import policy, queries
from app.board.models import SEVERITIES, TARGETS, AskBack, Question, TargetClock
from app.board.queries import Usual
from app.core.access import Decision


@dataclass(frozen=True)
class Clocks:
    """For colleagues the clocks and what they may do about them; for customers what is usual."""

    seen: bool
    usual: Usual | None
    clocks: tuple[TargetClock, ...] = ()
    asked_back: AskBack | None = None
    may_set_severity: Decision | bool = False
    may_ask_back: Decision | bool = False
    severities: tuple[str, ...] = SEVERITIES


def clocks_for(person: Person | None, question: Question) -> Clocks:
    """What this person is shown of a question's clocks."""
    if not policy.may_see_clock(person):
        is_open = question.state == "open" and question.hold == "shown"
        return Clocks(False, queries.usually_answered(person, question.space) if is_open else None)
    held = queries.clocks_of(question.id)
    return Clocks(
        True, None, tuple(held[name] for name in TARGETS if name in held), queries.open_ask_back(question),
        policy.may_set_severity(person, question), policy.may_ask_back(person, question),
    )  # fmt: skip
