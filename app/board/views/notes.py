"""Internal notes on a question."""

from __future__ import annotations

from typing import Any

from flask import request

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import QuestionNoteForm
from app.board.models import QuestionNote
from app.board.views.desk import desk_page
from app.board.views.frame import Page, at_desk, back_to, blueprint, question_of
from app.board.views.question import question_page
from app.core import realtime
from app.core.access import Invalid, ensure, found


@realtime.topic("notes")
def may_watch_notes(identifier: str, person: Any) -> bool:
    """Whoever may read them."""
    known = identifier.isascii() and identifier.isdigit() and len(identifier) < 19
    question = queries.visible_question(person, int(identifier)) if known else None
    return question is not None and bool(policy.may_read_notes(person, question))


@blueprint.post("/questions/<id:question_id>/notes")
def add_note(question_id: int) -> Page:
    """Note something for colleagues."""
    person, question, form = somebody(), question_of(question_id), QuestionNoteForm()
    ensure(policy.may_write_note(person, question))
    try:
        if form.validate_on_submit():
            commands.add_note(question, form.note.data or "", by=person)
            return back_to(question, "notes")
    except Invalid as refusal:
        form.refuse(Invalid({"note": str(refusal)}))
    page = desk_page(question, note_form=form) if at_desk() else question_page(question, note_form=form)
    return page, 422


@blueprint.delete("/notes/<id:note_id>")
def remove_note(note_id: int) -> Page:
    """Take a note away."""
    person, note = somebody(), _note(note_id)
    ensure(policy.may_remove_note(person, note))
    commands.remove_note(note, by=person, reason=request.form.get("reason", ""))
    return back_to(note.question, "notes")


def _note(note_id: int) -> QuestionNote:
    """The note, or 404: to whoever may not read notes there are none."""
    note = found(queries.note_by_id(note_id))
    question = found(queries.visible_question(me(), note.question_id))
    return found(note if policy.may_read_notes(me(), question) else None)
