"""The API's operations on projects."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found, public
from app.core.api import Cursor, Listing, operation
from app.ideas import commands, policy, queries
from app.ideas.api.given.projects import MilestoneOut, ProjectOut, projects_out
from app.ideas.api.taken_projects import LaunchIn, MilestoneIn, PilotIn, ProjectIn, ResultIn
from app.ideas.models import Milestone, Project


@operation("listProjects", "GET /projects", query=Cursor, returns=Listing[ProjectOut])
def list_projects(query: Cursor) -> Listing[ProjectOut]:
    """The projects you may see, the newest first."""
    public()
    page = queries.visible_projects(me(), after=query.after, limit=query.limit)
    return Listing(items=projects_out(page.items, me()), next=page.next)


@operation("getProject", "GET /projects/<id:project_id>", returns=ProjectOut)
def get_project(project_id: int) -> ProjectOut:
    """A project with its pilot, launch, milestones and ideas."""
    public()
    return _out(found(queries.visible_project(me(), project_id)))


@operation("createProject", "POST /ideas/<id:idea_id>/project", body=ProjectIn, returns=ProjectOut, status=201)
def create_project(idea_id: int, body: ProjectIn) -> ProjectOut:
    """Make a project of an approved idea; its owner is asked whether they agree."""
    person = somebody()
    idea = found(queries.visible_idea(person, idea_id))
    ensure(policy.may_make_project(person, idea, queries.project_of(idea.id)))
    return _out(commands.make_project(idea, name=body.name, owner=_owner(body.owner), team=body.team, by=person))


@operation("changeProject", "PUT /projects/<id:project_id>", body=ProjectIn, returns=ProjectOut)
def change_project(project_id: int, body: ProjectIn) -> ProjectOut:
    """Change a project's name and team, or ask somebody else to own it."""
    person, project = _editor(project_id)
    commands.change_project(project, name=body.name, owner=_owner(body.owner), team=body.team, by=person)
    return _out(project)


@operation("agreeToOwnProject", "PUT /projects/<id:project_id>/agreement", returns=ProjectOut)
def agree_to_own(project_id: int) -> ProjectOut:
    """Agree to own a project."""
    person, project = _asked(project_id)
    commands.agree_to_own(project, by=person)
    return _out(project)


@operation("declineToOwnProject", "DELETE /projects/<id:project_id>/agreement")
def decline_to_own(project_id: int) -> None:
    """Decline to own a project, or give it back."""
    person, project = _asked(project_id)
    commands.decline_to_own(project, by=person)


@operation("planPilot", "PUT /projects/<id:project_id>/pilot", body=PilotIn, returns=ProjectOut)
def plan_pilot(project_id: int, body: PilotIn) -> ProjectOut:
    """Say where and when it is tried, and what would count as success."""
    person, project = _editor(project_id)
    commands.plan_pilot(project, by=person, **body.model_dump())
    return _out(project)


@operation("endPilot", "PUT /projects/<id:project_id>/pilot/result", body=ResultIn, returns=ProjectOut)
def end_pilot(project_id: int, body: ResultIn) -> ProjectOut:
    """Write down what a pilot came to."""
    person, project = _editor(project_id)
    commands.end_pilot(project, by=person, **body.model_dump())
    return _out(project)


@operation("setLaunch", "PUT /projects/<id:project_id>/launch", body=LaunchIn, returns=ProjectOut)
def set_launch(project_id: int, body: LaunchIn) -> ProjectOut:
    """Say on which day it is launched."""
    person, project = _editor(project_id)
    commands.set_launch(project, body.on, by=person)
    return _out(project)


@operation(
    "addMilestone", "POST /projects/<id:project_id>/milestones", body=MilestoneIn, returns=MilestoneOut, status=201
)
def add_milestone(project_id: int, body: MilestoneIn) -> MilestoneOut:
    """Name something to have reached by a day."""
    person, project = _editor(project_id)
    return MilestoneOut.model_validate(commands.add_milestone(project, by=person, **body.model_dump()))


@operation("reachMilestone", "PUT /projects/<id:project_id>/milestones/<id:milestone_id>/done", returns=MilestoneOut)
def reach_milestone(project_id: int, milestone_id: int) -> MilestoneOut:
    """Say that a milestone is reached today."""
    person, project = _editor(project_id)
    milestone = _milestone(project, milestone_id)
    commands.reach_milestone(project, milestone, reached=True, by=person)
    return MilestoneOut.model_validate(milestone)


@operation("reopenMilestone", "DELETE /projects/<id:project_id>/milestones/<id:milestone_id>/done")
def reopen_milestone(project_id: int, milestone_id: int) -> None:
    """Say that a milestone is not reached after all."""
    person, project = _editor(project_id)
    commands.reach_milestone(project, _milestone(project, milestone_id), reached=False, by=person)


@operation("removeMilestone", "DELETE /projects/<id:project_id>/milestones/<id:milestone_id>")
def remove_milestone(project_id: int, milestone_id: int) -> None:
    """Take a milestone away."""
    person, project = _editor(project_id)
    commands.drop_milestone(project, _milestone(project, milestone_id), by=person)


@operation("addProjectIdea", "PUT /projects/<id:project_id>/ideas/<id:idea_id>", returns=ProjectOut)
def add_project_idea(project_id: int, idea_id: int) -> ProjectOut:
    """Take another approved idea into a project."""
    person, project = _editor(project_id)
    idea = found(queries.visible_idea(person, idea_id))
    holder = queries.project_of(idea.id)
    if holder is None or holder.id != project.id:
        ensure(policy.may_make_project(person, idea, holder))
        commands.add_idea(project, idea, by=person)
    return _out(project)


@operation("dropProjectIdea", "DELETE /projects/<id:project_id>/ideas/<id:idea_id>")
def drop_project_idea(project_id: int, idea_id: int) -> None:
    """Take an idea out of a project."""
    person, project = _editor(project_id)
    commands.drop_idea(project, idea_id, by=person)


def _editor(project_id: int) -> tuple[Person, Project]:
    person = somebody()
    project = found(queries.visible_project(person, project_id))
    ensure(policy.may_edit_project(person, project))
    return person, project


def _asked(project_id: int) -> tuple[Person, Project]:
    person = somebody()
    project = found(queries.visible_project(person, project_id))
    ensure(policy.may_answer_for(person, project))
    return person, project


def _milestone(project: Project, milestone_id: int) -> Milestone:
    return found(next((each for each in project.milestones if each.id == milestone_id), None))


def _owner(handle: str) -> Person:
    person = accounts.by_handle(handle.removeprefix("@"))
    if person is None:
        raise Invalid({"owner": _("There is nobody with this handle.")})
    return person


def _out(project: Project) -> ProjectOut:
    return projects_out([project], me())[0]
