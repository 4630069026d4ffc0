"""The deeds on answers."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.board import commands, policy
from app.board.forms import CommentForm, NoteForm
from app.board.views.frame import Page, answer_of, back_to, blueprint, voted
from app.board.views.question import question_page
from app.core.access import Invalid, ensure
from app.core.uploads import takes_files
from app.discussion import commands as drafts
from app.files.forms import MOST_IN_ONE_REQUEST, take_files


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
@takes_files(MOST_IN_ONE_REQUEST)
def comment_on_answer(answer_id: int) -> Page:
    """Comment beneath an answer."""
    person, answer, form = somebody(), answer_of(answer_id), CommentForm()
    ensure(policy.may_comment(person, answer.question))
    take_files(form, by=person)
    try:
        if form.validate_on_submit():
            commands.comment_on_answer(
                answer, form.body.data or "", by=person, reply_to_id=form.reply_to.data, attachments=form.tokens
            )
            drafts.end_draft(f"comment:answer:{answer.id}", by=person)
            return back_to(answer.question, f"answer-{answer.id}")
    except Invalid as refusal:
        form.refuse(refusal)
    return question_page(answer.question, comment=form, at_answer=answer.id), 422


def _vote(answer_id: int, value: int) -> Page:
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_vote_answer(person, answer))
    count = commands.vote_answer(answer, value, by=person)
    return voted(answer.question, f"answer-{answer.id}", count, value)
