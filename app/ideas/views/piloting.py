"""What is done with a project: by its owner, and by the innovation team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.forms import RefusableForm
from app.ideas import commands, policy, queries
from app.ideas.forms import LaunchForm, MilestoneForm, PartForm, PilotForm, ProjectForm, ResultForm
from app.ideas.models import Milestone, Project
from app.ideas.views.frame import Page, blueprint
from app.ideas.views.projects import named_owner, project_page, project_shown


@blueprint.put("/projects/<id:project_id>")
def change_project(project_id: int) -> Page:
    """Its name, owner and team."""
    person, project = editor(project_id)
    form = ProjectForm()

    def change() -> None:
        commands.change_project(
            project, name=form.name.data or "", owner=named_owner(form.owner.data), team=form.team.data or "", by=person
        )

    return _done(project, form, "details", change)


@blueprint.put("/projects/<id:project_id>/agreement")
def agree(project_id: int) -> Page:
    """Agree to own it."""
    person, project = _asked(project_id)
    commands.agree_to_own(project, by=person)
    flash(_("You own this project now."))
    return redirect(project.url, 303)


@blueprint.delete("/projects/<id:project_id>/agreement")
def decline(project_id: int) -> Page:
    """Decline to own it, or give it back."""
    person, project = _asked(project_id)
    commands.decline_to_own(project, by=person)
    flash(_("The innovation team will ask somebody else."))
    return redirect(project.url, 303)


@blueprint.put("/projects/<id:project_id>/pilot")
def plan_pilot(project_id: int) -> Page:
    """Where, when, and what would count as success."""
    person, project = editor(project_id)
    form = PilotForm()
    return _done(project, form, "pilot", lambda: commands.plan_pilot(project, by=person, **_given(form)))


@blueprint.put("/projects/<id:project_id>/pilot/result")
def end_pilot(project_id: int) -> Page:
    """What came of it."""
    person, project = editor(project_id)
    form = ResultForm()
    return _done(project, form, "outcome", lambda: commands.end_pilot(project, by=person, **_given(form)))


@blueprint.put("/projects/<id:project_id>/launch")
def set_launch(project_id: int) -> Page:
    """The day of its launch."""
    person, project = editor(project_id)
    form = LaunchForm()
    return _done(project, form, "launch", lambda: commands.set_launch(project, by=person, **_given(form)))


@blueprint.post("/projects/<id:project_id>/milestones")
def add_milestone(project_id: int) -> Page:
    """Something to have reached by a day."""
    person, project = editor(project_id)
    form = MilestoneForm()
    return _done(project, form, "milestone", lambda: commands.add_milestone(project, by=person, **_given(form)))


@blueprint.put("/projects/<id:project_id>/milestones/<id:milestone_id>/done")
def reach_milestone(project_id: int, milestone_id: int) -> Page:
    """It is reached."""
    return _reached(project_id, milestone_id, reached=True)


@blueprint.delete("/projects/<id:project_id>/milestones/<id:milestone_id>/done")
def reopen_milestone(project_id: int, milestone_id: int) -> Page:
    """It is not, after all."""
    return _reached(project_id, milestone_id, reached=False)


@blueprint.delete("/projects/<id:project_id>/milestones/<id:milestone_id>")
def drop_milestone(project_id: int, milestone_id: int) -> Page:
    """Take it away."""
    person, project = editor(project_id)
    commands.drop_milestone(project, milestone_of(project, milestone_id), by=person)
    return redirect(project.url, 303)


@blueprint.post("/projects/<id:project_id>/ideas")
def add_idea(project_id: int) -> Page:
    """Take another idea in."""
    person, project = editor(project_id)
    form = PartForm()

    def take_in() -> None:
        idea = queries.visible_idea(me(), form.idea.data) if form.idea.data else None
        if idea is None:
            raise Invalid({"idea": _("There is no such idea.")})
        ensure(policy.may_make_project(person, idea, queries.project_of(idea.id)))
        commands.add_idea(project, idea, by=person)

    return _done(project, form, "part", take_in)


@blueprint.delete("/projects/<id:project_id>/ideas/<id:idea_id>")
def drop_idea(project_id: int, idea_id: int) -> Page:
    """Take an idea out."""
    person, project = editor(project_id)
    commands.drop_idea(project, idea_id, by=person)
    return redirect(project.url, 303)


def editor(project_id: int) -> tuple[Person, Project]:
    """Who changes which project, through the door."""
    person, project = somebody(), project_shown(project_id)
    ensure(policy.may_edit_project(person, project))
    return person, project


def milestone_of(project: Project, milestone_id: int) -> Milestone:
    """A milestone of this project, or 404."""
    return found(next((each for each in project.milestones if each.id == milestone_id), None))


def _asked(project_id: int) -> tuple[Person, Project]:
    person, project = somebody(), project_shown(project_id)
    ensure(policy.may_answer_for(person, project))
    return person, project


def _reached(project_id: int, milestone_id: int, *, reached: bool) -> Page:
    person, project = editor(project_id)
    commands.reach_milestone(project, milestone_of(project, milestone_id), reached=reached, by=person)
    return redirect(project.url, 303)


def _done(project: Project, form: RefusableForm, name: str, deed: Callable[[], object]) -> Page:
    """Do it and show the project, or its page with the form that was refused."""
    try:
        if form.validate_on_submit():
            deed()
            return redirect(project.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return project_page(project, **{name: form}), 422


def _given(form: RefusableForm) -> dict[str, Any]:
    return {name: value for name, value in form.data.items() if name != "csrf_token"}
