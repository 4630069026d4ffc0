"""Saying that an answer is no longer true, and what an expert makes of it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board.commands.holding import hold_row
from app.board.commands.marks import unverify
from app.board.commands.standing import place
from app.board.events import AnswerConfirmed, AnswerDoubted, DoubtResolved
from app.board.models import OUTCOMES, Answer, Doubt
from app.board.standing import REVIEW_AFTER
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.screening import commands as screening

LONGEST = 1000


def doubt(answer: Answer, reason: str, *, by: Person) -> Doubt:
    """Say that an answer is no longer true; the same person's open doubt of it gets the new reason.

    Raises Invalid without a reason, or for one that the rules refuse.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise Invalid({"reason": _("Say in a few words what is no longer true.")})
    screening.pass_or_raise(reason, "reason", scope="answer", by=by, space_id=answer.question.space_id, posts=False)
    hold_row(answer.question, answer)
    mine = (Doubt.answer_id == answer.id, Doubt.person_id == by.id, Doubt.outcome == "")
    held = db.session.scalar(select(Doubt).where(*mine))
    if held is not None:
        held.reason = reason
        return held
    held = Doubt(answer_id=answer.id, answer=answer, person_id=by.id, person=by, reason=reason, made_at=clock.now())
    held.outcome, held.note = "", ""
    db.session.add(held)
    db.session.flush()
    _count(answer)
    about = {"question_id": answer.question_id, "answer_id": answer.id, "author_id": answer.author_id}
    record(AnswerDoubted(**about, doubt_id=held.id), by=by, space_id=answer.question.space_id)
    return held


def resolve(held: Doubt, outcome: str, note: str, *, by: Person) -> None:
    """Uphold or dismiss it, with a reason; upheld, the answer is marked out of date and its verification falls.

    Raises Conflict for one that is resolved, Invalid without a reason or for another outcome.
    """
    errors = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = _("Choose one of %(all)s.", all=", ".join(OUTCOMES))
    if not note.strip() or len(note) > LONGEST:
        errors["note"] = _("Say in a few words why.")
    if errors:
        raise Invalid(errors)
    answer = held.answer
    hold_row(answer.question, answer)
    db.session.refresh(held, ["outcome"])
    if held.outcome:
        raise Conflict(_("Somebody has decided this already."))
    if outcome == "upheld":
        mark_stale(answer, by=by, reason=note.strip())
    open_ones = select(Doubt).where(Doubt.answer_id == answer.id, Doubt.outcome == "")
    for each in db.session.scalars(open_ones).all() if outcome == "upheld" else [held]:
        _end(each, outcome, note.strip(), by)
    _count(answer)


def mark_stale(answer: Answer, *, by: Person, reason: str = "") -> None:
    """Mark an answer as out of date: it stays, below the others; idempotent."""
    if answer.stale_since is not None:
        return
    unverify(answer, by=by)
    answer.stale_since = clock.now()
    place(answer)
    audit.log("board.answer_marked_stale", f"answer:{answer.id}", by=by, reason=reason)


def confirm(answer: Answer, *, by: Person) -> None:
    """Say as an expert that it is still true: it is fresh again, and up for review in a year."""
    hold_row(answer.question, answer)
    answer.confirmed_at, answer.review_at = clock.now(), clock.now() + REVIEW_AFTER
    answer.stale_since = None
    place(answer)
    audit.log("board.answer_confirmed", f"answer:{answer.id}", by=by)
    about = {"question_id": answer.question_id, "answer_id": answer.id, "author_id": answer.author_id}
    record(AnswerConfirmed(**about), by=by, space_id=answer.question.space_id)


def _end(held: Doubt, outcome: str, note: str, by: Person) -> None:
    held.outcome, held.note, held.resolved_at, held.resolved_by_id = outcome, note, clock.now(), by.id
    answer = held.answer
    audit.log("board.doubt_resolved", f"answer:{answer.id}", by=by, reason=note, after={"outcome": outcome})
    happened = DoubtResolved(
        question_id=answer.question_id, answer_id=answer.id, author_id=answer.author_id, doubt_id=held.id,
        outcome=outcome,
    )  # fmt: skip
    record(happened, by=by, space_id=answer.question.space_id)


def _count(answer: Answer) -> None:
    db.session.flush()
    query = select(func.count()).where(Doubt.answer_id == answer.id, Doubt.outcome == "")
    answer.doubt_count = db.session.scalar(query) or 0
