"""The deeds on a question's severity, and asking its asker back."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.board import commands, policy
from app.board.forms import CommentForm, SeverityForm
from app.board.views.frame import Page, back_to, blueprint, question_of
from app.board.views.question import question_page
from app.core.access import Conflict, Invalid, ensure


@blueprint.put("/questions/<id:question_id>/severity")
def set_severity(question_id: int) -> Page:
    """Say how severe it is; the targets follow."""
    person, question, form = somebody(), question_of(question_id), SeverityForm()
    ensure(policy.may_set_severity(person, question))
    if not form.validate_on_submit():
        return question_page(question), 422
    commands.set_severity(question, form.severity.data, by=person)
    return back_to(question)


@blueprint.post("/questions/<id:question_id>/ask-back")
def ask_back(question_id: int) -> Page:
    """Ask the asker for details."""
    person, question, form = somebody(), question_of(question_id), CommentForm()
    ensure(policy.may_ask_back(person, question))
    try:
        if form.validate_on_submit():
            made = commands.ask_back(question, form.body.data or "", by=person)
            flash(_("Asked. The clock stands still until the asker replies.") if made.state == "published"
                  else _("A moderator looks at this first. The clock goes on until then."))  # fmt: skip
            return back_to(question, "question")
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as conflict:  # a colleague was faster; what was typed stays
        form.refuse(Invalid({"body": str(conflict)}))
        return question_page(question, asking_back=form), 409
    return question_page(question, asking_back=form), 422


@blueprint.delete("/questions/<id:question_id>/ask-back")
def end_waiting(question_id: int) -> Page:
    """Let the clock go on without a reply."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_end_waiting(person, question))
    commands.end_waiting(question, "withdrawn", by=person)
    return back_to(question)
