"""Taking decisions back, one or many: everything is as it was before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict
from app.core.events import record
from app.moderation import queries, subjects
from app.moderation.commands import editing
from app.moderation.commands.holding import hold_all
from app.moderation.events import DecisionUndone
from app.moderation.models import STOPS, Case, ModeratorDecision
from app.moderation.subjects import Subject
from app.spaces.policy.archive import reaches_archive


def undo(case: Case, *, by: Person, reason: str = "") -> None:
    """Take the standing decision back: text, state and standing are as before it; the case is open again."""
    left = undo_each([case], by=by, reason=reason)
    if left:
        raise left[case.id]


def undo_each(cases: Sequence[Case], *, by: Person, reason: str = "") -> dict[int, Conflict]:
    """Take back what stands, and say by case why others were left."""
    hold_all(cases)
    made, left = _standing(cases)
    appeals = queries.waiting_appeals(made)
    take_back(made, by=by, reason=reason)
    for case, decision in made.items():
        case.state, case.decided_at = "open", None
        if (appeal := appeals.get(case.id)) is not None:
            appeal.outcome, appeal.answered_by_id, appeal.answered_at = "overturned", by.id, clock.now()
        undone = DecisionUndone(
            case_id=case.id, decision_id=decision.id, author_id=case.author_id, subject=case.subject
        )
        record(undone, by=by, space_id=case.space_id)
    return left


def take_back(decisions: dict[Case, ModeratorDecision], *, by: Person, reason: str) -> None:
    """Restore what decisions changed, and put that on record."""
    there = subjects.find_all(case.subject for case in decisions)
    _restore([(there[case.subject], made) for case, made in decisions.items() if case.subject in there], by)
    for made in decisions.values():
        made.undone_at, made.undone_by_id = clock.now(), by.id
    lines = [
        audit.Line(f"case:{case.id}", reason, {"action": made.action}, {"state": made.before["state"]})
        for case, made in decisions.items()
    ]
    audit.log_all("moderation.decision_undone", lines, by=by)


def standing(case: Case) -> ModeratorDecision:
    """The decision that stands and can be taken back; raises Conflict where there is none."""
    made, left = _standing([case])
    if left:
        raise left[case.id]
    return made[case]


def _standing(cases: Sequence[Case]) -> tuple[dict[Case, ModeratorDecision], dict[int, Conflict]]:
    stands, overtaken = queries.standing_decisions(cases), queries.overtaken(cases)
    made: dict[Case, ModeratorDecision] = {}
    left: dict[int, Conflict] = {}
    for case in cases:
        if case.id not in stands:
            left[case.id] = Conflict(_("There is no decision to take back."))
        elif case.id in overtaken:
            said = _("There is a newer case about the same thing. Decide or take back that one first.")
            left[case.id] = Conflict(said)
        else:
            made[case] = stands[case.id]
    return made, left


@reaches_archive
def _restore(changed: Iterable[tuple[Subject, ModeratorDecision]], by: Person) -> None:
    wanted, said = [], _("The decision was taken back.")
    for subject, made in changed:
        if made.action == "edit":
            editing.put_back(subject, made.before, by=by)
        wanted.append((subject, made.before["state"], said))
    subjects.set_states(wanted, by=by)
    for subject, made in changed:
        if made.action in STOPS:
            _restore_standing(subject.author, made, by)


def _restore_standing(author: Person, made: ModeratorDecision, by: Person) -> None:
    """Restore what was; where a later suspension stands, hand what was on to it instead."""
    was = {name: made.before[name] for name in ("standing", "until")}
    later = queries.next_suspension(made, author.id)
    if later is not None:
        later.before = {**later.before, **was}
    elif was["standing"] == "suspended":
        accounts.suspend(author, editing.moment(was["until"]), by=by, reason=_("The decision was taken back."))
    else:
        accounts.restore(author, by=by, reason=_("The decision was taken back."), state=was["standing"])
