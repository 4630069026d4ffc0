"""The API's operations on internal notes; to whoever may not read them they do not exist."""

from __future__ import annotations

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.models import QuestionNote
from app.core.access import ensure, found
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Moment, Text


class QuestionNoteIn(In):
    """A note for colleagues; `@handle` tells one of them."""

    body: Text = Field(min_length=1, max_length=4000)


class QuestionNoteOut(Out):
    """A note that only colleagues who answer here see."""

    id: int
    question_id: int
    author: PersonOut
    body: str
    body_html: str
    written_at: Moment

    @classmethod
    def of(cls, note: QuestionNote) -> QuestionNoteOut:
        """From a row."""
        plain = {name: getattr(note, name) for name in ("id", "question_id", "body", "body_html", "written_at")}
        return cls(author=PersonOut.of(note.author), **plain)


@operation("listNotes", "GET /questions/<id:question_id>/notes", returns=Listing[QuestionNoteOut])
def list_notes(question_id: int) -> Listing[QuestionNoteOut]:
    """What colleagues noted on a question, oldest first."""
    question = found(queries.visible_question(me(), question_id))
    ensure(policy.may_read_notes(me(), question))
    return Listing(items=[QuestionNoteOut.of(note) for note in queries.notes_on(question)], next=None)


@operation(
    "addNote", "POST /questions/<id:question_id>/notes", body=QuestionNoteIn, returns=QuestionNoteOut, status=201
)
def add_note(question_id: int, body: QuestionNoteIn) -> QuestionNoteOut:
    """Note something for colleagues."""
    person = somebody()
    question = found(queries.visible_question(person, question_id))
    ensure(policy.may_write_note(person, question))
    return QuestionNoteOut.of(commands.add_note(question, body.body, by=person))


@operation("removeNote", "DELETE /notes/<id:note_id>")
def remove_note(note_id: int) -> None:
    """Take a note away; its author or a moderator may."""
    person, note = somebody(), found(queries.note_by_id(note_id))
    question = found(queries.visible_question(me(), note.question_id))
    found(note if policy.may_read_notes(person, question) else None)
    ensure(policy.may_remove_note(person, note))
    commands.remove_note(note, by=person)
