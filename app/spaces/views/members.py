"""Who has which role in a space, for its people to read and its owners to set."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.spaces import commands, policy, queries
from app.spaces.forms import ROLE_MEANINGS, ROLE_WORDS, MemberForm
from app.spaces.models import ROLES, Space
from app.spaces.views.frame import Page, blueprint, person_named, space_of


@blueprint.get("/spaces/<slug>/members")
def members(slug: str) -> Page:
    """The people of a space, page by page."""
    space = space_of(slug)
    ensure(policy.may_see_members(me(), space))
    return _page(space)


@blueprint.post("/spaces/<slug>/members")
def set_member(slug: str) -> Page:
    """Give somebody a role in a space, or take it."""
    by, space = somebody(), space_of(slug)
    ensure(policy.may_run(by, space))
    form = _form()
    valid, person = form.validate(), person_named(form.handle)
    if not valid or person is None:
        return _page(space, form), 422
    role = form.role.data or None
    if not (decision := policy.may_grant(by, space, role, person)):
        form.role.errors = [decision.reason]
        return _page(space, form), 422
    commands.set_role(space, person, role, by=by)
    flash(_("The role of %(name)s is changed.", name=person.name))
    return redirect(f"/spaces/{space.slug}/members", 303)


@blueprint.delete("/spaces/<slug>/members/<handle>")
def drop_member(slug: str, handle: str) -> Page:
    """Take somebody's role in a space."""
    by, space = somebody(), space_of(slug)
    person = found(accounts.by_handle(handle))
    ensure(policy.may_grant(by, space, None, person))
    commands.set_role(space, person, None, by=by)
    flash(_("%(name)s has no role here any more.", name=person.name))
    return redirect(f"/spaces/{space.slug}/members", 303)


def _form() -> MemberForm:
    form = MemberForm(formdata=request.form if request.method == "POST" else None)
    form.offer([role for role in ROLES[::-1] if role != "owner" or policy.may_let_open(me())])
    return form


def _page(space: Space, form: MemberForm | None = None) -> str:
    role, words = request.args.get("role", ""), request.args.get("q", "").strip()[:80]
    shown = queries.members_page(
        space, role=role if role in ROLES else "", words=words, after=request.args.get("after"),
    )  # fmt: skip
    return render_template(
        "spaces/members.html", space=space, page=shown, role=role, sought=words, counts=queries.role_counts(space),
        roles=ROLE_WORDS, meanings=ROLE_MEANINGS, may_run=policy.may_run(me(), space),
        may_name_owners=policy.may_let_open(me()), form=form or _form(),
    )  # fmt: skip
