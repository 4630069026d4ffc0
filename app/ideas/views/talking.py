"""Talking about an idea: comments, questions to the author, endorsements."""

from __future__ import annotations

from itertools import pairwise

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found, public
from app.core.words import between
from app.discussion import queries as discussion
from app.discussion.models import Comment
from app.ideas import commands, policy, queries
from app.ideas.forms import CommentForm, EditCommentForm, EndorsementForm
from app.ideas.models import AuthorQuestion, Idea
from app.ideas.views.frame import Page, blueprint, idea_of
from app.ideas.views.idea import idea_page


@blueprint.post("/ideas/<id:idea_id>/comments")
def comment(idea_id: int) -> Page:
    """Comment on an idea; a refused text stays in the form."""
    person, idea, form = somebody(), idea_of(idea_id), CommentForm()
    ensure(policy.may_comment(person, idea))
    try:
        if form.validate_on_submit():
            made = commands.comment(
                idea, form.body.data or "", by=person, reply_to_id=form.reply_to.data,
                asks_author=bool(form.asks_author.data),
            )  # fmt: skip
            if made.state == "held":
                flash(_("A moderator will look at your comment before others see it."))
            return redirect(f"/ideas/{idea.id}/comments/{made.id}", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, comment=form), 422


@blueprint.get("/ideas/<id:idea_id>/comments/<id:comment_id>")
def comment_at(idea_id: int, comment_id: int) -> Page:
    """Lead to a comment, on whichever page of the talk it stands."""
    idea = idea_of(idea_id)
    public()
    made = found(discussion.visible(me(), "idea", idea.id, comment_id))
    return redirect(f"{idea.url}?thread={made.thread_id or made.id}#comment-{made.id}", 302)


@blueprint.get("/ideas/<id:idea_id>/comments/<id:comment_id>/edit")
def edit_comment(idea_id: int, comment_id: int) -> Page:
    """The form that changes a comment."""
    idea, made = _comment_of(idea_id, comment_id)
    ensure(policy.may_reword_comment(somebody(), made, idea))
    form = EditCommentForm(formdata=None, body=made.body)
    return render_template("ideas/edit_comment.html", idea=idea, made=made, form=form)


@blueprint.put("/ideas/<id:idea_id>/comments/<id:comment_id>")
def save_comment(idea_id: int, comment_id: int) -> Page:
    """Change what a comment says."""
    person, form = somebody(), EditCommentForm()
    idea, made = _comment_of(idea_id, comment_id)
    ensure(policy.may_reword_comment(person, made, idea))
    try:
        if form.validate_on_submit():
            commands.edit_comment(made, form.body.data or "", by=person)
            return redirect(f"/ideas/{idea.id}/comments/{made.id}", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return render_template("ideas/edit_comment.html", idea=idea, made=made, form=form), 422


@blueprint.delete("/ideas/<id:idea_id>/comments/<id:comment_id>")
def remove_comment(idea_id: int, comment_id: int) -> Page:
    """Take one's comment back."""
    person = somebody()
    idea, made = _comment_of(idea_id, comment_id)
    ensure(policy.may_change_comment(person, made))
    commands.remove_comment(made, by=person)
    flash(_("Your comment is gone."))
    return redirect(f"{idea.url}#comments", 303)


@blueprint.get("/ideas/<id:idea_id>/comments/<id:comment_id>/history")
def comment_history(idea_id: int, comment_id: int) -> Page:
    """What was changed in a comment, word by word, newest first."""
    idea, made = _comment_of(idea_id, comment_id)
    public()
    found(made if made.state == "published" or made.author == me() else None)
    texts = [(version.body, version.written_at) for version in discussion.versions(made)]
    steps = pairwise([*texts, (made.body, made.edited_at)])
    changes = [(between(before, now), at) for (before, _since), (now, at) in steps]
    return render_template("ideas/comment_history.html", idea=idea, made=made, changes=changes[::-1])


@blueprint.put("/ideas/<id:idea_id>/comments/<id:comment_id>/settled")
def settle_question(idea_id: int, comment_id: int) -> Page:
    """The asker says that their question to the author is answered."""
    person, idea = somebody(), idea_of(idea_id)
    asked = _question(idea, comment_id)
    ensure(policy.may_settle_question(person, asked))
    commands.settle_question(asked, by=person)
    return redirect(f"/ideas/{idea.id}/comments/{comment_id}", 303)


@blueprint.delete("/ideas/<id:idea_id>/comments/<id:comment_id>/settled")
def reopen_question(idea_id: int, comment_id: int) -> Page:
    """The asker says that it is not."""
    person, idea = somebody(), idea_of(idea_id)
    asked = _question(idea, comment_id)
    ensure(policy.may_settle_question(person, asked))
    commands.reopen_question(asked, by=person)
    return redirect(f"/ideas/{idea.id}/comments/{comment_id}", 303)


@blueprint.get("/ideas/questions")
def questions() -> Page:
    """The questions that wait for one as an author."""
    person = somebody()
    ensure(True)
    page = queries.questions_waiting(person, after=request.args.get("after"))
    return render_template("ideas/questions.html", page=page)


@blueprint.put("/ideas/<id:idea_id>/endorsement")
def endorse(idea_id: int) -> Page:
    """Endorse an idea, or change one's sentence."""
    person, idea, form = somebody(), idea_of(idea_id), EndorsementForm()
    ensure(policy.may_endorse(person, idea))
    try:
        if form.validate_on_submit():
            commands.endorse(idea, form.why.data or "", standing=policy.standing_of(person), by=person)
            return redirect(f"{idea.url}#endorsements", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, endorsing=form), 422


@blueprint.delete("/ideas/<id:idea_id>/endorsement")
def withdraw_endorsement(idea_id: int) -> Page:
    """Take one's endorsement back."""
    person, idea = somebody(), idea_of(idea_id)
    made = found(queries.endorsement_of(idea, person))
    ensure(policy.may_take_down(person, made, idea))
    commands.withdraw_endorsement(made, by=person)
    return redirect(f"{idea.url}#endorsements", 303)


@blueprint.delete("/ideas/<id:idea_id>/endorsements/<id:endorsement_id>")
def take_down_endorsement(idea_id: int, endorsement_id: int) -> Page:
    """A moderator takes an endorsement down."""
    person, idea = somebody(), idea_of(idea_id)
    made = queries.endorsement_by_id(endorsement_id)
    made = found(made if made is not None and made.idea_id == idea.id else None)
    ensure(policy.may_take_down(person, made, idea))
    commands.withdraw_endorsement(made, by=person)
    return redirect(f"{idea.url}#endorsements", 303)


def _comment_of(idea_id: int, comment_id: int) -> tuple[Idea, Comment]:
    """An idea and a comment beneath it that has a place there."""
    idea = idea_of(idea_id)
    return idea, found(discussion.visible(me(), "idea", idea.id, comment_id))


def _question(idea: Idea, comment_id: int) -> AuthorQuestion:
    """The question to the author that a comment asks."""
    found(discussion.visible(me(), "idea", idea.id, comment_id))
    return found(queries.question_at(comment_id))
