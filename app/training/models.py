"""Guidelines, courses, what people did with them, and mentors."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.extensions import Id, Model

CLEARS = ("", "answer", "review", "verify")
FEWEST_DRAWN = 8


class Guideline(Model):
    """One version of the guidelines; a minor one corrects words and need not be accepted anew."""

    __tablename__ = "guideline"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(unique=True)
    major: Mapped[bool]
    summary: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class Acceptance(Model):
    """Somebody's word that they read and accept one version; the hash says which text they saw."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("person_id", "version"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


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


class Attempt(Model):
    """One try at a course's quiz.

    `drawn` is `[{"item": id, "order": [position, ...]}, ...]`: which questions, with their choices in which order.
    `answers` maps an item's id (as text) to the original positions that were chosen.
    """

    __tablename__ = "course_attempt"
    __table_args__ = (Index("ix_course_attempt_person_id_course_id", "person_id", "course_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    drawn: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        """Its page: the quiz, and after submission the result."""
        return f"/learn/attempts/{self.id}"

    @property
    def item_ids(self) -> list[int]:
        """The questions drawn, in order."""
        return [drawn["item"] for drawn in self.drawn]

    @property
    def orders(self) -> dict[int, list[int]]:
        """By question, the original positions of its choices in the order shown."""
        return {drawn["item"]: drawn["order"] for drawn in self.drawn}


class Certificate(Model):
    """What somebody may show for a course; it clears until it expires, is replaced or is revoked."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index("ix_certificate_person_id_course_id", "person_id", "course_id"),
        Index("ix_certificate_lapsed_at_expires_at", "lapsed_at", "expires_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("course_attempt.id"))
    source: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_live(self) -> bool:
        """Whether it still clears."""
        return self.revoked_at is None and self.replaced_at is None and self.expires_at > clock.now()

    @property
    def number(self) -> str:
        """What it is quoted by."""
        return f"WG-{self.id:06d}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"/learn/certificates/{self.id}"


APPROVED, SENT_BACK = "A", "S"


class Probation(Model):
    """How far a novice is on the way to answering without approval; `decided` are the last decisions, newest last."""

    __tablename__ = "probation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    decided: Mapped[str] = mapped_column(String(20), default="")
    ended_at: Mapped[datetime | None]

    @property
    def approved_count(self) -> int:
        """How many of the last decisions let an answer through."""
        return self.decided.count(APPROVED)


class MentorPair(Model):
    """Who mentors whom, since when, until when."""

    __tablename__ = "mentor_pair"

    id: Mapped[Id]
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    novice_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    mentor: Mapped[Person] = relationship(foreign_keys=mentor_id, lazy="joined", innerjoin=True)
    novice: Mapped[Person] = relationship(foreign_keys=novice_id, lazy="joined", innerjoin=True)
