"""Projects: what is made of ideas that were approved."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Id, Model
from app.ideas.models.ideas import Idea
from app.spaces.models import Space

# The kinds of stages that a project may be made from, and what they make of it.
STATES = {"decided": "planned", "doing": "pilot", "done": "launched", "closed": "stopped"}


class Project(Model):
    """Work on one or more ideas: an owner who agreed, a team, a pilot, a launch.

    `metric` is the figure that the work should move: what it was before, what would count as success, and what the
    pilot came to, in its own unit.
    """

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_made_at", "made_at", "id"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(160))
    team: Mapped[str] = mapped_column(String(300), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agreed_at: Mapped[datetime | None]
    metric: Mapped[str] = mapped_column(String(160), default="")
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(16, 4))
    target: Mapped[Decimal | None] = mapped_column(Numeric(16, 4))
    reached: Mapped[Decimal | None] = mapped_column(Numeric(16, 4))
    pilot_where: Mapped[str] = mapped_column(String(200), default="")
    pilot_from: Mapped[date | None] = mapped_column(Date)
    pilot_to: Mapped[date | None] = mapped_column(Date)
    success: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    launches_on: Mapped[date | None] = mapped_column(Date)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    owner: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[owner_id])
    parts: Mapped[list[ProjectIdea]] = relationship(lazy="selectin", order_by="ProjectIdea.id")
    milestones: Mapped[list[Milestone]] = relationship(
        lazy="selectin", order_by="(Milestone.due_on, Milestone.id)", cascade="all, delete-orphan"
    )

    @property
    def url(self) -> str:
        """Its page."""
        return f"/projects/{self.id}"

    @property
    def ideas(self) -> list[Idea]:
        """What it was made from, the one it began with first."""
        return [part.idea for part in self.parts]

    @property
    def space(self) -> Space:
        """Where it is worked on: the space of the idea that it began with."""
        return self.ideas[0].space

    @property
    def state(self) -> str:
        """Planned, pilot, launched or stopped: that of the idea which came furthest."""
        order = list(STATES.values())[:3]
        found = [STATES.get(idea.kind, "planned") for idea in self.ideas]
        going = [order.index(state) for state in found if state in order]
        return order[max(going)] if going else "stopped"

    @property
    def change(self) -> Decimal | None:
        """By how much the figure moved; None until both ends are known."""
        return self.reached - self.baseline if self.reached is not None and self.baseline is not None else None


class ProjectIdea(Model):
    """An idea is in one project at most."""

    __tablename__ = "project_idea"

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), unique=True)
    idea: Mapped[Idea] = relationship(lazy="joined", innerjoin=True)


class Milestone(Model):
    """Something to have reached by a day."""

    __tablename__ = "milestone"

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    due_on: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
