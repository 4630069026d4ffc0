"""Whether people may read questions: one or many at once, with counts that do not grow with how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.board.commands.claims import drop_claims
from app.board.commands.holding import hold_all
from app.board.commands.settling import settle_all
from app.board.commands.timing import keep_times
from app.board.events import QuestionAsked, QuestionHoldChanged
from app.board.models import HOLDS, SHOWN, Question
from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.spaces import commands as spaces


def set_question_hold(question: Question, hold: str, *, by: Actor, reason: str = "") -> None:
    """Show, hold, hide or remove it, as a moderator decides; the exact opposite call restores what was."""
    set_question_holds([question], hold, by=by, reasons={question.id: reason})


def set_question_holds(questions: Iterable[Question], hold: str, *, by: Actor, reasons: Mapping[int, str]) -> None:
    """The same for many, with a reason for each by its id; the statements do not grow with the questions."""
    if hold not in HOLDS:
        raise Invalid({"hold": _("Choose one of %(all)s.", all=", ".join(HOLDS))})
    held = list(questions)
    hold_all(held)
    changing = [question for question in held if question.hold != hold]
    before = {question.id: question.hold for question in changing}
    put(changing, hold)
    lines = [
        audit.Line(f"question:{each.id}", reasons.get(each.id, ""), {"hold": before[each.id]}, {"hold": hold})
        for each in changing
    ]
    audit.log_all("board.question_hold_changed", lines, by=by)
    for question in changing:
        record(QuestionHoldChanged(question_id=question.id, hold=hold), by=by, space_id=question.space_id)
    settle_all(dict.fromkeys(changing, by))


def put(questions: Sequence[Question], hold: str) -> None:
    """Let people read held questions, or keep them from it; the caller holds them and tells of it."""
    fresh = [each for each in questions if hold == SHOWN and each.published_at is None]
    known = [each for each in questions if hold != SHOWN or each.published_at is not None]
    _count(known, hold)
    for question in questions:
        question.hold = hold
    publish(fresh)
    if known and hold != SHOWN:
        drop_claims(known, by=None)


def publish(questions: Sequence[Question]) -> None:
    """Let people read them for the first time, as their authors' deed."""
    for question in questions:
        question.published_at = clock.now()
        asked = QuestionAsked(question_id=question.id, channel=question.channel)
        record(asked, by=question.author, space_id=question.space_id)
    _count_in_spaces((question, 1) for question in questions)
    keep_times(questions)


def _count(questions: Iterable[Question], hold: str) -> None:
    _count_in_spaces((each, (hold == SHOWN) - (each.hold == SHOWN)) for each in questions)


def _count_in_spaces(changes: Iterable[tuple[Question, int]]) -> None:
    """In the order of the spaces, so that two deeds in the same spaces never wait for each other."""
    sums: Counter[int] = Counter()
    for question, change in changes:
        if question.merged_into_id is None and not question.is_private:
            sums[question.space_id] += change
    for space_id, change in sorted(sums.items()):
        if change:
            spaces.count_questions(space_id, change)
