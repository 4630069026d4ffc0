"""The deeds on questions."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.board import commands, policy
from app.board.forms import CommentForm, ReasonForm
from app.board.views.frame import Page, back_to, blueprint, question_of, voted
from app.board.views.question import question_page
from app.core.access import Invalid, ensure
from app.core.uploads import takes_files
from app.discussion import commands as drafts
from app.files.forms import MOST_IN_ONE_REQUEST, take_files


@blueprint.put("/questions/<id:question_id>/claim")
def claim(question_id: int) -> Page:
    """Say that one is answering, or hold on while typing."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_claim(person, question))
    commands.claim(question, by=person)
    return back_to(question, "your-answer")


@blueprint.delete("/questions/<id:question_id>/claim")
def release(question_id: int) -> Page:
    """Give the claim back."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_work(person))
    commands.release(question, by=person)
    return back_to(question)


@blueprint.put("/questions/<id:question_id>/vote")
def vote_question(question_id: int) -> Page:
    """Say that one has the same question."""
    return _vote(question_id, 1)


@blueprint.delete("/questions/<id:question_id>/vote")
def unvote_question(question_id: int) -> Page:
    """Take the vote back."""
    return _vote(question_id, 0)


@blueprint.post("/questions/<id:question_id>/comments")
@takes_files(MOST_IN_ONE_REQUEST)
def comment_on_question(question_id: int) -> Page:
    """Comment beneath a question."""
    person, question, form = somebody(), question_of(question_id), CommentForm()
    ensure(policy.may_comment(person, question))
    take_files(form, by=person)
    try:
        if form.validate_on_submit():
            commands.comment_on_question(
                question, form.body.data or "", by=person, reply_to_id=form.reply_to.data, attachments=form.tokens
            )
            drafts.end_draft(f"comment:question:{question.id}", by=person)
            return back_to(question, "question")
    except Invalid as refusal:
        form.refuse(refusal)
    return question_page(question, comment=form), 422


@blueprint.post("/questions/<id:question_id>/escalation")
def escalate(question_id: int) -> Page:
    """Open a case for it outside the board."""
    person, question, form = somebody(), question_of(question_id), ReasonForm()
    ensure(policy.may_escalate(person, question))
    if not form.validate_on_submit():
        return question_page(question, reason=form), 422
    commands.escalate(question, form.reason.data or "", by=person)
    flash(_("Escalated. A case is being opened."))
    return back_to(question)


@blueprint.put("/questions/<id:question_id>/closure")
def close(question_id: int) -> Page:
    """End it without a solution."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_close(person, question))
    commands.close(question, by=person)
    return back_to(question)


@blueprint.delete("/questions/<id:question_id>/closure")
def reopen(question_id: int) -> Page:
    """Let people answer again."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_close(person, question))
    commands.reopen(question, by=person)
    return back_to(question)


@blueprint.put("/questions/<id:question_id>/privacy")
def make_private(question_id: int) -> Page:
    """Keep it between the asker and those who answer."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_make_private(person, question))
    commands.set_audience(question, "private", by=person)
    flash(_("Private now. Only the asker and those who answer read it."))
    return back_to(question)


@blueprint.delete("/questions/<id:question_id>/privacy")
def open_up(question_id: int) -> Page:
    """Let all who see its space read it."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_open_up(person, question))
    commands.set_audience(question, "space", by=person)
    flash(_("Everybody who sees this space can read it now."))
    return back_to(question)


def _vote(question_id: int, value: int) -> Page:
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_vote_question(person, question))
    return voted(question, "question", commands.vote_question(question, value, by=person), value)
