"""Deciding, one case or many: what becomes of the thing and its author, and what the author reads.

The statements sent do not grow with the cases, but for what is published for the first time and for accounts that are
suspended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.accounts.policy import may_stop
from app.board.models import Answer
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.moderation import queries, subjects, wording
from app.moderation.commands import editing
from app.moderation.commands.holding import hold_all
from app.moderation.commands.verdicts import Standing, Verdict, check, standing_after
from app.moderation.events import CaseDecided
from app.moderation.models import STOPS, Case, ModeratorDecision
from app.moderation.subjects import Subject
from app.spaces import queries as spaces
from app.spaces.policy.archive import reaches_archive

STATE_AFTER = {"hide": "hidden", "remove": "removed", **dict.fromkeys(STOPS, "hidden")}
Left = dict[int, Conflict | Invalid]


@dataclass(frozen=True)
class Judged:
    """A case, what it is about as it was before, and the decision about it."""

    case: Case
    subject: Subject
    made: ModeratorDecision


def decide(
    case: Case, action: str, reason: str, *, by: Person, body: str | None = None, code: str = "", clause: str = "",
    days: int = 0,
) -> ModeratorDecision:  # fmt: skip
    """Decide a case with one of the actions; raises Invalid without a reason for the author to read."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why: the author reads it.")})
    return give(case, Verdict(action, reason, code, clause, days, body), by=by)


def give(case: Case, verdict: Verdict, *, by: Person) -> ModeratorDecision:
    """Give a verdict on a case; raises Invalid with the field that does not fit, Conflict where it is decided."""
    check(verdict, by=by)
    made, left = give_each([case], verdict, by=by)
    if left:
        raise left[case.id]
    return made[0]


def give_each(cases: Sequence[Case], verdict: Verdict, *, by: Person) -> tuple[list[ModeratorDecision], Left]:
    """Give each case the same verdict, and say by case why others were left; the verdict was checked."""
    hold_all(cases)
    waiting = [case for case in cases if case.state == "open"]
    judged, left = enter(waiting, verdict, by=by)
    for each in judged:
        case, made = each.case, each.made
        decided = CaseDecided(
            case_id=case.id, decision_id=made.id, author_id=case.author_id, subject=case.subject, action=made.action
        )
        record(decided, by=by, space_id=case.space_id)
    for case_id in {case.id for case in cases} - {case.id for case in waiting}:
        left[case_id] = Conflict(_("Somebody has decided this case already."))
    return [each.made for each in judged], left


def enter(cases: Sequence[Case], verdict: Verdict, *, by: Person) -> tuple[list[Judged], Left]:
    """Carry a verdict out and put it on record; the caller holds the cases and tells of it."""
    judged, left = _judged(cases, verdict, by)
    db.session.add_all(each.made for each in judged)
    _carry_out(judged, verdict, by)
    for each in judged:
        each.case.state, each.case.decided_at = "decided", clock.now()
    db.session.flush()
    audit.log_all("moderation.case_decided", map(_line, judged), by=by)
    return judged, left


def words_for(case: Case, verdict: Verdict) -> str:
    """What the author would read; raises Conflict where the thing is gone, Invalid where something stays blank."""
    return _Ground([case]).words(case, verdict)


class _Ground:
    """What decisions about these cases rest on, each kind asked for once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.subjects = subjects.find_all(case.subject for case in cases)
        self.spaces = spaces.by_ids({case.space_id for case in cases})
        self.reports = queries.reports_on(case for case in cases if case.flag_count)
        self.standings: dict[int, Standing] = {}

    def subject(self, case: Case) -> Subject:
        """What a case is about; raises Conflict where it is gone."""
        if case.subject not in self.subjects:
            raise Conflict(_("What this case is about is no longer there."))
        return self.subjects[case.subject]

    def code(self, case: Case, verdict: Verdict) -> str:
        """Why, in a word."""
        return verdict.code_after(self.reports.get(case.id, []))

    def words(self, case: Case, verdict: Verdict) -> str:
        """What the author reads, its blanks filled in."""
        subject, until, clause = self.subject(case), verdict.until, verdict.clause
        usual = wording.usual(verdict.action, self.code(case, verdict), clause=clause, ends=until is not None)
        space = self.spaces[case.space_id].name
        return wording.personal(verdict.words.strip() or usual, subject, space=space, clause=clause, until=until)

    def standing(self, author: Person, verdict: Verdict, by: Person) -> Standing:
        """How an author stands before this decision: the one before it may have been about them too."""
        before = self.standings.get(author.id, (author.state, author.suspended_until))
        if verdict.action in STOPS:
            if author.state == "erased":
                raise Invalid({"action": _("This account was erased. Hide or remove what it posted.")})
            if not may_stop(by, author):
                raise Invalid({"action": _("Only an administrator does this. Hide or remove what was posted.")})
            self.standings[author.id] = standing_after(before, verdict.until)
        return before


def _judged(cases: Sequence[Case], verdict: Verdict, by: Person) -> tuple[list[Judged], Left]:
    ground, judged, left = _Ground(cases), list[Judged](), Left()
    for case in cases:
        try:
            judged.append(_judge(case, verdict, ground, by))
        except (Conflict, Invalid) as refusal:
            left[case.id] = refusal
    return judged, left


def _judge(case: Case, verdict: Verdict, ground: _Ground, by: Person) -> Judged:
    subject, words = ground.subject(case), ground.words(case, verdict)
    before = _before(subject, ground.standing(subject.author, verdict, by))
    if verdict.action == "edit":
        before["earlier"] = editing.earlier_words(subject)
    made = ModeratorDecision(
        case_id=case.id, action=verdict.action, code=ground.code(case, verdict), clause=verdict.clause,
        until=verdict.until, batch=verdict.batch, reason=words, decided_by_id=by.id, decided_by=by,
        before=before, decided_at=clock.now(),
    )  # fmt: skip
    return Judged(case, subject, made)


def _before(subject: Subject, standing: Standing) -> dict[str, Any]:
    """What taking the decision back restores."""
    thing, (state, until) = subject.thing, standing
    kept: dict[str, Any] = {
        "state": subject.state, "body": subject.body, "standing": state, "until": _told(until),
        "edited_at": _told(thing.edited_at),
    }  # fmt: skip
    if isinstance(thing, Answer):
        kept |= {"verified_at": _told(thing.verified_at), "verified_by_id": thing.verified_by_id}
    return kept


def _line(each: Judged) -> audit.Line:
    case, made = each.case, each.made
    after = {"action": made.action, "code": made.code, "clause": made.clause, "subject": case.subject}
    return audit.Line(f"case:{case.id}", made.reason, {"state": each.subject.state}, after)


@reaches_archive
def _carry_out(judged: Iterable[Judged], verdict: Verdict, by: Person) -> None:
    wanted = []
    for each in judged:
        subject, made = each.subject, each.made
        if verdict.action == "edit":
            editing.edit(subject, verdict.body or "", by=by, reason=made.reason)
        if (state := _state_after(verdict.action, subject)) is not None:
            wanted.append((subject, state, made.reason))
        if verdict.action in STOPS:
            _stop(subject.author, made, by)
    subjects.set_states(wanted, by=by)


def _state_after(action: str, subject: Subject) -> str | None:
    """The state that a thing gets; None leaves it as it is: what its author took back while it waited stays so."""
    if action in {"approve", "edit"} and subject.state == "removed":
        return None
    lets_through = action in {"approve", "edit"} or (action == "warn" and subject.state == "held")
    return subject.shown_state if lets_through else STATE_AFTER.get(action)


def _stop(author: Person, made: ModeratorDecision, by: Person) -> None:
    before = (author.state, author.suspended_until)
    after = standing_after(before, made.until)
    if after != before:
        accounts.suspend(author, after[1], by=by, reason=made.reason)


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
