"""What the innovation team does: move ideas from stage to stage."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.core import returning
from app.core.access import ensure
from app.ideas import commands, policy, words
from app.ideas.forms import MoveForm
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


def _back(idea: Idea) -> str:
    """The board of stages when it was moved there, else the idea's page."""
    return returning.here() if request.args.get("at") == "shortlist" else idea.url
