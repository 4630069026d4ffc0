"""Saved replies: kept, changed, filled for a question, dropped."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import ReplyForm
from app.board.models import Question, SavedReply
from app.board.views.desk import desk_page
from app.board.views.frame import Page, blueprint, desk_address, question_of
from app.core.access import Invalid, ensure, found
from app.core.pages import row_id


@blueprint.post("/desk/replies")
def save_reply() -> Page:
    """Keep a text to answer with again, for oneself or for the space of the question at hand."""
    person, form, question = somebody(), ReplyForm(), _at_hand()
    ensure(policy.may_work(person))
    space = question.space if question and form.shared.data else None
    if space is not None:
        ensure(policy.may_share_reply(person, space))
    try:
        if form.validate_on_submit():
            commands.save_reply(form.title.data or "", form.body.data or "", by=person, space=space)
            flash(_("Kept among the saved replies."))
            return _back(question)
    except Invalid as refusal:
        form.refuse(refusal)
    return desk_page(question, reply=form), 422


@blueprint.get("/desk/replies/<id:reply_id>")
def reply(reply_id: int) -> Page:
    """A reply's text, filled with what is known of the question at hand."""
    person, question = somebody(), _at_hand()
    ensure(policy.may_work(person))
    kept = _reply(reply_id)
    return Response(queries.filled_reply(kept, question, person) if question else kept.body, mimetype="text/plain")


@blueprint.get("/desk/replies/<id:reply_id>/edit")
def edit_reply(reply_id: int) -> Page:
    """The form to change a reply."""
    kept = _reply(reply_id)
    ensure(policy.may_change_reply(somebody(), kept))
    form = ReplyForm(formdata=None, title=kept.title, body=kept.body)
    return render_template("board/edit_reply.html", kept=kept, form=form, question=_at_hand())


@blueprint.post("/desk/replies/<id:reply_id>/edit")
def change_reply(reply_id: int) -> Page:
    """Change a reply's words."""
    person, kept, form = somebody(), _reply(reply_id), ReplyForm()
    ensure(policy.may_change_reply(person, kept))
    try:
        if form.validate_on_submit():
            commands.edit_reply(kept, form.title.data or "", form.body.data or "", by=person)
            return _back(_at_hand())
    except Invalid as refusal:
        form.refuse(refusal)
    return render_template("board/edit_reply.html", kept=kept, form=form, question=_at_hand()), 422


@blueprint.delete("/desk/replies/<id:reply_id>")
def forget_reply(reply_id: int) -> Page:
    """Drop a saved reply."""
    person, kept = somebody(), _reply(reply_id)
    ensure(policy.may_change_reply(person, kept))
    commands.forget_reply(kept, by=person)
    return _back(_at_hand())


def _reply(reply_id: int) -> SavedReply:
    """One that is somebody's own or shared by a space they see; to whoever does not work at the desk there is none."""
    person = me()
    return found(queries.saved_reply(person, reply_id) if person is not None and person.is_employee else None)


def _at_hand() -> Question | None:
    chosen = request.args.get("question", type=row_id)
    return question_of(chosen) if chosen else None


def _back(question: Question | None) -> Page:
    return redirect(desk_address(question), 303)
