"""Flagging, opening cases, deciding, undoing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.moderation import queries, subjects
from app.moderation.events import CaseDecided, CaseOpened, ContentFlagged, DecisionUndone
from app.moderation.models import ACTIONS, HELD_SEVERITY, REASONS, SEVERITY, Case, Flag, ModeratorDecision
from app.moderation.subjects import Subject

SUSPENDED_FOR = timedelta(days=7)
STATE_AFTER = {"hide": "hidden", "remove": "removed"}


def flag(subject: Subject, reason: str, note: str = "", *, by: Person) -> Case:
    """Report a thing; a second report by the same person changes nothing."""
    if reason not in REASONS:
        raise Invalid({"reason": _("Choose one of %(all)s.", all=", ".join(REASONS))})
    case = open_case(subject, source="flag", severity=SEVERITY[reason], by=by)
    if db.session.scalar(select(Flag.id).where(Flag.case_id == case.id, Flag.person_id == by.id)) is not None:
        return case
    db.session.add(Flag(case_id=case.id, person_id=by.id, person=by, reason=reason, note=note.strip(), at=clock.now()))
    case.flag_count += 1
    case.severity = max(case.severity, SEVERITY[reason])
    db.session.flush()
    record(ContentFlagged(case_id=case.id, subject=subject.name, reason=reason), by=by, space_id=case.space_id)
    return case


def open_case(
    subject: Subject, *, source: str, severity: int = HELD_SEVERITY, rules: Iterable[str] = (), by: Actor | None = None
) -> Case:
    """The open case about a subject, made where there is none."""
    _take_turns(subject.author)
    known = queries.open_case_of(subject.name)
    if known is not None:
        return known
    case = Case(
        subject=subject.name, space_id=subject.space_id, author_id=subject.author.id, author=subject.author,
        source=source, rules=list(rules), severity=severity, opened_at=clock.now(), flag_count=0, state="open",
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    record(CaseOpened(case_id=case.id, subject=subject.name), by=by, space_id=case.space_id)
    return case


def decide(case: Case, action: str, reason: str, *, by: Person, body: str | None = None) -> ModeratorDecision:
    """Decide a case: approve, edit (with a new text), hide, remove, warn, suspend; raises Invalid without a reason."""
    subject = _check(case, action, reason)
    before = _before(subject)
    made = ModeratorDecision(
        case_id=case.id, action=action, reason=reason.strip(), before=before, decided_by_id=by.id, decided_by=by,
        decided_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    _carry_out(subject, action, reason, body, by)
    case.state, case.decided_at = "decided", clock.now()
    db.session.flush()
    audit.log(
        "moderation.case_decided", f"case:{case.id}", by=by, reason=reason, before={"state": subject.state},
        after={"action": action, "subject": case.subject},
    )  # fmt: skip
    decided = CaseDecided(
        case_id=case.id, decision_id=made.id, author_id=case.author_id, subject=case.subject, action=action
    )
    record(decided, by=by, space_id=case.space_id)
    return made


def undo(case: Case, *, by: Person, reason: str = "") -> None:
    """Take the standing decision back: text, state and standing are as before it; the case is open again."""
    made = _standing(case)
    subject = subjects.find(case.subject)
    if subject is not None:
        _restore(subject, made, by)
    made.undone_at, made.undone_by_id = clock.now(), by.id
    case.state, case.decided_at = "open", None
    audit.log(
        "moderation.decision_undone", f"case:{case.id}", by=by, reason=reason, before={"action": made.action},
        after={"state": made.before["state"]},
    )  # fmt: skip
    undone = DecisionUndone(case_id=case.id, decision_id=made.id, author_id=case.author_id, subject=case.subject)
    record(undone, by=by, space_id=case.space_id)


def _take_turns(author: Person) -> None:
    """Two reports of one person's things at once must not open two cases about one of them."""
    db.session.execute(select(Person.id).where(Person.id == author.id).with_for_update())


def _check(case: Case, action: str, reason: str) -> Subject:
    if action not in ACTIONS:
        raise Invalid({"action": _("Choose one of %(all)s.", all=", ".join(ACTIONS))})
    if not reason.strip():
        raise Invalid({"reason": _("Say why: the author reads it.")})
    _hold(case)
    if case.state != "open":
        raise Conflict(_("Somebody has decided this case already."))
    subject = subjects.find(case.subject)
    if subject is None:
        raise Conflict(_("What this case is about is no longer there."))
    return subject


def _standing(case: Case) -> ModeratorDecision:
    _hold(case)
    made = queries.standing_decision(case)
    if made is None:
        raise Conflict(_("There is no decision to take back."))
    if queries.is_overtaken(case):
        raise Conflict(_("There is a newer case about the same thing. Decide or take back that one first."))
    return made


def _hold(case: Case) -> None:
    """Let decisions about one case take turns."""
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    db.session.refresh(case, ["state"])


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


def _carry_out(subject: Subject, action: str, reason: str, body: str | None, by: Person) -> None:
    if action in STATE_AFTER:
        subjects.set_state(subject, STATE_AFTER[action], by=by, reason=reason)
    elif action == "edit":
        _edit(subject, body, reason, by)
    elif action == "suspend":
        _suspend(subject, reason, by)
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


def _suspend(subject: Subject, reason: str, by: Person) -> None:
    """For a week at least; a longer suspension stays as long as it was."""
    author, until = subject.author, clock.now() + SUSPENDED_FOR
    if author.state == "erased":
        raise Invalid({"action": _("This account was erased. Hide or remove what it posted.")})
    subjects.set_state(subject, "hidden", by=by, reason=reason)
    longer = author.suspended_until is None or author.suspended_until > until
    if author.state != "suspended" or not longer:
        accounts.suspend(author, until, by=by, reason=reason)


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
    if made.action == "suspend":
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


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
