"""Merging duplicates: choosing the question that stays, seeing what will happen, and undoing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import MergeForm
from app.board.models import Question
from app.board.views.frame import Page, blueprint, question_of
from app.core.access import Conflict, ensure


@blueprint.get("/questions/<id:question_id>/merge")
def merge_question(question_id: int) -> Page:
    """Choose the question that stays; once one is chosen, see both beside each other."""
    question = question_of(question_id)
    ensure(policy.may_merge(somebody(), question))
    form = MergeForm(formdata=None, into=request.args.get("into"))
    into = _chosen(form, question) if form.into.data else None
    return _page(question, form, into), 422 if form.errors else 200


@blueprint.put("/questions/<id:question_id>/merge")
def merge(question_id: int) -> Page:
    """Merge it into the question that was chosen."""
    person, question, form = somebody(), question_of(question_id), MergeForm()
    ensure(policy.may_merge(person, question))
    into = _chosen(form, question) if form.validate() else None
    if into is None:
        return _page(question, form, None), 422
    try:
        commands.merge(question, into, by=person)
    except Conflict as conflict:
        form.into.errors = [str(conflict)]
        return _page(question, form, None), 409
    flash(_("Merged. Everybody who had “%(title)s” is counted and told here from now on.", title=question.title))
    return redirect(into.url, 303)


@blueprint.delete("/questions/<id:question_id>/merge")
def unmerge(question_id: int) -> Page:
    """Undo a merge."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_merge(person, question))
    commands.unmerge(question, by=person)
    flash(_("The merge is undone. Both questions stand for themselves again."))
    return redirect(question.url, 303)


def went_into(question: Question) -> Question | None:
    """The question that a duplicate is read at, if the reader may see that one."""
    number = question.merged_into_id
    return queries.visible_question(me(), number) if number is not None else None


def _chosen(form: MergeForm, question: Question) -> Question | None:
    """The question that was named by number or address; says on the field why one cannot be taken."""
    into = queries.visible_question(me(), form.number) if form.number is not None else None
    if into is None:
        form.into.errors = [_("Give the number or the address of a question that you can see.")]
    elif problem := commands.merge_problem(question, into):
        form.into.errors, into = [problem], None
    return into


def _page(question: Question, form: MergeForm, into: Question | None) -> str:
    gained = len(commands.would_carry(question, into)) if into else 0
    return render_template("board/merge.html", question=question, form=form, into=into, gained=gained)
