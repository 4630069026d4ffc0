"""Handing a question over to a colleague, with a word about where it stands."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board import policy, queries
from app.board.commands.claims import CLAIM_LASTS, claim
from app.board.commands.notes import add_note
from app.board.events import ClaimHandedOver
from app.board.models import Question
from app.core import clock
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db


def hand_over(question: Question, to: Person, note: str, *, by: Person) -> None:
    """Let a colleague hold the claim that `by` holds, or takes for this moment; the note is an internal one.

    Raises Invalid for a colleague who could not answer here or for a bad note, Conflict while somebody else is on it.
    """
    if to.id == by.id:
        raise Invalid({"to": _("Choose a colleague.")})
    if queries.visible_question(to, question.id) is None or not policy.may_claim(to, question):
        raise Invalid({"to": _("%(name)s cannot answer here. Choose somebody else.", name=to.name)})
    held = claim(question, by=by)
    add_note(question, _("Handed over to %(name)s: %(note)s", name=f"@{to.handle}", note=note.strip()), by=by)
    held.person_id, held.person = to.id, to
    held.claimed_at, held.until = clock.now(), clock.now() + CLAIM_LASTS
    db.session.flush()
    db.session.expire(question, ["claim"])
    record(ClaimHandedOver(question_id=question.id, to_id=to.id), by=by, space_id=question.space_id)
