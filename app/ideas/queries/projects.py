"""Reading projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.ideas.models import Idea, Project, ProjectIdea
from app.ideas.queries.ideas import is_listed, may_see


def may_see_project(person: Person | None) -> ColumnElement[bool]:
    """The rule: one of its ideas is visible."""
    seen = select(ProjectIdea.project_id).join(Idea, Idea.id == ProjectIdea.idea_id).where(may_see(person))
    return Project.id.in_(seen)


def visible_projects(
    person: Person | None, *, owner_id: int | None = None, after: str | None = None, limit: int = 30
) -> Page[Project]:
    """Projects a person may see, the newest first; those in archived spaces are on no list."""
    listed = select(ProjectIdea.project_id).join(Idea, Idea.id == ProjectIdea.idea_id).where(is_listed(person))
    query = select(Project).where(may_see_project(person), Project.id.in_(listed))
    if owner_id:
        query = query.where(Project.owner_id == owner_id)
    return page(query, Project.made_at, Project.id, after=after, limit=limit)


def visible_project(person: Person | None, project_id: int) -> Project | None:
    """A project, if this person may see it."""
    return db.session.scalar(select(Project).where(Project.id == project_id, may_see_project(person)))


def project_by_id(project_id: int) -> Project | None:
    """A project, for subscribers."""
    return db.session.get(Project, project_id)


def project_of(idea_id: int) -> Project | None:
    """What an idea is worked on in."""
    mine = select(ProjectIdea.project_id).where(ProjectIdea.idea_id == idea_id)
    return db.session.scalar(select(Project).where(Project.id.in_(mine)))


def owners_of(ideas: Iterable[Idea]) -> dict[int, Person]:
    """By idea who answers for it: whom the team named, else who agreed to own its project; in one query."""
    listed = list(ideas)
    found = {idea.id: idea.owner for idea in listed if idea.owner is not None}
    unnamed = [idea.id for idea in listed if idea.id not in found]
    query = select(ProjectIdea.idea_id, Person).join(Project, Project.id == ProjectIdea.project_id)
    query = query.join(Person, Person.id == Project.owner_id).where(Project.agreed_at.is_not(None))
    working = query.where(ProjectIdea.idea_id.in_(unnamed))
    return {**found, **dict(db.session.execute(working).all())} if unnamed else found


def owned_by(person_id: int) -> ColumnElement[bool]:
    """Ideas that somebody answers for, as a condition."""
    theirs = select(ProjectIdea.idea_id).join(Project, Project.id == ProjectIdea.project_id)
    theirs = theirs.where(Project.owner_id == person_id, Project.agreed_at.is_not(None))
    return or_(Idea.owner_id == person_id, and_(Idea.owner_id.is_(None), Idea.id.in_(theirs)))


def seen_of(projects: Iterable[Project], person: Person | None) -> dict[int, list[Idea]]:
    """The ideas of projects that a person may see, by project."""
    known = list(projects)
    every = {idea.id for project in known for idea in project.ideas}
    seen = set(db.session.scalars(select(Idea.id).where(Idea.id.in_(every), may_see(person)))) if every else set()
    return {project.id: [idea for idea in project.ideas if idea.id in seen] for project in known}


def measured_projects(person: Person | None, most: int = 50) -> Sequence[Project]:
    """Projects with a figure whose baseline is known, the newest first."""
    query = select(Project).where(may_see_project(person), Project.metric != "", Project.baseline.is_not(None))
    return db.session.scalars(query.order_by(Project.made_at.desc(), Project.id.desc()).limit(most)).all()
