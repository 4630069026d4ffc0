"""Changing an idea, and reading what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import Conflict, Invalid, ensure, public
from app.core.uploads import takes_files
from app.core.versions import Stale
from app.core.words import Piece
from app.discussion import commands as drafts
from app.files.forms import MOST_IN_ONE_REQUEST, take_files
from app.ideas import answers, commands, policy, queries
from app.ideas.fields import Definition
from app.ideas.forms import EditIdeaForm, filled, guided
from app.ideas.models import Idea
from app.ideas.views.frame import Page, blueprint, idea_of


@blueprint.get("/ideas/<id:idea_id>/edit")
def edit_idea(idea_id: int) -> Page:
    """The form to change an idea's words, answers and files."""
    idea = idea_of(idea_id)
    ensure(policy.may_edit(somebody(), idea))
    definition = queries.form_of(idea.challenge)
    return _page(idea, guided(EditIdeaForm, definition)(formdata=None, **_words(idea, definition)))


@blueprint.post("/ideas/<id:idea_id>/edit")
@takes_files(MOST_IN_ONE_REQUEST)
def save_idea(idea_id: int) -> Page:
    """Change an idea; where somebody else changed it meanwhile, what differs is shown."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_edit(person, idea))
    form = guided(EditIdeaForm, queries.form_of(idea.challenge))()
    form.kept_answers = idea.answers
    take_files(form, by=person)
    if form.is_outdated:
        form.form_errors.append(_("The form changed while you wrote. Look it over, then save again."))
        return _page(idea, form), 422
    try:
        if form.validate_on_submit():
            commands.edit(
                idea, title=form.title.data or "", body=form.body.data or "", fields=form.answers, by=person,
                reason=form.reason.data or "", version=form.version.data, attachments=form.tokens,
                without=form.without.data or (),
            )  # fmt: skip
            return _saved(idea)
    except Stale:
        form.version.data = idea.version
        return _page(idea, form, form.apart_from(_words(idea, form.definition))), 409
    except Conflict as refusal:
        form.form_errors.append(str(refusal))
        return _page(idea, form), 409
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(idea, form), 422


@blueprint.get("/ideas/<id:idea_id>/versions")
def idea_versions(idea_id: int) -> Page:
    """What was changed in an idea, word by word."""
    idea = idea_of(idea_id)
    public()
    team = policy.sees_team_answers(me(), idea)
    page = queries.changes(me(), idea, is_team=team, after=request.args.get("after"))
    return render_template("ideas/versions.html", idea=idea, page=page)


def _saved(idea: Idea) -> Page:
    drafts.end_draft(f"idea:{idea.id}", by=somebody())
    if idea.hold == "held":
        flash(_("A moderator will look at your change before others see the idea again."))
    return redirect(idea.url, 303)


def _words(idea: Idea, definition: Definition) -> dict[str, Any]:
    """What the form begins with: the idea as it is now."""
    said = filled(definition, answers.typed(definition, idea.answers))
    return {"title": idea.title, "body": idea.body, **said, "version": idea.version}


def _page(idea: Idea, form: EditIdeaForm, differs: Sequence[tuple[str, Sequence[Piece]]] | None = None) -> str:
    form.show_version()
    own = queries.is_author(me(), idea)
    return render_template(
        "ideas/edit.html", idea=idea, form=form, differs=differs, own=own, present=queries.attachments(idea)
    )
