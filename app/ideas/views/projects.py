"""The pages of projects."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import realtime
from app.core.access import Invalid, ensure, found, public
from app.ideas import commands, policy, queries, words
from app.ideas.forms import LaunchForm, MilestoneForm, PartForm, PilotForm, ProjectForm, ResultForm
from app.ideas.models import Idea, Project
from app.ideas.views.frame import MOST_DIGITS, Page, blueprint, idea_of


@realtime.topic("project")
def may_watch_project(identifier: str, person: Any) -> bool:
    """Whoever may see it."""
    known = identifier.isascii() and identifier.isdigit() and len(identifier) < MOST_DIGITS
    return known and queries.visible_project(person, int(identifier)) is not None


@realtime.topic("projects")
def may_watch_projects(_identifier: str, _person: Any) -> bool:
    """Everybody: the topic says only that something changed."""
    return True


@blueprint.get("/projects")
def projects() -> Page:
    """What is made of ideas."""
    public()
    page = queries.visible_projects(me(), after=request.args.get("after"))
    seen = queries.seen_of(page.items, me())
    return render_template("ideas/projects.html", page=page, seen=seen, states=words.project_states())


@blueprint.get("/projects/<id:project_id>")
def project(project_id: int) -> Page:
    """One project."""
    shown = project_shown(project_id)
    public()
    return project_page(shown)


@blueprint.get("/ideas/<id:idea_id>/project")
def project_new(idea_id: int) -> Page:
    """The form that makes a project of an idea."""
    idea = _maker(idea_id)[1]
    return render_template("ideas/project_new.html", idea=idea, form=ProjectForm(formdata=None, name=idea.title))


@blueprint.post("/ideas/<id:idea_id>/project")
def make_project(idea_id: int) -> Page:
    """Make a project of an idea."""
    person, idea = _maker(idea_id)
    form = ProjectForm()
    try:
        if form.validate_on_submit():
            owner, named = named_owner(form.owner.data), {"name": form.name.data or "", "team": form.team.data or ""}
            made = commands.make_project(idea, owner=owner, by=person, **named)
            return redirect(made.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return render_template("ideas/project_new.html", idea=idea, form=form), 422


def project_shown(project_id: int) -> Project:
    """The project, or 404."""
    return found(queries.visible_project(me(), project_id))


def named_owner(handle: str | None) -> Person:
    """Who is meant by a handle; raises Invalid for nobody."""
    person = accounts.by_handle((handle or "").strip().removeprefix("@"))
    if person is None:
        raise Invalid({"owner": _("There is nobody with this handle.")})
    return person


def project_page(shown: Project, **forms: Any) -> str:
    """Draw the page, with forms that were refused in place of fresh ones."""
    person = me()
    seen = queries.seen_of([shown], person)[shown.id]
    entries = queries.entries(person, idea_ids=[idea.id for idea in seen])
    return render_template(
        "ideas/project.html", project=shown, seen=seen, states=words.project_states(), sums=queries.sums_of(entries),
        edits=policy.may_edit_project(person, shown), asked=bool(policy.may_answer_for(person, shown)),
        **{**_fresh(shown), **forms},
    )  # fmt: skip


def _maker(idea_id: int) -> tuple[Person, Idea]:
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_make_project(person, idea, queries.project_of(idea.id)))
    return person, idea


def _fresh(shown: Project) -> dict[str, Any]:
    handle = f"@{shown.owner.handle}" if shown.owner else ""
    return {
        "details": ProjectForm(formdata=None, name=shown.name, owner=handle, team=shown.team),
        "pilot": PilotForm(
            formdata=None, where=shown.pilot_where, start=shown.pilot_from, end=shown.pilot_to, success=shown.success,
            metric=shown.metric, baseline=shown.baseline, target=shown.target,
        ),
        "outcome": ResultForm(formdata=None, result=shown.result, reached=shown.reached),
        "launch": LaunchForm(formdata=None, on=shown.launches_on),
        "milestone": MilestoneForm(formdata=None),
        "part": PartForm(formdata=None),
    }  # fmt: skip
