"""Pilots, launches and milestones of projects."""

from __future__ import annotations

import datetime
from decimal import Decimal

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas.commands.projects import hold_project
from app.ideas.events import LaunchSet, PilotEnded, PilotPlanned, ProjectChanged
from app.ideas.models import Milestone, Project

MOST_MILESTONES = 50


def plan_pilot(
    project: Project,
    *,
    where: str,
    start: datetime.date,
    end: datetime.date,
    success: str,
    by: Person,
    metric: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
) -> None:
    """Say where and when it is tried, what would count as success, and which figure should move from what to what."""
    errors = {}
    if not where.strip():
        errors["where"] = _("Say where it is tried.")
    if end < start:
        errors["end"] = _("This lies before the first day.")
    if not success.strip():
        errors["success"] = _("Say what would count as success, before it begins.")
    if (baseline is not None or target is not None) and not metric.strip():
        errors["metric"] = _("Name the figure.")
    if errors:
        raise Invalid(errors)
    hold_project(project)
    project.pilot_where, project.pilot_from, project.pilot_to = text.tidy(where), start, end
    project.success, project.metric = success.strip(), text.tidy(metric)
    project.baseline, project.target = baseline, target
    db.session.flush()
    plan = {"where": project.pilot_where, "from": str(start), "to": str(end), "success": project.success}
    audit.log("ideas.pilot_planned", f"project:{project.id}", by=by, after=plan)
    record(PilotPlanned(project_id=project.id), by=by, space_id=project.space.id)


def end_pilot(project: Project, *, result: str, by: Person, reached: Decimal | None = None) -> None:
    """Write down what a pilot came to, in words and as a figure; raises Conflict where none was planned."""
    if not result.strip():
        raise Invalid({"result": _("Say what came of it.")})
    hold_project(project)
    if project.pilot_from is None:
        raise Conflict(_("Plan the pilot first: what would count as success is said before it begins."))
    if reached is not None and not project.metric:
        raise Invalid({"reached": _("Name the figure in the plan of the pilot first.")})
    project.result, project.reached = result.strip(), reached
    db.session.flush()
    after = {"result": project.result, "reached": None if reached is None else str(reached)}
    audit.log("ideas.pilot_ended", f"project:{project.id}", by=by, after=after)
    record(PilotEnded(project_id=project.id), by=by, space_id=project.space.id)


def set_launch(project: Project, on: datetime.date, *, by: Person) -> None:
    """Say on which day it is launched, or was."""
    hold_project(project)
    if project.launches_on == on:
        return
    before, project.launches_on = project.launches_on, on
    db.session.flush()
    audit.log(
        "ideas.launch_set", f"project:{project.id}", by=by, before={"on": str(before or "")}, after={"on": str(on)}
    )
    record(LaunchSet(project_id=project.id), by=by, space_id=project.space.id)


def add_milestone(project: Project, *, title: str, due_on: datetime.date, by: Person) -> Milestone:
    """Name something to have reached by a day."""
    if not text.tidy(title):
        raise Invalid({"title": _("Say what is reached then.")})
    hold_project(project)
    if len(project.milestones) >= MOST_MILESTONES:
        raise Conflict(_("A project has at most %(most)d milestones.", most=MOST_MILESTONES))
    made = Milestone(project_id=project.id, title=text.tidy(title), due_on=due_on)
    project.milestones.append(made)
    db.session.flush()
    record(ProjectChanged(project_id=project.id), by=by, space_id=project.space.id)
    return made


def reach_milestone(project: Project, milestone: Milestone, *, reached: bool, by: Person) -> None:
    """Say that a milestone is reached today, or take that back; idempotent."""
    hold_project(project)
    if (milestone.done_on is not None) == reached:
        return
    milestone.done_on = clock.now().date() if reached else None
    db.session.flush()
    record(ProjectChanged(project_id=project.id), by=by, space_id=project.space.id)


def drop_milestone(project: Project, milestone: Milestone, *, by: Person) -> None:
    """Take a milestone away."""
    hold_project(project)
    if milestone in project.milestones:
        project.milestones.remove(milestone)
        db.session.flush()
        audit.log("ideas.milestone_dropped", f"project:{project.id}", by=by, before={"title": milestone.title})
        record(ProjectChanged(project_id=project.id), by=by, space_id=project.space.id)
