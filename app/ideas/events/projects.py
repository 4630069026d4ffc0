"""What happens to projects."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.project_made", "project:{project_id}", "projects", "idea:{idea_id}")
class ProjectMade(Event):
    """A project was made from an idea."""

    project_id: int
    idea_id: int


@happening("ideas.project_changed", "project:{project_id}")
class ProjectChanged(Event):
    """What a project says of itself changed: its name, team, figure, ideas or milestones."""

    project_id: int


@happening("ideas.owner_named", "project:{project_id}")
class OwnerNamed(Event):
    """Somebody was asked to own a project."""

    project_id: int
    person_id: int


@happening("ideas.owner_answered", "project:{project_id}")
class OwnerAnswered(Event):
    """Whoever was asked to own a project agreed, or declined."""

    project_id: int
    person_id: int
    agreed: bool


@happening("ideas.pilot_planned", "project:{project_id}")
class PilotPlanned(Event):
    """Where and when a project is piloted was set, or set anew."""

    project_id: int


@happening("ideas.pilot_ended", "project:{project_id}")
class PilotEnded(Event):
    """What a pilot came to was written down."""

    project_id: int


@happening("ideas.launch_set", "project:{project_id}")
class LaunchSet(Event):
    """The day of a launch was set, or set anew."""

    project_id: int
