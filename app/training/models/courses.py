"""Courses: their lessons, and the bank of questions that attempts draw from."""

from __future__ import annotations

import math
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Id, Model

CLEARS = ("", "answer", "review", "verify")
FEWEST_DRAWN = 8


class Course(Model):
    """Lessons and a bank of questions, of which each attempt draws some; `clears` is the action it opens, or none."""

    __tablename__ = "course"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")
    pass_share: Mapped[float]
    draw_count: Mapped[int]
    valid_days: Mapped[int]
    clears: Mapped[str] = mapped_column(String(10), default="")
    position: Mapped[int] = mapped_column(default=0)
    lesson_count: Mapped[int] = mapped_column(default=0)
    lessons: Mapped[list[Lesson]] = relationship(back_populates="course", order_by="Lesson.position")
    items: Mapped[list[QuizItem]] = relationship(back_populates="course", order_by="QuizItem.id")

    @property
    def url(self) -> str:
        """Its page."""
        return f"/learn/courses/{self.slug}"

    @property
    def needed(self) -> int:
        """How many right answers pass."""
        return math.ceil(round(self.pass_share * self.draw_count, 6))


class Lesson(Model):
    """One page of a course."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "position"),)

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    course: Mapped[Course] = relationship(back_populates="lessons")


class QuizItem(Model):
    """One question of a course's bank; `right` holds positions in `choices`."""

    __tablename__ = "quiz_item"

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    prompt: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[Any]]
    right: Mapped[list[Any]]
    multiple: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[str] = mapped_column(Text, default="")
    course: Mapped[Course] = relationship(back_populates="items")
