"""What the innovation team does: move and merge."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import me
from app.core import returning
from app.core.access import Invalid, ensure
from app.ideas import commands, policy, queries, words
from app.ideas.forms import MergeForm, MoveForm
from app.ideas.models import Idea
from app.ideas.views.frame import Page, blueprint, decider
from app.ideas.views.idea import idea_page


@blueprint.post("/ideas/<id:idea_id>/moves")
def move(idea_id: int) -> Page:
    """Move an idea to another stage, with a reason."""
    person, idea = decider(idea_id)
    ensure(policy.may_decide(person, idea))
    form = MoveForm()
    form.offer(words.stages(), idea.stage)
    if not form.validate_on_submit():
        return idea_page(idea, moving=form), 422
    commands.move(idea, form.stage.data, form.reason.data or "", by=person)
    flash(_("Moved to “%(stage)s”. Those who follow it are told.", stage=words.stages()[idea.stage]))
    return redirect(_back(idea), 303)


@blueprint.put("/ideas/<id:idea_id>/merge")
def merge(idea_id: int) -> Page:
    """Merge a duplicate into another idea."""
    person, idea = decider(idea_id)
    form = MergeForm()
    into = queries.visible_idea(me(), form.into.data) if form.validate_on_submit() and form.into.data else None
    if into is None:
        if not form.into.errors:
            form.refuse(Invalid({"into": _("There is no such idea.")}))
        return idea_page(idea, merging=form), 422
    commands.merge(idea, into, by=person)
    flash(_("Merged. Each voter counts once. You can undo this on the idea’s page."))
    return redirect(into.url, 303)


@blueprint.delete("/ideas/<id:idea_id>/merge")
def unmerge(idea_id: int) -> Page:
    """Undo a merge."""
    person, idea = decider(idea_id)
    commands.unmerge(idea, by=person)
    flash(_("The merge is undone. The votes it carried over went back."))
    return redirect(idea.url, 303)


def _back(idea: Idea) -> str:
    """The board of stages when it was moved there, else the idea's page."""
    return returning.here() if request.args.get("at") == "shortlist" else idea.url
