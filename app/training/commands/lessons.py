"""Writing the lessons of a course, and the questions of its bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.core import clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor
from app.core.versions import Stale, check_version
from app.extensions import db
from app.training import course_file, queries, said
from app.training.commands.courses import hold, made_item, made_lesson, note_change, practice_fault, practice_of
from app.training.commands.pictures import NewPicture, keep_picture, picture_fault
from app.training.models import Course, Lesson, QuizItem


def write_lesson(
    course: Course,
    lesson: Lesson | None,
    content: Mapping[str, Any],
    *,
    picture: NewPicture | None = None,
    version: str | None = None,
    by: Actor,
) -> Lesson:
    """Change a lesson, or with None add one at the end; a new picture that it does not show yet stands at its end.

    Raises Invalid by field, and Stale where the `version` that it is a change of is given and is not the latest.
    """
    hold(course)
    if lesson is not None:
        db.session.refresh(lesson)
        check_version(lesson, version)
    if picture is not None and f"]({picture.name})" not in content["body"]:
        content = {**content, "body": f"{content['body']}\n\n{picture.markdown}"}
    _check_part({"lessons": [content]})
    known = {each.name for each in queries.pictures_of(course)} | ({picture.name} if picture else set())
    if says := picture_fault(content["body"], known):
        raise Invalid({"body": says})
    if says := practice_fault(content):
        raise Invalid({"practice_on": says})
    if picture is not None:
        keep_picture(course, picture, by=by)
    made = made_lesson(course, content, lesson.position if lesson else len(course.lessons) + 1)
    if lesson is not None:
        lesson.title, lesson.body, lesson.body_html = made.title, made.body, made.body_html
        for name, value in practice_of(content).items():
            setattr(lesson, name, value)
    else:
        db.session.add(made)
    written = lesson or made
    note_change(course, _("Lesson “%(title)s”", title=written.title), by=by)
    return written


def move_lesson(course: Course, lesson: Lesson, *, up: bool, by: Actor) -> None:
    """Let a lesson change places with the one before, or after; at the end it stays."""
    other = next((each for each in course.lessons if each.position == lesson.position + (-1 if up else 1)), None)
    if other is None:
        return
    here, there = lesson.position, other.position
    for each, place in ((lesson, 0), (other, here), (lesson, there)):
        each.position = place
        db.session.flush()
    note_change(course, _("Lesson “%(title)s” moved", title=lesson.title), by=by)


def remove_lesson(course: Course, lesson: Lesson, *, by: Actor) -> None:
    """Take a lesson out; earlier versions of the course keep it."""
    title, place = lesson.title, lesson.position
    db.session.delete(lesson)
    db.session.flush()
    for each in sorted(course.lessons, key=lambda each: each.position):
        if each is not lesson and each.position > place:
            each.position -= 1
            db.session.flush()
    note_change(course, _("Lesson “%(title)s” taken out", title=title), by=by)


def write_item(course: Course, item: QuizItem | None, content: Mapping[str, Any], *, by: Actor) -> QuizItem:
    """Ask another question, or in place of one; attempts that drew the old one keep it.

    Raises Invalid by field, and Stale for one in whose place another is asked already.
    """
    hold(course)
    if item is not None:
        db.session.refresh(item)
        if item.retired_at is not None:
            raise Stale(said.words_of(queries.item_in_place_of(item)))
    _check_part({"bank": [content]})
    last = max((each.position for each in course.items), default=0)
    made = made_item(course, content, item.position if item else last + 1)
    if item is not None and course_file.item_content(item) == course_file.item_content(made):
        return item
    if item is not None:
        item.retired_at = clock.now()
    db.session.add(made)
    note_change(course, _("Question “%(prompt)s”", prompt=made.prompt[:80]), by=by)
    return made


def retire_item(course: Course, item: QuizItem, *, by: Actor) -> None:
    """Ask a question no more; raises Conflict where too few would be left to draw from."""
    if course.is_taught and len(course.items) - 1 <= course.draw_count:
        raise Conflict(_("Too few questions would be left to draw from. Write another one first."))
    item.retired_at = clock.now()
    note_change(course, _("Question “%(prompt)s” asked no more", prompt=item.prompt[:80]), by=by)


def _check_part(part: Mapping[str, Any]) -> None:
    content = {"slug": "part", "title": "part", **part}
    found = course_file.faults(content, complete=False)
    if found:
        raise Invalid({str(fault.path[-1]): fault.says for fault in reversed(found)})
