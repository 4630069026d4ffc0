"""Reading courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from app.core import pictures
from app.core.pages import Page, page
from app.core.pictures import Picture
from app.extensions import db
from app.training import course_file
from app.training.models import Course, CourseVersion, QuizItem


def courses() -> Sequence[Course]:
    """Every course that is taught, in the order of the path."""
    return db.session.scalars(select(Course).where(*_taught()).order_by(Course.position, Course.id)).all()


def courses_page(*, after: str | None = None, limit: int = 30) -> Page[Course]:
    """The courses that are taught, newest first."""
    return page(select(Course).where(*_taught()), Course.id, after=after, limit=limit)


def course_by_slug(slug: str) -> Course | None:
    """One course with its lessons, also a draft or a retired one."""
    return db.session.scalar(select(Course).where(Course.slug == slug).options(selectinload(Course.lessons)))


def course_by_id(course_id: int) -> Course | None:
    """One course, also a draft or a retired one."""
    return db.session.get(Course, course_id)


def course_clearing(action: str) -> Course | None:
    """The first course whose certificate clears this action."""
    clearing = select(Course).where(Course.clears == action, *_taught())
    return db.session.scalar(clearing.order_by(Course.position, Course.id).limit(1))


def courses_clearing() -> dict[str, Course]:
    """By action, the first course whose certificate clears it."""
    clearing = select(Course).where(Course.clears != "", *_taught()).order_by(Course.position.desc(), Course.id.desc())
    return {course.clears: course for course in db.session.scalars(clearing)}


def all_courses(*, after: str | None = None, limit: int = 30) -> Page[Course]:
    """Every course, also drafts and retired ones, newest first: for those who own the training."""
    return page(select(Course), Course.id, after=after, limit=limit)


def taught_course(slug: str) -> Course | None:
    """One course that is taught, with its lessons."""
    course = course_by_slug(slug)
    return course if course is not None and course.is_taught else None


def item_of(course: Course, item_id: int) -> QuizItem | None:
    """One question of a course's bank that is still asked."""
    bank = (QuizItem.course_id == course.id, QuizItem.retired_at.is_(None))
    return db.session.scalar(select(QuizItem).where(QuizItem.id == item_id, *bank))


def any_item_of(course: Course, item_id: int) -> QuizItem | None:
    """One question of a course's bank, asked or not."""
    return db.session.scalar(select(QuizItem).where(QuizItem.id == item_id, QuizItem.course_id == course.id))


def item_in_place_of(item: QuizItem) -> QuizItem | None:
    """The question that is asked where one was that is asked no more."""
    bank = (QuizItem.course_id == item.course_id, QuizItem.retired_at.is_(None), QuizItem.id > item.id)
    there = select(QuizItem).where(*bank, QuizItem.position == item.position)
    return db.session.scalar(there.order_by(QuizItem.id).limit(1))


def versions_of(course: Course, *, after: str | None = None, limit: int = 30) -> Page[CourseVersion]:
    """What a course was, newest version first."""
    query = select(CourseVersion).where(CourseVersion.course_id == course.id)
    return page(query, CourseVersion.version, after=after, limit=limit)


def version_of(course: Course, version: int) -> CourseVersion | None:
    """A course as it was after one change."""
    mine = (CourseVersion.course_id == course.id, CourseVersion.version == version)
    return db.session.scalar(select(CourseVersion).where(*mine))


def pictured(course: Course) -> str:
    """What a course is called by the keeper of its pictures."""
    return f"course:{course.id}"


def pictures_of(course: Course) -> list[Picture]:
    """The pictures that a course's lessons may show."""
    return pictures.keeper().of(pictured(course))


def file_of(course: Course, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a course's file says: as it is now, or as its `content` was, with the pictures that are here."""
    keeper = pictures.keeper()
    carried = [(picture.name, keeper.content(picture)) for picture in pictures_of(course)]
    return course_file.with_pictures(content or course_file.content_of(course), carried)


def _taught() -> tuple[ColumnElement[bool], ...]:
    return (Course.published_at.is_not(None), Course.retired_at.is_(None))
