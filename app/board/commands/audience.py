"""For whose eyes a question is, and whom it was asked of."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.board import policy
from app.board.commands.holding import hold_row
from app.board.events import QuestionAudienceChanged
from app.board.models import AUDIENCES, OPEN, SHOWN, Question, QuestionMerge
from app.core import audit
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.spaces import commands as spaces
from app.spaces.models import Space


def set_audience(question: Question, audience: str, *, by: Person, reason: str = "") -> None:
    """Make a question private, or open it to all who see its space; idempotent.

    Raises Conflict for a question that others were merged with, and Invalid for an unknown audience.
    """
    if audience not in AUDIENCES:
        raise Invalid({"audience": _("Choose one of %(all)s.", all=", ".join(AUDIENCES))})
    hold_row(question)
    if question.audience == audience:
        return
    if question.merged_into_id is not None or _has_duplicates(question):
        raise Conflict(_("This question is merged with others. Undo that first."))
    before, question.audience = question.audience, audience
    if question.hold == SHOWN:
        spaces.count_questions(question.space_id, 1 if audience == OPEN else -1)
    audit.log(
        "board.question_audience_changed", f"question:{question.id}", by=by, reason=reason,
        before={"audience": before}, after={"audience": audience},
    )  # fmt: skip
    changed = QuestionAudienceChanged(question_id=question.id, audience=audience)
    record(changed, by=by, space_id=question.space_id)


def check_asked_of(person: Person | None, space: Space) -> None:
    """Raise Invalid for somebody who could not answer there."""
    if person is not None and not (decision := policy.may_be_asked(person, space)):
        raise Invalid({"asked_of": decision.reason})


def _has_duplicates(question: Question) -> bool:
    into = QuestionMerge.into_id == question.id
    return db.session.scalar(select(QuestionMerge.id).where(into).limit(1)) is not None
