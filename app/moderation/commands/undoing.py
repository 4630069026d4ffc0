"""Taking a decision back: everything is as it was before it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import audit, clock
from app.core.access import Conflict
from app.core.events import record
from app.moderation import queries, subjects
from app.moderation.commands.holding import hold
from app.moderation.events import DecisionUndone
from app.moderation.models import STOPS, Case, ModeratorDecision
from app.moderation.subjects import Subject
from app.spaces.policy.archive import reaches_archive


def undo(case: Case, *, by: Person, reason: str = "") -> None:
    """Take the standing decision back: text, state and standing are as before it; the case is open again."""
    hold(case)
    made, appeal = standing(case), queries.waiting_appeal(case)
    take_back(case, made, by=by, reason=reason)
    case.state, case.decided_at = "open", None
    if appeal is not None:
        appeal.outcome, appeal.answered_by_id, appeal.answered_at = "overturned", by.id, clock.now()
    undone = DecisionUndone(case_id=case.id, decision_id=made.id, author_id=case.author_id, subject=case.subject)
    record(undone, by=by, space_id=case.space_id)


def take_back(case: Case, made: ModeratorDecision, *, by: Person, reason: str) -> None:
    """Restore what a decision changed, and put that on record."""
    subject = subjects.find(case.subject)
    if subject is not None:
        _restore(subject, made, by)
    made.undone_at, made.undone_by_id = clock.now(), by.id
    audit.log(
        "moderation.decision_undone", f"case:{case.id}", by=by, reason=reason, before={"action": made.action},
        after={"state": made.before["state"]},
    )  # fmt: skip


def standing(case: Case) -> ModeratorDecision:
    """The decision that stands and can be taken back; raises Conflict where there is none."""
    made = queries.standing_decision(case)
    if made is None:
        raise Conflict(_("There is no decision to take back."))
    if queries.is_overtaken(case):
        raise Conflict(_("There is a newer case about the same thing. Decide or take back that one first."))
    return made


@reaches_archive
def _restore(subject: Subject, made: ModeratorDecision, by: Person) -> None:
    before, thing = made.before, subject.thing
    if made.action == "edit" and isinstance(thing, Answer):
        board.restore_answer(
            thing, before["body"], edited_at=_moment(before["edited_at"]), verified_at=_moment(before["verified_at"]),
            verified_by_id=before["verified_by_id"], by=by,
        )  # fmt: skip
    elif made.action == "edit" and isinstance(thing, Question):
        board.restore_question(thing, before["body"], edited_at=_moment(before["edited_at"]), by=by)
    subjects.set_state(subject, before["state"], by=by, reason=_("The decision was taken back."))
    if made.action in STOPS:
        _restore_standing(subject.author, made, by)


def _restore_standing(author: Person, made: ModeratorDecision, by: Person) -> None:
    """Restore what was; where a later suspension stands, hand what was on to it instead."""
    was = {name: made.before[name] for name in ("standing", "until")}
    later = queries.next_suspension(made, author.id)
    if later is not None:
        later.before = {**later.before, **was}
    elif was["standing"] == "suspended":
        accounts.suspend(author, _moment(was["until"]), by=by, reason=_("The decision was taken back."))
    else:
        accounts.restore(author, by=by, reason=_("The decision was taken back."), state=was["standing"])


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
