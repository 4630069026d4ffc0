"""Who is to review what, and by when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.extensions import Id, Model
from app.ideas.models.ideas import Idea


class ReviewAssignment(Model):
    """One expert's task to review one idea; `state` is waiting, done, recused, withdrawn or lapsed.

    It is withdrawn when the idea leaves review, and lapses when the expert loses the clearance. `reminded_at` and
    `overdue_told_at` say that the expert was reminded before it was due, and told once it was.
    """

    __tablename__ = "review_assignment"
    __table_args__ = (
        UniqueConstraint("idea_id", "reviewer_id"),
        Index("ix_review_assignment_reviewer_state_due", "reviewer_id", "state", "due_at", "id"),
        Index("ix_review_assignment_state_due", "state", "due_at", "id"),
    )

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    idea: Mapped[Idea] = relationship(lazy="joined", innerjoin=True)
    reviewer: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[reviewer_id])

    @property
    def is_overdue(self) -> bool:
        """Whether it is still waiting after its time."""
        return self.state == "waiting" and self.due_at <= clock.now()

    @property
    def was_on_time(self) -> bool:
        """Whether it was done by the time it was due."""
        return self.state == "done" and self.ended_at is not None and self.ended_at <= self.due_at
