"""Practising: what a novice hands in, and what a mentor remarks."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.board import queries
from app.board.commands.composing import check_blanks
from app.board.commands.holding import hold_row
from app.board.commands.wording import screened_answer
from app.board.events import PracticeHandedIn, PracticeRemarked, PracticeRemarkWithdrawn, PracticeRevised
from app.board.models import VERDICTS, Practice, Question, Remark
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.core.versions import check_version
from app.extensions import db
from app.training import queries as training

LONGEST_REMARK = 4000


def practise(question: Question, body: str, *, by: Person) -> Practice:
    """Hand in a practice answer, or write it again until there is a remark; the same text twice leaves one.

    Raises Invalid for what an answer would be refused for, and Conflict once a mentor has remarked on it.
    """
    check_blanks(body)
    rules = screened_answer(body, space_id=question.space_id, by=by, posts=False)
    hold_row(question)
    held = _held(Practice.person_id == by.id, Practice.question_id == question.id)
    if held is None:
        return _hand_in(question, body, rules, by)
    if held.body == body:
        return held
    _check_open(held)
    held.body, held.body_html, held.rules, held.edited_at = body, text.render(body), rules, clock.now()
    record(PracticeRevised(practice_id=held.id, person_id=by.id), by=by)
    return held


def check_points(practice: Practice, ticked: Iterable[str], *, by: Person) -> None:
    """Keep which points of the guidelines in force its writer says it keeps; raises Conflict once remarked on."""
    held = _held(Practice.id == practice.id)
    if held is None:
        return
    _check_open(held)
    said = set(ticked)
    held.points = [point for point in training.guideline_points() if point in said]


def remark(practice: Practice, verdict: str, body: str, *, by: Person, version: str | None = None) -> Remark:
    """Say as a mentor what is good and what is missing; one's own standing remark is replaced, and kept.

    Raises Invalid without words or for another verdict, Stale where a `version` is given and the novice has written it
    again since, and Conflict where a colleague was faster.
    """
    _check_remark(verdict, body)
    _held(Practice.id == practice.id)
    check_version(practice, version)
    standing = queries.remark_on(practice)
    if standing is not None and standing.mentor_id != by.id:
        raise Conflict(_("%(name)s has remarked on this already.", name=standing.mentor.name))
    if standing is not None and (standing.verdict, standing.body) == (verdict, body.strip()):
        return standing
    if standing is not None:
        standing.ended_at = clock.now()
    made = Remark(
        practice_id=practice.id, mentor_id=by.id, mentor=by, verdict=verdict, body=body.strip(),
        body_html=text.render(body), made_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    practice.verdict = verdict
    db.session.flush()
    _tell_remarked(practice, made, standing, by)
    return made


def withdraw_remark(practice: Practice, *, by: Person) -> None:
    """Take the standing remark back, so that the answer waits again; idempotent."""
    _held(Practice.id == practice.id)
    standing = queries.remark_on(practice)
    if standing is None:
        return
    standing.ended_at, practice.verdict = clock.now(), ""
    audit.log("board.practice_remark_withdrawn", practice_name(practice), by=by, before={"remark": standing.id})
    withdrawn = PracticeRemarkWithdrawn(practice_id=practice.id, person_id=practice.person_id, remark_id=standing.id)
    record(withdrawn, by=by)


def practice_name(practice: Practice) -> str:
    """How the audit log and notifications call it."""
    return f"practice:{practice.id}"


def _hand_in(question: Question, body: str, rules: list[str], by: Person) -> Practice:
    settled = queries.settled_answer(question.id)
    made = Practice(
        question_id=question.id, person_id=by.id, person=by, body=body, body_html=text.render(body), first_body=body,
        rules=rules, points=[], answer_id=settled.id if settled else None,
        answer_version=settled.version if settled else "", verdict="", handed_in_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record(PracticeHandedIn(practice_id=made.id, person_id=by.id), by=by)
    return made


def _held(*which: object) -> Practice | None:
    """The row, held until the transaction ends, as it is now."""
    query = select(Practice).where(*which).with_for_update(of=Practice)  # type: ignore[arg-type]
    return db.session.scalar(query.execution_options(populate_existing=True))


def _check_open(practice: Practice) -> None:
    if practice.verdict:
        raise Conflict(_("Your mentor has remarked on this. Practise on another question."))


def _check_remark(verdict: str, body: str) -> None:
    errors = {}
    if verdict not in VERDICTS:
        errors["verdict"] = _("Choose one of %(all)s.", all=", ".join(VERDICTS))
    if not body.strip():
        errors["body"] = _("Say what is good, and what is missing.")
    elif len(body) > LONGEST_REMARK:
        errors["body"] = _("At most %(most)d characters.", most=LONGEST_REMARK)
    if errors:
        raise Invalid(errors)


def _tell_remarked(practice: Practice, made: Remark, before: Remark | None, by: Person) -> None:
    audit.log(
        "board.practice_remarked", practice_name(practice), by=by,
        before={"remark": before.id, "verdict": before.verdict} if before else None,
        after={"remark": made.id, "verdict": made.verdict},
    )  # fmt: skip
    told = PracticeRemarked(
        practice_id=practice.id, person_id=practice.person_id, remark_id=made.id, verdict=made.verdict
    )
    record(told, by=by)
