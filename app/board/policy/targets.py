"""Who may do what about service levels."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.models import Question
from app.board.policy.desk import may_claim, may_work
from app.board.policy.questions import may_comment
from app.core.access import Decision, refused


def may_see_clock(person: Person | None) -> Decision:
    """Employees: what was promised within the house is no customer's business, and no promise to them."""
    return may_work(person)


def may_set_severity(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here."""
    return may_claim(person, question)


def may_ask_back(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here, while it is unsolved; nobody asks themselves."""
    if not (decision := may_claim(person, question)) or not (decision := may_comment(person, question)):
        return decision
    if person is not None and person.id == question.author_id and question.handle is None:
        return refused(_("This is your own question."), gate="own")
    if question.state == "solved":
        return refused(_("This question is solved already."), gate="state")
    return decision


def may_end_waiting(person: Person | None, question: Question) -> Decision:
    """Whoever may ask back may also take it back."""
    return may_claim(person, question)
