"""Writing lessons, and the questions of a bank."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from app.core import text, transaction
from app.core.access import Invalid, found
from app.core.uploads import takes_files
from app.core.versions import Stale
from app.training import commands, queries
from app.training.commands.pictures import NewPicture
from app.training.forms import LONGEST_PICTURE, ItemForm, LessonForm, item_form, lesson_form
from app.training.models import Course, Lesson, QuizItem
from app.training.views.courses import drawn
from app.training.views.path import blueprint
from app.training.views.teaching import Answer, address, own_course, owner

LESSONS = "/learn/teaching/<slug>/lessons/"
ITEMS = "/learn/teaching/<slug>/questions/"
MOST_IN_ONE_REQUEST = LONGEST_PICTURE + 256 * 1024


@blueprint.get(LESSONS + "new")
def new_lesson(slug: str) -> str:
    """A form for another lesson."""
    return _lesson_page(own_course(slug), None, lesson_form(None))


@blueprint.post(LESSONS + "new")
@takes_files(MOST_IN_ONE_REQUEST)
def add_lesson(slug: str) -> Answer:
    """Add it."""
    return _write_lesson(own_course(slug), None)


@blueprint.get(LESSONS + "<id:position>")
def edit_lesson(slug: str, position: int) -> str:
    """A form for a lesson."""
    course = own_course(slug)
    lesson = found(_lesson(course, position))
    return _lesson_page(course, lesson, lesson_form(lesson))


@blueprint.post(LESSONS + "<id:position>")
@takes_files(MOST_IN_ONE_REQUEST)
def change_lesson(slug: str, position: int) -> Answer:
    """Change it."""
    course = own_course(slug)
    return _write_lesson(course, _lesson(course, position), gone=_lesson(course, position) is None)


@blueprint.delete(LESSONS + "<id:position>")
def remove_lesson(slug: str, position: int) -> Answer:
    """Take it out."""
    person, course = owner(), own_course(slug)
    commands.remove_lesson(course, found(_lesson(course, position)), by=person)
    flash(_("The lesson is taken out."))
    return redirect(address(course, "#lessons"), 303)


@blueprint.post(LESSONS + "<id:position>/<any(up, down):way>")
def move_lesson(slug: str, position: int, way: str) -> Answer:
    """Let it change places with its neighbour."""
    person, course = owner(), own_course(slug)
    commands.move_lesson(course, found(_lesson(course, position)), up=way == "up", by=person)
    return redirect(address(course, "#lessons"), 303)


@blueprint.post("/learn/teaching/<slug>/preview")
def preview_lesson(slug: str) -> Response:
    """A lesson's Markdown in, what learners would see out; changes nothing."""
    course, source = own_course(slug), request.form.get("body", "")
    if len(source) > text.LONGEST:
        raise Invalid({"body": _("This must be text of at most %(most)d letters.", most=text.LONGEST)})
    return Response(drawn(course, text.render(source)), mimetype="text/html")


@blueprint.delete("/learn/teaching/<slug>/pictures/<name>")
def remove_picture(slug: str, name: str) -> Answer:
    """Take a picture away that no lesson shows."""
    person, course = owner(), own_course(slug)
    commands.remove_picture(course, name, by=person)
    flash(_("The picture is taken away."))
    return redirect(address(course, "#pictures"), 303)


@blueprint.get(ITEMS + "new")
def new_item(slug: str) -> str:
    """A form for another question."""
    return _item_page(own_course(slug), None, item_form(None))


@blueprint.post(ITEMS + "new")
def add_item(slug: str) -> Answer:
    """Add it."""
    return _write_item(own_course(slug), None)


@blueprint.get(ITEMS + "<id:item_id>")
def edit_item(slug: str, item_id: int) -> str:
    """A form for a question."""
    course = own_course(slug)
    item = found(queries.item_of(course, item_id))
    return _item_page(course, item, item_form(item))


@blueprint.post(ITEMS + "<id:item_id>")
def change_item(slug: str, item_id: int) -> Answer:
    """Ask another one in its place."""
    course = own_course(slug)
    return _write_item(course, found(queries.any_item_of(course, item_id)))


@blueprint.delete(ITEMS + "<id:item_id>")
def retire_item(slug: str, item_id: int) -> Answer:
    """Ask it no more."""
    person, course = owner(), own_course(slug)
    commands.retire_item(course, found(queries.item_of(course, item_id)), by=person)
    flash(_("The question is asked no more."))
    return redirect(address(course, "#bank"), 303)


def _lesson(course: Course, position: int) -> Lesson | None:
    return next((lesson for lesson in course.lessons if lesson.position == position), None)


def _write_lesson(course: Course, lesson: Lesson | None, *, gone: bool = False) -> Answer:
    person, form = owner(), LessonForm()
    if gone:  # a colleague took it out meanwhile: what was typed becomes a new one, if it is kept
        form.version.data = ""
        return _lesson_page(course, None, form, theirs=""), 409
    if not form.validate():
        return _lesson_page(course, lesson, form), 422
    try:
        content, version = form.content(), form.version.data
        commands.write_lesson(course, lesson, content, picture=_picture(form), version=version, by=person)
    except Stale as stale:
        form.version.data = stale.facts["version"]
        return _lesson_page(course, lesson, form, theirs=stale.facts["body"]), 409
    except Invalid as refusal:
        form.refuse(refusal)
        return _lesson_page(course, lesson, form), 422
    flash(_("Kept as version %(version)d.", version=course.version))
    return redirect(address(course, "#lessons"), 303)


def _picture(form: LessonForm) -> NewPicture | None:
    """The picture that came along, made anew while no lock is held."""
    if (sent := form.sent()) is None:
        return None
    transaction.settle()
    name, content, alt = sent
    if not alt.strip():
        raise Invalid({"picture_alt": _("Say what it shows, for those who do not see it.")})
    return commands.checked_picture(name, content, alt)


def _write_item(course: Course, item: QuizItem | None) -> Answer:
    person, form = owner(), ItemForm()
    if not form.validate():
        return _item_page(course, item, form), 422
    try:
        commands.write_item(course, item, form.content(), by=person)
    except Stale as stale:
        assert item is not None  # noqa: S101 - a new one stands in nobody's place
        return _item_page(course, queries.item_in_place_of(item), form, theirs=stale.facts["body"]), 409
    except Invalid as refusal:
        if "right" in refusal.errors:
            refusal.errors["choices"] = refusal.errors.pop("right")
        form.refuse(refusal)
        return _item_page(course, item, form), 422
    flash(_("Kept as version %(version)d.", version=course.version))
    return redirect(address(course, "#bank"), 303)


def _lesson_page(course: Course, lesson: Lesson | None, form: LessonForm, **more: str) -> str:
    pictures = queries.pictures_of(course)
    return render_template(
        "training/teach_lesson.html", course=course, lesson=lesson, form=form, pictures=pictures, **more
    )


def _item_page(course: Course, item: QuizItem | None, form: ItemForm, **more: str) -> str:
    return render_template("training/teach_item.html", course=course, asked=item, form=form, **more)
