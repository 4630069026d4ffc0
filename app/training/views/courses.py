"""Courses and their lessons."""

from __future__ import annotations

from flask import redirect, render_template
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import returning
from app.core.access import ensure, found
from app.training import commands, lesson_page, policy, queries
from app.training.models import Course
from app.training.views.path import blueprint


@blueprint.get("/learn/courses/<slug>")
def course(slug: str) -> str:
    """What a course is about, its lessons, and the way to its quiz."""
    person = somebody()
    ensure(policy.may_learn(person))
    shown = found(_seen(person, slug))
    return render_template(
        "training/course.html",
        course=shown,
        owns=policy.may_own_training(person),
        may_attempt=policy.may_attempt(person, shown) if shown.is_taught else None,
        certificate=queries.live_certificate_for(person, shown),
        attempt=queries.open_attempt(person, shown),
        exercises={each.lesson.id: each for each in queries.exercises_of(person, shown)},
    )


@blueprint.get("/learn/courses/<slug>/lessons/<id:position>")
def lesson(slug: str, position: int) -> str:
    """One lesson, with the one before and after."""
    person = somebody()
    ensure(policy.may_learn(person))
    shown = found(_seen(person, slug))
    places = {lesson.position: lesson for lesson in shown.lessons}
    at = found(places.get(position))
    return render_template(
        "training/lesson.html",
        course=shown,
        lesson=at,
        body=drawn(shown, at.body_html),
        exercise=next((each for each in queries.exercises_of(person, shown) if each.lesson.id == at.id), None),
        before=places.get(position - 1),
        after=places.get(position + 1),
    )


@blueprint.post("/learn/courses/<slug>/attempts")
def start_attempt(slug: str) -> Response:
    """Draw the questions of a quiz, or go on with the open one."""
    person = somebody()
    ensure(policy.may_learn(person))
    course = found(queries.taught_course(slug))
    ensure(policy.may_attempt(person, course))
    attempt = commands.start_attempt(course, by=person)
    return redirect(returning.keep_way_back(attempt.url), 303)


def drawn(course: Course, html: str) -> Markup:
    """A rendered lesson with the pictures of its course, and its videos as cards."""
    pictures = {picture.name: picture for picture in queries.pictures_of(course)}
    return lesson_page.shown(html, pictures, video=_("Video"), missing=_("A picture is missing here:"))


def _seen(person: Person, slug: str) -> Course | None:
    """A course that is taught; those who own the training also see what it will be, or was."""
    return queries.course_by_slug(slug) if policy.may_own_training(person) else queries.taught_course(slug)
