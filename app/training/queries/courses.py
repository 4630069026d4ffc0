"""Reading courses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.pages import Page, page
from app.extensions import db
from app.training.models import Course


def courses() -> Sequence[Course]:
    """Every course in the order of the path."""
    return db.session.scalars(select(Course).order_by(Course.position, Course.id)).all()


def courses_page(*, after: str | None = None, limit: int = 30) -> Page[Course]:
    """Courses, newest first."""
    return page(select(Course), Course.id, after=after, limit=limit)


def course_by_slug(slug: str) -> Course | None:
    """One course with its lessons."""
    return db.session.scalar(select(Course).where(Course.slug == slug).options(selectinload(Course.lessons)))


def course_clearing(action: str) -> Course | None:
    """The first course whose certificate clears this action."""
    clearing = select(Course).where(Course.clears == action)
    return db.session.scalar(clearing.order_by(Course.position, Course.id).limit(1))


def courses_clearing() -> dict[str, Course]:
    """By action, the first course whose certificate clears it."""
    clearing = select(Course).where(Course.clears != "").order_by(Course.position.desc(), Course.id.desc())
    return {course.clears: course for course in db.session.scalars(clearing)}
