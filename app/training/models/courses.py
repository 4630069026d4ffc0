"""Courses: their lessons, and the bank of questions that attempts draw from."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.versions import fingerprint
from app.extensions import Id, Model
from app.training.lesson_page import words_in

CLEARS = ("", "answer", "review", "verify")
LEVELS = ("reader", "answerer", "expert", "mentor", "moderator")
KINDS = ("single", "multiple", "order", "text")
PRACTICE_DONE = ("ready", "handed_in")
FEWEST_DRAWN = 8


class Course(Model):
    """Lessons and a bank of questions, of which each attempt draws some; `clears` is the action it opens, or none.

    A draft is seen by those who own the training, and clears nothing; a retired course is taught no more. `functions`
    are those whose path it is on, none for everybody's. After a failed attempt one waits `wait_minutes`; 0 is no limit
    of attempts a week.
    """

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
    level: Mapped[str] = mapped_column(String(10), default="answerer")
    functions: Mapped[list[Any]] = mapped_column(default=list)
    wait_minutes: Mapped[int] = mapped_column(default=0)
    attempts_a_week: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    lesson_count: Mapped[int] = mapped_column(default=0)
    lessons: Mapped[list[Lesson]] = relationship(back_populates="course", order_by="Lesson.position")
    items: Mapped[list[QuizItem]] = relationship(
        back_populates="course",
        order_by="QuizItem.position",
        primaryjoin="and_(QuizItem.course_id == Course.id, QuizItem.retired_at.is_(None))",
    )

    @property
    def url(self) -> str:
        """Its page."""
        return f"/learn/courses/{self.slug}"

    @property
    def is_taught(self) -> bool:
        """Whether it is published and not retired."""
        return self.published_at is not None and self.retired_at is None

    @property
    def needed(self) -> int:
        """How many right answers pass."""
        return math.ceil(round(self.pass_share * self.draw_count, 6))


class Lesson(Model):
    """One page of a course, which may ask for an exercise: an answer in practice, done as `practice_done` says.

    `practice_on` is the question's id, `practice_asked` which question that was; without one, any counts.
    """

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "position"),)

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    practice_done: Mapped[str] = mapped_column(String(10), default="")
    practice_on: Mapped[int | None] = mapped_column(BigInteger)
    practice_asked: Mapped[str] = mapped_column(String(40), default="")
    course: Mapped[Course] = relationship(back_populates="lessons")

    @property
    def version(self) -> str:
        """Changes with what it says."""
        return fingerprint([self.title, self.body, self.practice_done, self.practice_on])

    @property
    def words(self) -> str:
        """What it says, without its pictures."""
        return words_in(self.body)


class QuizItem(Model):
    """One question of a course's bank, never changed once written: a new wording is a new row, and this one retires.

    `right` holds positions in `choices`: of an order, all of them as they follow; a text has neither, and is judged by
    a person. The counts are of marked answers; `rest` is how many others of its attempt were right.
    """

    __tablename__ = "quiz_item"

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    prompt: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[Any]]
    right: Mapped[list[Any]]
    kind: Mapped[str] = mapped_column(String(10))
    explanation: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    asked_count: Mapped[int] = mapped_column(default=0)
    right_count: Mapped[int] = mapped_column(default=0)
    rest_sum: Mapped[int] = mapped_column(default=0)
    rest_square_sum: Mapped[int] = mapped_column(default=0)
    rest_right_sum: Mapped[int] = mapped_column(default=0)
    course: Mapped[Course] = relationship(back_populates="items")

    @property
    def multiple(self) -> bool:
        """Whether several choices may be right."""
        return self.kind == "multiple"


class CourseVersion(Model):
    """A course as it was after a change: `content` in the shape of its file."""

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "version"),)

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    version: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
