"""Deciding: what becomes of the thing and its author, and what the author reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.moderation import queries, subjects, wording
from app.moderation.commands.holding import hold
from app.moderation.events import CaseDecided
from app.moderation.models import ACTIONS, CODES, FINE, STOPS, Case, ModeratorDecision
from app.moderation.subjects import Subject
from app.spaces import queries as spaces
from app.spaces.policy.archive import reaches_archive

SUSPENDED_FOR = 7
LONGEST = {"suspend": 90, "ban": 3650}
STATE_AFTER = {"hide": "hidden", "remove": "removed"}


@dataclass(frozen=True)
class Verdict:
    """What is decided: the words for the author may hold blanks, and without any the usual ones are sent.

    `days` is how long a suspension or ban lasts: 0 means a week for one and no end for the other.
    """

    action: str
    words: str = ""
    code: str = ""
    clause: str = ""
    days: int = 0
    body: str | None = None
    batch: str | None = None

    @property
    def until(self) -> datetime | None:
        """When what it takes away comes back."""
        days = self.days or (SUSPENDED_FOR if self.action == "suspend" else 0)
        return clock.now() + timedelta(days=days) if days and self.action in STOPS else None


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
    check(verdict)
    hold(case)
    if case.state != "open":
        raise Conflict(_("Somebody has decided this case already."))
    made = enter(case, verdict, by=by)
    decided = CaseDecided(
        case_id=case.id, decision_id=made.id, author_id=case.author_id, subject=case.subject, action=made.action
    )
    record(decided, by=by, space_id=case.space_id)
    return made


def enter(case: Case, verdict: Verdict, *, by: Person) -> ModeratorDecision:
    """Carry a verdict out and put it on record; the caller holds the case and tells of it."""
    subject = _there(case)
    made = _entered(case, verdict, subject, by)
    db.session.add(made)
    _carry_out(subject, made, verdict.body, by)
    case.state, case.decided_at = "decided", clock.now()
    db.session.flush()
    audit.log(
        "moderation.case_decided", f"case:{case.id}", by=by, reason=made.reason, before={"state": subject.state},
        after={"action": made.action, "code": made.code, "clause": made.clause, "subject": case.subject},
    )  # fmt: skip
    return made


def usual_code(case: Case, action: str) -> str:
    """The code of a decision that names none: what readers said most, for an approval that nothing is wrong."""
    if action == "approve":
        return FINE
    said = [flag.reason for flag in queries.flags_of(case)] if case.flag_count else []
    return max(said, key=said.count) if said else "other"


def words_for(case: Case, verdict: Verdict) -> str:
    """What the author would read; raises Conflict where the thing is gone, Invalid where something stays blank."""
    return _said(_words(case, verdict), _there(case), verdict.clause, verdict.until)


def _words(case: Case, verdict: Verdict) -> str:
    code, until = verdict.code or usual_code(case, verdict.action), verdict.until
    return verdict.words.strip() or wording.usual(verdict.action, code, clause=verdict.clause, ends=until is not None)


def _entered(case: Case, verdict: Verdict, subject: Subject, by: Person) -> ModeratorDecision:
    until, clause = verdict.until, verdict.clause
    code = verdict.code or usual_code(case, verdict.action)
    return ModeratorDecision(
        case_id=case.id, action=verdict.action, code=code, clause=clause, until=until, batch=verdict.batch,
        reason=_said(_words(case, verdict), subject, clause, until), before=_before(subject), decided_by_id=by.id,
        decided_by=by, decided_at=clock.now(),
    )  # fmt: skip


def _said(words: str, subject: Subject, clause: str, until: datetime | None) -> str:
    space = spaces.by_id(subject.space_id).name
    return wording.personal(words, subject, space=space, clause=clause, until=until)


def _there(case: Case) -> Subject:
    subject = subjects.find(case.subject)
    if subject is None:
        raise Conflict(_("What this case is about is no longer there."))
    return subject


def check(verdict: Verdict) -> None:
    """Raise Invalid for what no case can be given."""
    if verdict.action not in ACTIONS:
        raise Invalid({"action": _("Choose one of %(all)s.", all=", ".join(ACTIONS))})
    if verdict.code and verdict.code not in CODES:
        raise Invalid({"code": _("Choose one of %(all)s.", all=", ".join(CODES))})
    if not 0 <= verdict.days <= LONGEST.get(verdict.action, verdict.days):
        raise Invalid({"days": _("Choose %(most)d days at most.", most=LONGEST[verdict.action])})


def _before(subject: Subject) -> dict[str, Any]:
    """What taking the decision back restores."""
    author, thing = subject.author, subject.thing
    kept: dict[str, Any] = {
        "state": subject.state, "body": subject.body, "standing": author.state, "until": _told(author.suspended_until),
    }  # fmt: skip
    if isinstance(thing, Question | Answer):
        kept["edited_at"] = _told(thing.edited_at)
    if isinstance(thing, Answer):
        kept |= {"verified_at": _told(thing.verified_at), "verified_by_id": thing.verified_by_id}
    return kept


@reaches_archive
def _carry_out(subject: Subject, made: ModeratorDecision, body: str | None, by: Person) -> None:
    action, reason = made.action, made.reason
    if action in STATE_AFTER:
        subjects.set_state(subject, STATE_AFTER[action], by=by, reason=reason)
    elif action == "edit":
        _edit(subject, body, reason, by)
    elif action in STOPS:
        _stop(subject, made, by)
    if action in {"approve", "edit"} or (action == "warn" and subject.state == "held"):
        subjects.set_state(subject, subject.shown_state, by=by, reason=reason)


def _edit(subject: Subject, body: str | None, reason: str, by: Person) -> None:
    if not (body or "").strip():
        raise Invalid({"body": _("Write the text as it should read.")})
    thing = subject.thing
    if isinstance(thing, Answer):
        board.edit_answer(thing, str(body), by=by, reason=reason)
    elif isinstance(thing, Question):
        topics = [topic.name for topic in thing.topics]
        board.edit(thing, title=thing.title, body=str(body), topics=topics, by=by, reason=reason)
    else:
        raise Invalid({"action": _("Only questions and answers can be edited; hide this and ask the author.")})


def _stop(subject: Subject, made: ModeratorDecision, by: Person) -> None:
    """Take the right to post away; what was taken for longer stays so."""
    author, until = subject.author, made.until
    if author.state == "erased":
        raise Invalid({"action": _("This account was erased. Hide or remove what it posted.")})
    subjects.set_state(subject, "hidden", by=by, reason=made.reason)
    known = author.suspended_until
    longer = known is None or (until is not None and known > until)
    if author.state != "suspended" or not longer:
        accounts.suspend(author, until, by=by, reason=made.reason)


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
