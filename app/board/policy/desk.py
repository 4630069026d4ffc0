"""Who may work at the desk."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board.models import Question
from app.board.policy.grounds import open_for_work
from app.core.access import ALLOWED, Decision, refused
from app.training import policy as training


def may_claim(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here; whether it is free is the command's to say."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and not person.is_employee:
        return refused(_("Claims are for colleagues. You can answer without one."), gate="role")
    if not (decision := training.clearance(person, "answer", question.space)):
        return decision
    return open_for_work(question)


def may_work(person: Person | None) -> Decision:
    """The desk is for employees in good standing."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and not person.is_employee:
        return refused(_("The desk is for employees."), gate="role", remedy="/questions")
    return ALLOWED
