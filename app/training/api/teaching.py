"""The API's operations on what courses teach: lessons with their pictures, and the exercises they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from flask import request
from flask_babel import gettext as _
from pydantic import Field

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import transaction
from app.core.access import Invalid, ensure, found
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Text
from app.core.pictures import Picture
from app.core.text import LONGEST
from app.core.uploads import takes_files
from app.training import commands, lesson_page, policy, queries
from app.training.api.learning import CourseOut
from app.training.models import Course, Lesson
from app.training.queries import Exercise

MOST_BYTES = 12 * 1024 * 1024


class LessonPictureOut(Out):
    """A picture that a course's lessons may show, as `![what it shows](name)` in a paragraph of its own."""

    name: str
    url: str
    thumb_url: str
    width: int
    height: int


class ShownPictureOut(LessonPictureOut):
    """A picture as a lesson shows it; `alt` says what it shows, to those who do not see it."""

    alt: str


class ExerciseOut(Out):
    """What a lesson asks for in practice before its course certifies: handed in, or found ready by a mentor.

    `state` is where the caller stands: done, waiting, not_yet, or empty before that. `question` is the title of the old
    question to answer, null where any counts; it is answered with `practise`.
    """

    done: Literal["handed_in", "ready"]
    state: str
    question: str | None
    url: str

    @classmethod
    def of(cls, exercise: Exercise) -> ExerciseOut:
        """As it stands for somebody."""
        return cls.model_validate({
            "done": exercise.lesson.practice_done, "state": exercise.state, "url": exercise.url,
            "question": exercise.question.title if exercise.question else None,
        })  # fmt: skip


class LessonOut(Out):
    """A lesson in Markdown, with its pictures and its exercise; `version` changes with what it says."""

    position: int
    title: str
    body: str
    version: str
    pictures: list[ShownPictureOut]
    exercise: ExerciseOut | None

    @classmethod
    def of(cls, lesson: Lesson, pictures: dict[str, Picture], exercise: Exercise | None) -> LessonOut:
        """From a row, with what is there of its pictures."""
        shown = [
            ShownPictureOut(alt=alt, **_plain(pictures[name]))
            for name, alt in lesson_page.pictures_in(lesson.body_html)
            if name in pictures
        ]
        return cls(
            position=lesson.position, title=lesson.title, body=lesson.body, version=lesson.version, pictures=shown,
            exercise=ExerciseOut.of(exercise) if exercise else None,
        )  # fmt: skip


class CoursePageOut(CourseOut):
    """A course with its lessons."""

    lessons: list[LessonOut] = Field(default_factory=list)


class ExerciseIn(In):
    """What a lesson asks for in practice; `question` is the number of an old question, null for any."""

    done: Literal["handed_in", "ready"]
    question: int | None = Field(None, ge=1, lt=2**63)


class LessonIn(In):
    """A lesson's new words; without `exercise` it asks for none. With `version` they answer 409 when it has changed."""

    title: Text = Field(min_length=1, max_length=120)
    body: Text = Field(min_length=1, max_length=LONGEST)
    exercise: ExerciseIn | None = None
    version: Text | None = Field(None, max_length=64)

    @property
    def content(self) -> dict[str, Any]:
        """In the shape of a course's file."""
        said: dict[str, Any] = {"title": self.title, "body": self.body}
        if self.exercise is not None:
            said["practice"] = self.exercise.model_dump(exclude_none=True)
        return said


class PictureQuery(In):
    """The name of a picture that is sent as the raw body."""

    name: Text = Field("", max_length=200)


@operation("getCourse", "GET /training/courses/<slug>", returns=CoursePageOut)
def get_course(slug: str) -> CoursePageOut:
    """A course with its lessons, their pictures and exercises; drafts only for those who own the training."""
    person = somebody()
    ensure(policy.may_learn(person))
    owns = policy.may_own_training(person)
    course = found(queries.course_by_slug(slug) if owns else queries.taught_course(slug))
    page = CoursePageOut.model_validate(CourseOut.of(course, queries.live_certificate_for(person, course)).model_dump())
    page.lessons = _lessons_out(course.lessons, course, person)
    return page


@operation("addLesson", "POST /training/courses/<slug>/lessons", body=LessonIn, returns=LessonOut, status=201)
def add_lesson(slug: str, body: LessonIn) -> LessonOut:
    """Write one more lesson, at the end of a course."""
    person, course = _owner(), _own(slug)
    written = commands.write_lesson(course, None, body.content, by=person)
    return _lessons_out([written], course, person)[0]


@operation("writeLesson", "PUT /training/courses/<slug>/lessons/<id:position>", body=LessonIn, returns=LessonOut)
def write_lesson(slug: str, position: int, body: LessonIn) -> LessonOut:
    """Write a lesson anew, with the exercise it asks for."""
    person, course = _owner(), _own(slug)
    lesson = found(next((each for each in course.lessons if each.position == position), None))
    written = commands.write_lesson(course, lesson, body.content, version=body.version, by=person)
    return _lessons_out([written], course, person)[0]


@operation("listLessonPictures", "GET /training/courses/<slug>/pictures", returns=Listing[LessonPictureOut])
def list_lesson_pictures(slug: str) -> Listing[LessonPictureOut]:
    """The pictures that the lessons of a course may show, twenty at most."""
    _owner()
    return Listing(items=[LessonPictureOut(**_plain(each)) for each in queries.pictures_of(_own(slug))], next=None)


@operation(
    "keepLessonPicture", "POST /training/courses/<slug>/pictures", query=PictureQuery, returns=LessonPictureOut,
    status=201, takes="file",
)  # fmt: skip
@takes_files(MOST_BYTES)
def keep_lesson_picture(slug: str, query: PictureQuery) -> LessonPictureOut:
    """Send a picture in, as a form's field `file` or as the raw body with `?name=`, in place of one of its name."""
    person, course = _owner(), _own(slug)
    name, content = _sent(query.name)
    transaction.settle()
    return LessonPictureOut(**_plain(commands.keep_picture(course, commands.checked_picture(name, content), by=person)))


@operation("removeLessonPicture", "DELETE /training/courses/<slug>/pictures/<name>")
def remove_lesson_picture(slug: str, name: str) -> None:
    """Take a picture away that no lesson shows."""
    person, course = _owner(), _own(slug)
    found(next((each for each in queries.pictures_of(course) if each.name == name), None))
    commands.remove_picture(course, name, by=person)


def _owner() -> Person:
    person = somebody()
    ensure(policy.may_own_training(person))
    return person


def _own(slug: str) -> Course:
    return found(queries.course_by_slug(slug))


def _lessons_out(lessons: Sequence[Lesson], course: Course, person: Person) -> list[LessonOut]:
    pictures = {picture.name: picture for picture in queries.pictures_of(course)}
    exercises = {each.lesson.id: each for each in queries.exercises_of(person, course)}
    return [LessonOut.of(lesson, pictures, exercises.get(lesson.id)) for lesson in lessons]


def _plain(picture: Picture) -> dict[str, Any]:
    return {name: getattr(picture, name) for name in LessonPictureOut.model_fields}


def _sent(name: str) -> tuple[str, bytes]:
    # Only then: whatever curl sends it calls a form, and looking for its files would read it away.
    sent = request.files.get("file") if request.mimetype == "multipart/form-data" else None
    name, content = (sent.filename or "", sent.read()) if sent is not None else (name, request.get_data())
    if not name or not content:
        raise Invalid({"file": _("Send a picture, and say what it is called.")})
    return name, content
