"""Courses as files: taken away, brought in, and what an earlier version said."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import transaction
from app.core.access import Conflict, Invalid, found
from app.core.uploads import takes_files
from app.training import commands, course_file, queries
from app.training.course_file import Fault
from app.training.forms import CourseFileForm, NewCourseForm
from app.training.views.path import blueprint
from app.training.views.teaching import Answer, address, courses_page, own_course, owner


@blueprint.get("/learn/teaching/<slug>/file")
def course_as_file(slug: str) -> Response:
    """The course as it is now."""
    course = own_course(slug)
    return _file(course.slug, queries.file_of(course))


@blueprint.get("/learn/teaching/<slug>/versions/<id:version>")
def course_version_as_file(slug: str, version: int) -> Response:
    """The course as it was."""
    course = own_course(slug)
    kept = found(queries.version_of(course, version))
    return _file(f"{slug}-{version}", queries.file_of(course, kept.content))


@blueprint.post("/learn/teaching/file")
@takes_files(course_file.LONGEST_FILE)
def import_course() -> Answer:
    """Bring a course in, or say line by line what is wrong with its file."""
    person, form = owner(), CourseFileForm()
    if not form.validate():
        return _refused(form, []), 422
    try:
        content, faults = course_file.read(form.source(), complete=False)
        if faults:
            return _refused(form, faults), 422
        transaction.settle()
        course = commands.import_course(content, by=person)
    except UnicodeDecodeError:
        form.file.errors = [_("This file is not UTF-8 text.")]
        return _refused(form, []), 422
    except (Invalid, Conflict) as refusal:
        form.form_errors.append(str(refusal))
        return _refused(form, []), 422
    flash(_("Kept as version %(version)d.", version=course.version))
    return redirect(address(course), 303)


def _refused(form: CourseFileForm, faults: list[tuple[int, Fault]]) -> str:
    return courses_page(NewCourseForm(formdata=None), form, faults=faults)


def _file(name: str, content: dict[str, Any]) -> Response:
    response = Response(course_file.write(content), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
