"""Adding courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.core import audit, text
from app.core.access import Invalid
from app.core.events import Actor
from app.extensions import db
from app.training import queries
from app.training.models import CLEARS, FEWEST_DRAWN, Course, Lesson, QuizItem


def add_course(content: Mapping[str, Any], *, by: Actor | None) -> Course:
    """Add a course with its lessons and its bank of questions; raises Invalid for one that could not be taken.

    `content` has `slug`, `title`, `lessons` (`title`, `body`) and `bank` (`prompt`, `choices`, `right` as positions,
    `explanation`), and may have `about`, `pass_share` (0.8), `draw_count` (8), `valid_days` (365), `clears` and
    `position`.
    """
    course = Course(
        slug=content["slug"], title=text.tidy(content["title"])[:120], about=content.get("about", ""),
        pass_share=content.get("pass_share", 0.8), draw_count=content.get("draw_count", FEWEST_DRAWN),
        valid_days=content.get("valid_days", 365), clears=content.get("clears", ""),
        position=content.get("position", 0),
    )  # fmt: skip
    _check(course, content["bank"])
    course.lessons = [_lesson(place, lesson) for place, lesson in enumerate(content.get("lessons", ()), 1)]
    course.lesson_count = len(course.lessons)
    course.items = [_item(item) for item in content["bank"]]
    db.session.add(course)
    db.session.flush()
    audit.log("training.course_added", f"course:{course.id}", by=by, after={"slug": course.slug})
    return course


def _lesson(position: int, lesson: Mapping[str, Any]) -> Lesson:
    body = lesson["body"]
    return Lesson(position=position, title=text.tidy(lesson["title"])[:120], body=body, body_html=text.render(body))


def _item(item: Mapping[str, Any]) -> QuizItem:
    return QuizItem(
        prompt=item["prompt"], choices=list(item["choices"]), right=sorted(set(item["right"])),
        multiple=len(set(item["right"])) > 1, explanation=item.get("explanation", ""),
    )  # fmt: skip


def _check(course: Course, bank: Sequence[Mapping[str, Any]]) -> None:
    errors = {}
    if course.slug != text.slug(course.slug) or queries.course_by_slug(course.slug) is not None:
        errors["slug"] = _("This address is taken or cannot be used.")
    if course.clears not in CLEARS:
        errors["clears"] = _("Choose one of %(all)s.", all=", ".join(CLEARS[1:]))
    if not 0 < course.pass_share <= 1:
        errors["pass_share"] = _("This must be above 0 and at most 1.")
    if course.valid_days < 1:
        errors["valid_days"] = _("A certificate lasts at least one day.")
    if course.draw_count < FEWEST_DRAWN or len(bank) <= course.draw_count:
        errors["bank"] = _("Draw at least %(fewest)d questions from a larger bank.", fewest=FEWEST_DRAWN)
    elif not all(_is_answerable(item) for item in bank):
        errors["bank"] = _("Each question needs two choices or more, at least one right and one wrong.")
    if errors:
        raise Invalid(errors)


def _is_answerable(item: Mapping[str, Any]) -> bool:
    places, right = set(range(len(item["choices"]))), set(item["right"])
    return bool(right) and right < places
