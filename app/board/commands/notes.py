"""Internal notes. They are not published, so no publishing rule holds them; the audit log keeps who wrote what went."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board import policy, queries
from app.board.events import NoteRemoved, NoteWritten
from app.board.models import Question, QuestionNote
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db

LONGEST = 4000


def add_note(question: Question, body: str, *, by: Person) -> QuestionNote:
    """Note something for colleagues; whoever is named with @ and may read it is told. Raises Invalid for bad text."""
    if not body.strip():
        raise Invalid({"body": _("Write a note first.")})
    if len(body) > LONGEST:
        raise Invalid({"body": _("A note has at most %(most)d characters.", most=LONGEST)})
    note = QuestionNote(
        question_id=question.id, question=question, author_id=by.id, author=by, body=body,
        body_html=text.render(body), written_at=clock.now(),
    )  # fmt: skip
    db.session.add(note)
    db.session.flush()
    named = [person.id for person in _readers_named(question, body) if person.id != by.id]
    written = NoteWritten(question_id=question.id, note_id=note.id, mentioned=named)
    record(written, by=by, space_id=question.space_id)
    audit.log("board.note_written", f"note:{note.id}", by=by, after={"question": question.id})
    return note


def remove_note(note: QuestionNote, *, by: Person, reason: str = "") -> None:
    """Take a note away; what it said stays on the audit log."""
    note.removed_at = clock.now()
    audit.log("board.note_removed", f"note:{note.id}", by=by, reason=reason, before={"body": note.body})
    removed = NoteRemoved(question_id=note.question_id, note_id=note.id)
    record(removed, by=by, space_id=note.question.space_id)


def _readers_named(question: Question, body: str) -> list[Person]:
    """Those named in it who may read it: to the others it does not exist."""
    return [
        person for person in queries.colleagues_named(queries.mentioned(body))
        if queries.visible_question(person, question.id) and policy.may_read_notes(person, question)
    ]  # fmt: skip
