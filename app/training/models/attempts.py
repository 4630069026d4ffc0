"""Attempts at a course's quiz."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Id, Model
from app.training.models.courses import Course

_OPEN = text("submitted_at IS NULL")


class Attempt(Model):
    """One try at a course's quiz.

    `drawn` is `[{"item": id, "order": [position, ...]}, ...]`: which questions, with their choices in which order.
    `answers` maps an item's id (as text) to the original positions that were chosen, in the order given where order is
    asked, or to the text; `marks` maps the ids of texts to `{"right": bool, "remark": text}` once somebody judged them.
    What it was drawn from and how many right answers pass stay as they were when it began. Nobody has two open at once
    of one course: who could draw twice would choose the easier questions.
    """

    __tablename__ = "course_attempt"
    __table_args__ = (
        Index("ix_course_attempt_person_id_course_id", "person_id", "course_id"),
        Index(
            "uq_course_attempt_open", "person_id", "course_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_course_attempt_waits", "marked_at", "submitted_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    drawn: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    needed: Mapped[int]
    course_version: Mapped[int]
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    marked_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page: the quiz, and after submission the result."""
        return f"/learn/attempts/{self.id}"

    @property
    def waits(self) -> bool:
        """Whether it was handed in with texts that nobody judged yet."""
        return self.submitted_at is not None and self.marked_at is None

    @property
    def item_ids(self) -> list[int]:
        """The questions drawn, in order."""
        return [drawn["item"] for drawn in self.drawn]

    @property
    def orders(self) -> dict[int, list[int]]:
        """By question, the original positions of its choices in the order shown."""
        return {drawn["item"]: drawn["order"] for drawn in self.drawn}
