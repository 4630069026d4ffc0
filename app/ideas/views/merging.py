"""Merging duplicates: finding the idea that stays, seeing what will happen, and undoing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Conflict, ensure
from app.ideas import commands, policy, queries
from app.ideas.forms import MergeForm
from app.ideas.models import Idea
from app.ideas.views.frame import Page, blueprint, idea_of


@blueprint.get("/ideas/<id:idea_id>/merge")
def merge_idea(idea_id: int) -> Page:
    """Find the idea that stays, by words or by its number; once one is chosen, see both beside each other."""
    _person, idea = _merger(idea_id)
    form = MergeForm(formdata=None, into=request.args.get("into"))
    into = _chosen(form, idea) if form.number is not None else None
    return _page(idea, form, into), 422 if form.errors else 200


@blueprint.put("/ideas/<id:idea_id>/merge")
def merge(idea_id: int) -> Page:
    """Merge it into the idea that was chosen."""
    person, idea = _merger(idea_id)
    form = MergeForm()
    into = _chosen(form, idea) if form.validate() else None
    if into is None:
        return _page(idea, form, None), 422
    try:
        commands.merge(idea, into, by=person)
    except Conflict as conflict:
        form.into.errors = [str(conflict)]
        return _page(idea, form, None), 409
    flash(_("Merged. Each voter counts once. You can undo this on the idea’s page."))
    return redirect(into.url, 303)


@blueprint.delete("/ideas/<id:idea_id>/merge")
def unmerge(idea_id: int) -> Page:
    """Undo a merge."""
    person, idea = _merger(idea_id)
    commands.unmerge(idea, by=person)
    flash(_("The merge is undone. The votes it carried over went back."))
    return redirect(idea.url, 303)


def _merger(idea_id: int) -> tuple[Person, Idea]:
    """Who merges which idea, through the door."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_merge(person, *queries.way_of(idea)))
    return person, idea


def _chosen(form: MergeForm, idea: Idea) -> Idea | None:
    """The idea that was named, or the one it went into itself; says on the field why it cannot be taken."""
    known = queries.visible_idea(me(), form.number) if form.number is not None else None
    into = queries.visible_idea(me(), queries.way_of(known)[-1].id) if known is not None else None
    if into is None:
        form.into.errors = [_("There is no such idea that you can see.")]
    elif not (decision := policy.may_merge(me(), into)):
        form.into.errors, into = [decision.reason], None
    elif problem := queries.merge_problem(idea, into):
        form.into.errors, into = [problem], None
    return into


def _page(idea: Idea, form: MergeForm, into: Idea | None) -> str:
    asked = (form.into.data or "").strip() if form.number is None else ""
    preview = queries.preview(idea, into) if into else None
    return render_template("ideas/merge.html", idea=idea, form=form, into=into, preview=preview, asked=asked)
