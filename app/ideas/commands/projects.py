"""Making projects of ideas, and what becomes of them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas.events import OwnerAnswered, OwnerNamed, ProjectChanged, ProjectMade
from app.ideas.models import Idea, Project, ProjectIdea

SHORTEST = 3


def make_project(idea: Idea, *, name: str, owner: Person, by: Person, team: str = "") -> Project:
    """Make a project of an idea; raises Conflict where the idea is in one. Who names themselves has agreed."""
    _check(name, owner)
    project = Project(name=text.tidy(name), team=text.tidy(team), made_by_id=by.id, made_at=clock.now(), milestones=[])
    db.session.add(project)
    db.session.flush()
    _take_in(project, idea)
    audit.log("ideas.project_made", f"project:{project.id}", by=by, after={"name": project.name, "idea": idea.id})
    record(ProjectMade(project_id=project.id, idea_id=idea.id), by=by, space_id=idea.space_id)
    _ask(project, owner, by=by)
    return project


def change_project(project: Project, *, name: str, owner: Person, team: str, by: Person) -> None:
    """Change its name and team, or ask somebody else to own it."""
    _check(name, owner)
    hold_project(project)
    before = {"name": project.name, "owner": project.owner_id}
    project.name, project.team = text.tidy(name), text.tidy(team)
    if owner.id != project.owner_id:
        _ask(project, owner, by=by)
    after = {"name": project.name, "owner": project.owner_id}
    audit.log("ideas.project_changed", f"project:{project.id}", by=by, before=before, after=after)
    record(ProjectChanged(project_id=project.id), by=by, space_id=project.space.id)


def agree_to_own(project: Project, *, by: Person) -> None:
    """Agree to own a project; raises Conflict for who is no longer asked."""
    _asked(project, by)
    if project.agreed_at is None:
        project.agreed_at = clock.now()
        _answered(project, agreed=True, by=by)


def decline_to_own(project: Project, *, by: Person) -> None:
    """Decline to own a project, or give it back: it then has no owner."""
    _asked(project, by)
    project.owner_id, project.owner, project.agreed_at = None, None, None
    _answered(project, agreed=False, by=by)


def add_idea(project: Project, idea: Idea, *, by: Person) -> None:
    """Take another idea into a project; raises Conflict where it is in one."""
    hold_project(project)
    _take_in(project, idea)
    audit.log("ideas.project_idea_added", f"project:{project.id}", by=by, after={"idea": idea.id})
    record(ProjectChanged(project_id=project.id), by=by, space_id=project.space.id)


def drop_idea(project: Project, idea_id: int, *, by: Person) -> None:
    """Take an idea out of a project; raises Conflict for its last one."""
    hold_project(project)
    part = next((each for each in project.parts if each.idea_id == idea_id), None)
    if part is None:
        return
    if len(project.parts) == 1:
        raise Conflict(_("A project has one idea at least."))
    project.parts.remove(part)
    db.session.delete(part)
    db.session.flush()
    audit.log("ideas.project_idea_dropped", f"project:{project.id}", by=by, before={"idea": idea_id})
    record(ProjectChanged(project_id=project.id), by=by, space_id=project.space.id)


def hold_project(project: Project) -> None:
    """Deeds on one project take turns, and each begins from what the one before it left."""
    db.session.flush()
    columns = [column.key for column in Project.__mapper__.column_attrs]
    db.session.refresh(project, [*columns, "parts", "milestones"], with_for_update=True)


def _check(name: str, owner: Person) -> None:
    errors = {}
    if len(text.tidy(name)) < SHORTEST:
        errors["name"] = _("Give it a name of three letters or more.")
    if not owner.is_employee or not owner.is_in_good_standing:
        errors["owner"] = _("An employee in good standing can own a project.")
    if errors:
        raise Invalid(errors)


def _ask(project: Project, owner: Person, *, by: Person) -> None:
    project.owner_id, project.owner = owner.id, owner
    project.agreed_at = clock.now() if owner.id == by.id else None
    db.session.flush()
    if owner.id != by.id:
        record(OwnerNamed(project_id=project.id, person_id=owner.id), by=by, space_id=project.space.id)


def _take_in(project: Project, idea: Idea) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(ProjectIdea(project_id=project.id, idea_id=idea.id, idea=idea))
    except IntegrityError as error:
        raise Conflict(_("This idea is in a project already.")) from error
    db.session.refresh(project, ["parts", "milestones"])


def _asked(project: Project, by: Person) -> None:
    hold_project(project)
    if project.owner_id != by.id:
        raise Conflict(_("Somebody else was asked to own this project since."))


def _answered(project: Project, *, agreed: bool, by: Person) -> None:
    db.session.flush()
    audit.log("ideas.owner_answered", f"project:{project.id}", by=by, after={"agreed": agreed})
    record(OwnerAnswered(project_id=project.id, person_id=by.id, agreed=agreed), by=by, space_id=project.space.id)
