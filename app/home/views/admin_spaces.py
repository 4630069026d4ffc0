"""The pages on which spaces are opened and changed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.current import me, somebody
from app.accounts.guarding import Answer, show
from app.core.access import Invalid, ensure, found
from app.home.forms import NewSpaceForm, SpaceForm
from app.home.views.front import blueprint
from app.spaces import commands, policy, queries
from app.spaces.models import Space


@blueprint.get("/admin/spaces")
def admin_spaces() -> str:
    """Every space that one runs, and a form to open one."""
    somebody()
    ensure(policy.may_open_spaces(me()))
    return _list(NewSpaceForm(formdata=None))


@blueprint.post("/admin/spaces")
def open_space() -> Answer:
    """Open a space for a programme."""
    by = somebody()
    ensure(policy.may_open_spaces(by))
    form = NewSpaceForm()
    if not form.validate():
        return _list(form), 422
    if not (decision := policy.may_open_as(by, form.visibility.data)):
        form.visibility.errors = [decision.reason]
        return _list(form), 422
    try:
        made = commands.open_own(slug=form.slug.data or "", by=by, **_words(form))
    except Invalid as refusal:
        show(form, refusal)
        return _list(form), 422
    flash(_("The space is open."))
    return redirect(f"/admin/spaces/{made.slug}", 303)


@blueprint.get("/admin/spaces/<slug>")
def admin_space(slug: str) -> str:
    """One space: what it is and who has which role in it."""
    somebody()
    space = found(queries.visible_space(me(), slug))
    ensure(policy.may_run(me(), space))
    return _one(space)


@blueprint.put("/admin/spaces/<slug>")
def change_space(slug: str) -> Answer:
    """Change what a space is and who sees it."""
    by = somebody()
    space = found(queries.visible_space(by, slug))
    ensure(policy.may_run(by, space))
    form = SpaceForm()
    if not form.validate():
        return _one(space, words=form), 422
    if not (decision := policy.may_show_as(by, space, form.visibility.data)):
        form.visibility.errors = [decision.reason]
        return _one(space, words=form), 422
    try:
        commands.change_space(space, addendum_minor=form.addendum_minor.data, by=by, **_words(form))
    except Invalid as refusal:
        show(form, refusal)
        return _one(space, words=form), 422
    flash(_("The space is changed."))
    return redirect(f"/admin/spaces/{space.slug}", 303)


def _words(form: SpaceForm) -> dict[str, Any]:
    words = {name: form[name].data or "" for name in ("name", "purpose", "visibility", "addendum")}
    told = ("one_way", "takes_guests", "addendum_asked")
    return {**words, **{name: bool(form[name].data) for name in told}}


def _list(form: FlaskForm) -> str:
    return render_template(
        "spaces/admin_spaces.html", spaces=queries.run_by(me()), form=form, may_let_open=policy.may_let_open(me()),
    )  # fmt: skip


def _one(space: Space, *, words: FlaskForm | None = None) -> str:
    return render_template(
        "spaces/admin_space.html",
        space=space,
        wording=words or SpaceForm(formdata=None, obj=space, addendum_asked=space.addendum_needed > 0),
        in_charge=queries.in_charge(space),
    )
