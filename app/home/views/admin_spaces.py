"""The operator's pages for spaces: opening one, changing it, its people."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.guarding import Answer, show
from app.core.access import Invalid, ensure, found
from app.home.forms import MemberForm, NewSpaceForm, SpaceForm
from app.home.views.front import blueprint
from app.spaces import commands, policy, queries
from app.spaces.models import Space


@blueprint.get("/admin/spaces")
def admin_spaces() -> str:
    """Every space, and a form to open one."""
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
    try:
        made = commands.open_space(slug=form.slug.data or "", by=by, **_words(form))
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
    commands.change_space(space, addendum_minor=form.addendum_minor.data, by=by, **_words(form))
    flash(_("The space is changed."))
    return redirect(f"/admin/spaces/{space.slug}", 303)


@blueprint.post("/admin/spaces/<slug>/members")
def set_member(slug: str) -> Answer:
    """Give somebody a role in a space, or take it."""
    by = somebody()
    space = found(queries.visible_space(by, slug))
    ensure(policy.may_run(by, space))
    form = MemberForm()
    valid = form.validate()
    person = accounts.by_handle((form.handle.data or "").strip().removeprefix("@"))
    if not valid or person is None:
        form.handle.errors = form.handle.errors or [_("Nobody has this handle.")]
        return _one(space, member=form), 422
    commands.set_role(space, person, form.role.data or None, by=by)
    return redirect(f"/admin/spaces/{space.slug}#members", 303)


def _words(form: SpaceForm) -> dict[str, Any]:
    words = {name: form[name].data or "" for name in ("name", "purpose", "visibility", "addendum")}
    told = ("one_way", "takes_guests", "addendum_asked")
    return {**words, **{name: bool(form[name].data) for name in told}}


def _list(form: FlaskForm) -> str:
    return render_template("spaces/admin_spaces.html", spaces=queries.visible(me()), form=form)


def _one(space: Space, *, words: FlaskForm | None = None, member: FlaskForm | None = None) -> str:
    return render_template(
        "spaces/admin_space.html",
        space=space,
        wording=words or SpaceForm(formdata=None, obj=space, addendum_asked=space.addendum_needed > 0),
        member=member or MemberForm(formdata=None),
        members=queries.members_of(space),
    )
