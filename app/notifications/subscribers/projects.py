"""Who is told of what happens to projects: their owner, the team that made them, the followers of their ideas."""

from __future__ import annotations

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Project
from app.notifications import queries
from app.notifications.commands import tell, tell_readers
from app.notifications.subscribers.telling import name_of, notifications
from app.voting import queries as voting


@notifications.on(ideas.OwnerNamed)
def owner_named(event: ideas.OwnerNamed, entry: Entry) -> None:
    """Whoever is asked to own a project hears of it."""
    project = idea_queries.project_by_id(event.project_id)
    if project is not None and project.owner_id == event.person_id:
        _tell({event.person_id}, "project_asked", project, entry)


@notifications.on(ideas.OwnerAnswered)
def owner_answered(event: ideas.OwnerAnswered, entry: Entry) -> None:
    """Whoever made the project hears the answer."""
    project = idea_queries.project_by_id(event.project_id)
    if project is not None:
        kind = "project_agreed" if event.agreed else "project_declined"
        _tell({project.made_by_id}, kind, project, entry)


@notifications.on(ideas.ProjectMade)
def project_made(event: ideas.ProjectMade, entry: Entry) -> None:
    """Those who follow the idea hear that work on it begins."""
    project = idea_queries.project_by_id(event.project_id)
    if project is not None:
        _tell_followers(project, "project_made", entry, "")


@notifications.on(ideas.PilotPlanned)
def pilot_planned(event: ideas.PilotPlanned, entry: Entry) -> None:
    """Those who follow its ideas hear where and when it is tried."""
    project = idea_queries.project_by_id(event.project_id)
    if project is not None and project.pilot_from and project.pilot_to:
        note = f"{project.pilot_where}, {project.pilot_from:%Y-%m-%d} – {project.pilot_to:%Y-%m-%d}"
        _tell_followers(project, "pilot_planned", entry, note)


@notifications.on(ideas.PilotEnded)
def pilot_ended(event: ideas.PilotEnded, entry: Entry) -> None:
    """Those who follow its ideas hear what came of it."""
    project = idea_queries.project_by_id(event.project_id)
    if project is not None:
        _tell_followers(project, "pilot_ended", entry, project.result)


@notifications.on(ideas.LaunchSet)
def launch_set(event: ideas.LaunchSet, entry: Entry) -> None:
    """Those who follow its ideas, and its owner, hear of the day."""
    project = idea_queries.project_by_id(event.project_id)
    if project is not None and project.launches_on:
        _tell_followers(project, "launch_set", entry, f"{project.launches_on:%Y-%m-%d}")


def _tell(people: set[int], kind: str, project: Project, entry: Entry) -> None:
    tell(
        people, kind, entry, subject=f"idea:{project.ideas[0].id}", url=project.url, title=project.name,
        who=name_of(entry.actor_id),
    )  # fmt: skip


def _tell_followers(project: Project, kind: str, entry: Entry, note: str) -> None:
    """Each person once, as `tell` does, for the first of its ideas that they follow and may still see."""
    for idea in project.ideas:
        subject = f"idea:{idea.id}"
        people = {idea.author_id, *queries.followers(subject), *voting.voters("idea", idea.id)}
        people |= {project.owner_id} if project.owner_id else set()
        what = {"subject": subject, "url": project.url, "title": idea.title, "note": note}
        tell_readers(people, kind, entry, **what)
