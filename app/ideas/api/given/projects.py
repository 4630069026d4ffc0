"""How projects look."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from app.accounts.api import PersonOut
from app.accounts.models import Person
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas import queries
from app.ideas.models import Idea, Project


class MilestoneOut(Out):
    """Something to have reached by a day."""

    id: int
    title: str
    due_on: datetime.date
    done_on: datetime.date | None


class ProjectOut(Out):
    """A project; `ideas` are those that you may see, `state` is planned, pilot, launched or stopped."""

    id: int
    name: str
    team: str
    state: str
    owner: PersonOut | None
    agreed_at: Moment | None
    ideas: list[int]
    metric: str
    baseline: Decimal | None
    target: Decimal | None
    reached: Decimal | None
    pilot_where: str
    pilot_from: datetime.date | None
    pilot_to: datetime.date | None
    success: str
    result: str
    launches_on: datetime.date | None
    milestones: list[MilestoneOut]
    url: str
    made_at: Moment

    @classmethod
    def of(cls, project: Project, seen: Sequence[Idea]) -> ProjectOut:
        """From a row, with those of its ideas that may be seen."""
        apart = {"owner", "ideas", "milestones"}
        plain = {name: getattr(project, name) for name in cls.model_fields if name not in apart}
        return cls(
            **plain, owner=PersonOut.of(project.owner) if project.owner else None, ideas=[idea.id for idea in seen],
            milestones=[MilestoneOut.model_validate(each) for each in project.milestones],
        )  # fmt: skip


def projects_out(projects: Sequence[Project], person: Person | None) -> list[ProjectOut]:
    """Rows as a person may see them; which ideas, is asked once."""
    seen = queries.seen_of(projects, person)
    return [ProjectOut.of(project, seen[project.id]) for project in projects]
