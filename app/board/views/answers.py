"""Answering, and the deeds on answers."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.board import commands, policy
from app.board.forms import AnswerForm, CommentForm, NoteForm
from app.board.views.desk import desk_page
from app.board.views.frame import Page, answer_of, at_desk, back_to, blueprint, question_of, voted
from app.board.views.question import question_page
from app.core.access import Invalid, ensure


@blueprint.post("/questions/<id:question_id>/answers")
def post_answer(question_id: int) -> Page:
    """Answer; a refused text stays in the form."""
    person, question, form = somebody(), question_of(question_id), AnswerForm()
    ensure(policy.may_answer(person, question))
    try:
        if form.validate_on_submit():
            made = commands.answer(question, form.body.data or "", by=person)
            flash(_posted(made.state))
            return back_to(question, f"answer-{made.id}")
    except Invalid as refusal:
        form.refuse(refusal)
    return (desk_page(question, form=form) if at_desk() else question_page(question, form=form)), 422


@blueprint.get("/answers/<id:answer_id>/edit")
def edit_answer(answer_id: int) -> Page:
    """The form to change an answer."""
    answer = answer_of(answer_id)
    ensure(policy.may_edit_answer(somebody(), answer))
    return render_template("board/edit_answer.html", answer=answer, form=AnswerForm(formdata=None, body=answer.body))


@blueprint.post("/answers/<id:answer_id>/edit")
def save_answer(answer_id: int) -> Page:
    """Change an answer's text."""
    person, answer, form = somebody(), answer_of(answer_id), AnswerForm()
    ensure(policy.may_edit_answer(person, answer))
    try:
        if form.validate_on_submit():
            commands.edit_answer(answer, form.body.data or "", by=person)
            return redirect(answer.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return render_template("board/edit_answer.html", answer=answer, form=form), 422


@blueprint.put("/answers/<id:answer_id>/acceptance")
def accept(answer_id: int) -> Page:
    """Say that it solved the question."""
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_accept(person, answer))
    commands.accept(answer, by=person)
    flash(_("Marked as the answer that solved it. Thank you for telling everyone."))
    return back_to(answer.question, f"answer-{answer.id}")


@blueprint.delete("/answers/<id:answer_id>/acceptance")
def unaccept(answer_id: int) -> Page:
    """Take the acceptance back."""
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_accept(person, answer))
    commands.unaccept(answer, by=person)
    return back_to(answer.question, f"answer-{answer.id}")


@blueprint.put("/answers/<id:answer_id>/verification")
def verify(answer_id: int) -> Page:
    """Vouch for it as an expert."""
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_verify(person, answer))
    commands.verify(answer, by=person)
    flash(_("Verified with your name."))
    return back_to(answer.question, f"answer-{answer.id}")


@blueprint.delete("/answers/<id:answer_id>/verification")
def unverify(answer_id: int) -> Page:
    """Take the verification back."""
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_unverify(person, answer))
    commands.unverify(answer, by=person)
    return back_to(answer.question, f"answer-{answer.id}")


@blueprint.put("/answers/<id:answer_id>/approval")
def approve(answer_id: int) -> Page:
    """Let a novice's answer through."""
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_approve(person, answer))
    commands.approve(answer, by=person)
    flash(_("Approved. Everybody can read it now."))
    return back_to(answer.question, f"answer-{answer.id}")


@blueprint.post("/answers/<id:answer_id>/return")
def send_back(answer_id: int) -> Page:
    """Ask a novice to write it again."""
    person, answer, form = somebody(), answer_of(answer_id), NoteForm()
    ensure(policy.may_approve(person, answer))
    if not form.validate_on_submit():
        return question_page(answer.question, note=form, at_answer=answer.id), 422
    commands.send_back(answer, form.note.data or "", by=person)
    flash(_("Sent back with your note."))
    return back_to(answer.question, f"answer-{answer.id}")


@blueprint.put("/answers/<id:answer_id>/vote")
def vote_answer(answer_id: int) -> Page:
    """Say that it helped."""
    return _vote(answer_id, 1)


@blueprint.delete("/answers/<id:answer_id>/vote")
def unvote_answer(answer_id: int) -> Page:
    """Take the vote back."""
    return _vote(answer_id, 0)


@blueprint.post("/answers/<id:answer_id>/comments")
def comment_on_answer(answer_id: int) -> Page:
    """Comment beneath an answer."""
    person, answer, form = somebody(), answer_of(answer_id), CommentForm()
    ensure(policy.may_comment(person, answer.question))
    try:
        if form.validate_on_submit():
            commands.comment_on_answer(answer, form.body.data or "", by=person, reply_to_id=form.reply_to.data)
            return back_to(answer.question, f"answer-{answer.id}")
    except Invalid as refusal:
        form.refuse(refusal)
    return question_page(answer.question, comment=form, at_answer=answer.id), 422


def _vote(answer_id: int, value: int) -> Page:
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_vote_answer(person, answer))
    count = commands.vote_answer(answer, value, by=person)
    return voted(answer.question, f"answer-{answer.id}", count, value)


def _posted(state: str) -> str:
    told: dict[str, str] = {
        "published": _("Your answer is posted."),
        "waiting": _("Your answer waits for your mentor. You will be told."),
        "held": _("A moderator will look at your answer before others see it."),
    }
    return told[state]
