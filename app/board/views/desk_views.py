"""Keeping, naming, ordering and dropping the views of one's queue."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import DeskViewForm
from app.board.models import DeskView
from app.board.views.desk import desk_page, filter_words
from app.board.views.frame import Page, blueprint
from app.board.views.queue import asked_for
from app.core.access import Invalid, ensure, found


@blueprint.get("/desk/views")
def desk_views() -> Page:
    """One's views, to rename, order and drop them."""
    ensure(policy.may_work(somebody()))
    return _page()


@blueprint.post("/desk/views")
def keep_view() -> Page:
    """Keep the filters that the address names under a name."""
    person, form = somebody(), DeskViewForm()
    ensure(policy.may_work(person))
    try:
        if form.validate_on_submit():
            view = commands.keep_view(form.name.data or "", asked_for(person, request.args), by=person)
            flash(_("Kept among your views."))
            return redirect(f"/desk?view={view.id}", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return desk_page(None, view_form=form), 422


@blueprint.post("/desk/views/<id:view_id>")
def rename_view(view_id: int) -> Page:
    """Call a view something else."""
    person, view, form = somebody(), _own(view_id), DeskViewForm()
    ensure(policy.may_work(person))
    try:
        if form.validate_on_submit():
            commands.rename_view(view, form.name.data or "", by=person)
            return _back()
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(form, view), 422


@blueprint.put("/desk/views/<id:view_id>/place/<int:place>")
def place_view(view_id: int, place: int) -> Page:
    """Move a view to another place."""
    person, view = somebody(), _own(view_id)
    ensure(policy.may_work(person))
    commands.place_view(view, place, by=person)
    return _back()


@blueprint.put("/desk/views/<id:view_id>/opening")
def open_with_view(view_id: int) -> Page:
    """Let the desk open with a view."""
    return _open_with(view_id, is_opening=True)


@blueprint.delete("/desk/views/<id:view_id>/opening")
def open_with_everything(view_id: int) -> Page:
    """Let the desk open with everything again."""
    return _open_with(view_id, is_opening=False)


@blueprint.delete("/desk/views/<id:view_id>")
def drop_view(view_id: int) -> Page:
    """Keep a view no longer."""
    view = _own(view_id)
    ensure(policy.may_work(somebody()))
    commands.drop_view(view)
    return _back()


def _open_with(view_id: int, *, is_opening: bool) -> Page:
    person, view = somebody(), _own(view_id)
    ensure(policy.may_work(person))
    commands.open_with(view if is_opening else None, by=person)
    return _back()


def _own(view_id: int) -> DeskView:
    """One's own view; any other is not there."""
    person = me()
    return found(queries.desk_view(person, view_id) if person is not None else None)


def _page(form: DeskViewForm | None = None, refused: DeskView | None = None) -> str:
    person = somebody()
    views = queries.desk_views(person)
    return render_template(
        "board/desk_views.html", views=views, lost=queries.lost_views(views, person), filters=filter_words(),
        form=form or DeskViewForm(formdata=None), refused=refused.id if refused else 0,
    )  # fmt: skip


def _back() -> Page:
    return redirect("/desk/views", 303)
