"""Who may read, write and remove internal notes, and who keeps a space's replies."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board.models import Question, QuestionNote, SavedReply
from app.core.access import ALLOWED, Decision, refused
from app.spaces.models import Space
from app.spaces.policy import is_open, may_moderate, may_run
from app.training import policy as training


def may_read_notes(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here, and employees who moderate here."""
    if person is None or not person.is_employee:
        return refused(_("Notes are for colleagues who answer here."), gate="role")
    if not (decision := may_write(person)):
        return decision
    return ALLOWED if may_moderate(person, question.space) else training.clearance(person, "answer", question.space)


def may_write_note(person: Person | None, question: Question) -> Decision:
    """Whoever may read them."""
    return may_read_notes(person, question) and is_open(question.space)


def may_remove_note(person: Person | None, note: QuestionNote) -> Decision:
    """Its author, or a moderator."""
    if not (decision := may_read_notes(person, note.question)):
        return decision
    if person is not None and person.id == note.author_id:
        return ALLOWED
    return may_moderate(person, note.question.space)


def may_share_reply(person: Person | None, space: Space) -> Decision:
    """The owners of the space and stewards keep what it shares."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and not person.is_employee:
        return refused(_("Saved replies are for colleagues."), gate="role")
    return may_run(person, space)


def may_change_reply(person: Person | None, reply: SavedReply) -> Decision:
    """One's own; a shared one by whoever keeps the space's."""
    if reply.space is not None:
        return may_share_reply(person, reply.space)
    if person is not None and person.id == reply.person_id:
        return may_write(person)
    return refused(_("This reply is somebody else's."), gate="own")
