"""Adding courses, changing them, and bringing them in from files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.core import audit, clock, practising, text
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.core.versions import check_version
from app.extensions import db
from app.training import course_file, queries, said
from app.training.commands.pictures import NewPicture, bring_pictures, checked_pictures, picture_fault
from app.training.course_file import kind_of
from app.training.events import CourseChanged
from app.training.models import FEWEST_DRAWN, Course, CourseVersion, Lesson, QuizItem

START: dict[str, Any] = {
    "about": "", "level": "answerer", "functions": [], "clears": "", "pass_share": 0.8, "draw_count": FEWEST_DRAWN,
    "valid_days": 365, "wait_minutes": 0, "attempts_a_week": 0, "position": 0,
}  # fmt: skip
SETTINGS = ("title", *START)


def add_course(content: Mapping[str, Any], *, publish: bool = True, by: Actor | None) -> Course:
    """Add a course in the shape of its file; raises Invalid for one that could not be taken, by the part at fault.

    One that is not published is a draft: it need not be complete, and is seen by those who own the training.
    """
    _check(content, complete=publish)
    brought = checked_pictures(content)
    _check_shown(content, {new.name for new in brought or ()})
    if queries.course_by_slug(content["slug"]) is not None:
        raise Invalid({"slug": _("This address is taken or cannot be used.")})
    moment = clock.now()
    course = Course(
        slug=content["slug"], title="", version=0, lesson_count=0, published_at=moment if publish else None,
        **{name: content.get(name, start) for name, start in START.items()},
    )  # fmt: skip
    db.session.add(course)
    _set(course, content)
    _write_lessons(course, content)
    _write_bank(course, content)
    bring_pictures(course, brought or [], by=by)
    note_change(course, _("Published") if publish else _("Begun"), by=by)
    audit.log("training.course_added", f"course:{course.id}", by=by, after={"slug": course.slug, "published": publish})
    return course


def import_course(content: Mapping[str, Any], *, by: Actor | None) -> Course:
    """Bring a course in from its file: a draft where its address is new, else in place of what stands there.

    Questions that are the same word for word stay and keep their figures; attempts that were begun keep theirs anyway.
    """
    _check(content, complete=False)
    course = queries.course_by_slug(content["slug"])
    if course is None:
        return add_course(content, publish=False, by=by)
    _check(content, complete=course.is_taught)
    brought = checked_pictures(content)
    _check_shown(content, _known(course, brought))
    _keep_gate(course, content.get("clears", ""))
    _set(course, {**START, **content})
    _write_lessons(course, content)
    _write_bank(course, content)
    if brought is not None:
        bring_pictures(course, brought, by=by)
    note_change(course, _("Brought in from a file"), by=by)
    return course


def change_course(course: Course, settings: Mapping[str, Any], *, by: Actor, version: str | None = None) -> None:
    """Change what a course is called, asks and gives; raises Invalid by field, Conflict where a gate would open.

    Raises Stale where the `version` that it is a change of is given and is not the latest.
    """
    hold(course)
    check_version(said.settings_of(course), version)
    content = {**course_file.content_of(course), **{name: settings[name] for name in SETTINGS if name in settings}}
    _check(content, complete=course.is_taught)
    _keep_gate(course, content["clears"])
    _set(course, content)
    note_change(course, _("Settings"), by=by)


def publish_course(course: Course, *, by: Actor) -> None:
    """Teach a draft, or again what was retired; raises Invalid while it is not complete."""
    _check(course_file.content_of(course), complete=True)
    course.published_at, course.retired_at = course.published_at or clock.now(), None
    note_change(course, _("Published"), by=by)


def retire_course(course: Course, *, by: Actor) -> None:
    """Teach a course no more; its certificates stay good. Raises Conflict for the last one that opens a gate."""
    _keep_gate(course, "")
    course.retired_at = clock.now()
    note_change(course, _("Retired"), by=by)


def hold(course: Course) -> None:
    """Let nobody else change a course until the transaction ends, and know it as it is now."""
    db.session.execute(select(Course.id).where(Course.id == course.id).with_for_update())
    db.session.refresh(course)


def note_change(course: Course, note: str, *, by: Actor | None) -> None:
    """Count the version up and keep the course as it is now."""
    db.session.flush()
    db.session.refresh(course, ["lessons", "items"])
    course.version, course.lesson_count = course.version + 1, len(course.lessons)
    kept = CourseVersion(
        course_id=course.id, version=course.version, note=str(note)[:200], content=course_file.content_of(course),
        by_id=by.id if by else None, at=clock.now(),
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    after = {"version": course.version, "note": str(note)}
    audit.log("training.course_changed", f"course:{course.id}", by=by, after=after)
    record(CourseChanged(course_id=course.id, version=course.version), by=by)


def made_item(course: Course, content: Mapping[str, Any], position: int) -> QuizItem:
    """A question of a course's bank, as its content says."""
    kind, right = kind_of(content), content.get("right", [])
    return QuizItem(
        course_id=course.id, kind=kind, prompt=content["prompt"], choices=list(content.get("choices", [])),
        right=list(right) if kind == "order" else sorted(set(right)), explanation=content.get("explanation", ""),
        position=position,
    )  # fmt: skip


def practice_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The exercise that a lesson's content asks for, as columns of the lesson; its question is there."""
    asks = content.get("practice") or {}
    on = asks.get("question")
    offered = practising.book().offered(on, None) if on else None
    return {
        "practice_done": asks.get("done", ""),
        "practice_on": on,
        "practice_asked": offered.asked if offered else asks.get("asked", ""),
    }


def practice_fault(content: Mapping[str, Any]) -> str:
    """What is wrong with the question that a lesson's exercise names, or nothing."""
    asks = content.get("practice") or {}
    if "question" not in asks:
        return ""
    offered = practising.book().offered(asks["question"], None)
    if offered is not None and offered.asked == asks.get("asked", offered.asked):
        return ""
    return str(_("Name an old question with an accepted or verified answer that everybody may read."))


def made_lesson(course: Course, content: Mapping[str, Any], position: int) -> Lesson:
    """A lesson of a course, as its content says."""
    body = content["body"].replace("\r\n", "\n")
    return Lesson(
        course_id=course.id,
        position=position,
        title=text.tidy(content["title"]),
        body=body,
        body_html=text.render(body),
        **practice_of(content),
    )


def _set(course: Course, content: Mapping[str, Any]) -> None:
    for name in SETTINGS:
        if name in content:
            setattr(course, name, content[name])
    course.title = text.tidy(content["title"])
    db.session.flush()


def _write_lessons(course: Course, content: Mapping[str, Any]) -> None:
    db.session.execute(delete(Lesson).where(Lesson.course_id == course.id))
    db.session.expire(course, ["lessons"])
    lessons = enumerate(content.get("lessons", ()), 1)
    db.session.add_all(made_lesson(course, lesson, place) for place, lesson in lessons)


def _write_bank(course: Course, content: Mapping[str, Any]) -> None:
    asked = (QuizItem.course_id == course.id, QuizItem.retired_at.is_(None))
    left = list(db.session.scalars(select(QuizItem).where(*asked).order_by(QuizItem.id)))
    for place, wanted in enumerate(content.get("bank", ()), 1):
        made = made_item(course, wanted, place)
        same = next((item for item in left if _says(item) == _says(made)), None)
        if same is None:
            db.session.add(made)
        else:
            same.position = place
            left.remove(same)
    for item in left:
        item.retired_at = clock.now()


def _says(item: QuizItem) -> dict[str, Any]:
    return course_file.item_content(item)


def _keep_gate(course: Course, clears: str) -> None:
    """A gate for which no course is left would stand open, so the last course keeps it."""
    if not course.is_taught or not course.clears or course.clears == clears:
        return
    others = [other for other in queries.courses() if other.clears == course.clears and other.id != course.id]
    if not others:
        raise Conflict(_("No other course gives this clearance, so everybody would have it without one."))


def _known(course: Course, brought: list[NewPicture] | None) -> set[str]:
    """The names of the pictures that a course has once its file is brought in."""
    return {picture.name for picture in (queries.pictures_of(course) if brought is None else brought)}


def _check_shown(content: Mapping[str, Any], known: set[str]) -> None:
    for lesson in content.get("lessons", ()):
        if says := picture_fault(lesson["body"], known) or practice_fault(lesson):
            raise Invalid({"lessons": f"{lesson['title']}: {says}"})


def _check(content: Mapping[str, Any], *, complete: bool) -> None:
    errors: dict[str, str] = {}
    for fault in course_file.faults(content, complete=complete):
        part = str(fault.path[0]) if fault.path else "bank"
        errors.setdefault(part, fault.says)
    if errors:
        raise Invalid(errors)
