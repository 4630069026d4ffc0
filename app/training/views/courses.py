"""Courses and their lessons."""

from __future__ import annotations

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.accounts.current import me, somebody
from app.core import returning
from app.core.access import ensure, found
from app.training import commands, policy, queries
from app.training.views.path import blueprint


@blueprint.get("/learn/courses/<slug>")
def course(slug: str) -> str:
    """What a course is about, its lessons, and the way to its quiz."""
    person = somebody()
    ensure(policy.may_learn(person))
    shown = found(queries.course_by_slug(slug))
    return render_template(
        "training/course.html",
        course=shown,
        certificate=queries.live_certificate_for(person, shown),
        attempt=queries.open_attempt(person, shown),
    )


@blueprint.get("/learn/courses/<slug>/lessons/<int:position>")
def lesson(slug: str, position: int) -> str:
    """One lesson, with the one before and after."""
    ensure(policy.may_learn(me()))
    shown = found(queries.course_by_slug(slug))
    places = {lesson.position: lesson for lesson in shown.lessons}
    return render_template(
        "training/lesson.html",
        course=shown,
        lesson=found(places.get(position)),
        before=places.get(position - 1),
        after=places.get(position + 1),
    )


@blueprint.post("/learn/courses/<slug>/attempts")
def start_attempt(slug: str) -> Response:
    """Draw the questions of a quiz, or go on with the open one."""
    person = somebody()
    ensure(policy.may_learn(person))
    attempt = commands.start_attempt(found(queries.course_by_slug(slug)), by=person)
    return redirect(returning.keep_way_back(attempt.url), 303)
