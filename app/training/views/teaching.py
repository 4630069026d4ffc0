"""The courses as those who own them see them: begin, change, publish, retire."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.versions import Stale
from app.training import commands, marking, policy, queries, words
from app.training.forms import CourseFileForm, CourseForm, NewCourseForm
from app.training.models import Course, QuizItem
from app.training.views.path import blueprint

Answer = Response | tuple[str, int] | str
TEACHING = "/learn/teaching"


def owner() -> Person:
    """Whoever is here, who must own the training."""
    person = somebody()
    ensure(policy.may_own_training(person))
    return person


def own_course(slug: str) -> Course:
    """A course, for those who own them: also a draft or a retired one."""
    ensure(policy.may_own_training(me()))
    return found(queries.course_by_slug(slug))


def address(course: Course, anchor: str = "") -> str:
    """Where a course is changed."""
    return f"{TEACHING}/{course.slug}{anchor}"


@blueprint.get("/learn/teaching")
def teaching() -> str:
    """Every course, also drafts and retired ones."""
    owner()
    return courses_page(NewCourseForm(formdata=None), CourseFileForm(formdata=None))


@blueprint.post("/learn/teaching")
def begin_course() -> Answer:
    """Begin a draft."""
    person, form = owner(), NewCourseForm()
    if not form.validate():
        return courses_page(form, CourseFileForm(formdata=None)), 422
    content = {"slug": form.slug.data or "", "title": form.title.data or ""}
    try:
        course = commands.add_course(content, publish=False, by=person)
    except Invalid as refusal:
        form.refuse(refusal)
        return courses_page(form, CourseFileForm(formdata=None)), 422
    return redirect(address(course), 303)


@blueprint.get("/learn/teaching/<slug>")
def taught(slug: str) -> str:
    """One course: its settings, lessons, bank with figures, and versions."""
    course = own_course(slug)
    return course_page(course, CourseForm.of(course))


@blueprint.post("/learn/teaching/<slug>")
def change_course(slug: str) -> Answer:
    """Change its settings."""
    person, course, form = owner(), own_course(slug), CourseForm()
    if not form.validate():
        return course_page(course, form), 422
    try:
        commands.change_course(course, form.settings(), version=form.version.data, by=person)
    except Stale as stale:
        form.version.data = stale.facts["version"]
        return course_page(course, form, theirs=_in_words(course)), 409
    except Invalid as refusal:
        if "pass_share" in refusal.errors:
            refusal.errors["pass_percent"] = refusal.errors.pop("pass_share")
        form.refuse(refusal)
        return course_page(course, form), 422
    flash(_("Kept as version %(version)d.", version=course.version))
    return redirect(address(course), 303)


@blueprint.post("/learn/teaching/<slug>/publication")
def publish_course(slug: str) -> Answer:
    """Teach it."""
    person, course = owner(), own_course(slug)
    try:
        commands.publish_course(course, by=person)
    except Invalid as refusal:
        flash(" ".join(refusal.errors.values()), "error")
        return redirect(address(course, "#bank"), 303)
    flash(_("The course is taught."))
    return redirect(address(course), 303)


@blueprint.delete("/learn/teaching/<slug>/publication")
def retire_course(slug: str) -> Answer:
    """Teach it no more."""
    person, course = owner(), own_course(slug)
    commands.retire_course(course, by=person)
    flash(_("The course is taught no more. Its certificates stay good."))
    return redirect(address(course), 303)


def courses_page(form: NewCourseForm, file_form: CourseFileForm, **more: object) -> str:
    """The list of courses, with what was typed in."""
    courses = queries.all_courses(after=request.args.get("after"))
    return render_template(
        "training/teaching.html", courses=courses, form=form, file_form=file_form, levels=words.levels(), **more
    )


def course_page(course: Course, form: CourseForm, **more: str) -> str:
    """The page of a course, with what was typed in."""
    return render_template(
        "training/teach.html",
        course=course,
        form=form,
        pictures=queries.pictures_of(course),
        kinds=words.kinds(),
        bank=[(item, figures := _figures(item), *words.verdict(figures.verdict)) for item in course.items],
        versions=queries.versions_of(course, after=request.args.get("after")),
        **more,
    )


def _in_words(course: Course) -> str:
    """The settings as they stand, a line each, by what their fields are called."""
    fields = [field for field in CourseForm.of(course) if field.name not in {"version", "csrf_token"}]
    return "\n".join(f"{field.label.text}: {_chosen(field)}" for field in fields)


def _chosen(field: Any) -> str:
    names = dict(field.choices) if hasattr(field, "choices") else {}
    return str(names.get(field.data, field.data))


def _figures(item: QuizItem) -> marking.Figures:
    return marking.figures(item.asked_count, item.right_count, item.rest_sum, item.rest_square_sum, item.rest_right_sum)
