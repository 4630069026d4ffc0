"""Who may open spaces: stewards let the leads of programmes do so."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found
from app.spaces import commands, policy, queries
from app.spaces.forms import OpenerForm
from app.spaces.views.frame import Page, blueprint, person_named


@blueprint.get("/admin/spaces/openers")
def openers() -> Page:
    """Those who may open spaces, and a form to name one."""
    ensure(policy.may_let_open(me()))
    return _page(OpenerForm(formdata=None))


@blueprint.post("/admin/spaces/openers")
def name_opener() -> Page:
    """Let somebody open spaces."""
    by = somebody()
    ensure(policy.may_let_open(by))
    form = OpenerForm()
    valid, person = form.validate(), person_named(form.handle)
    if not valid or person is None:
        return _page(form), 422
    try:
        commands.let_open(person, outside=bool(form.outside.data), by=by)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("%(name)s may open spaces.", name=person.name))
    return redirect("/admin/spaces/openers", 303)


@blueprint.delete("/admin/spaces/openers/<handle>")
def drop_opener(handle: str) -> Page:
    """Let somebody open spaces no more."""
    by = somebody()
    ensure(policy.may_let_open(by))
    person = found(accounts.by_handle(handle))
    commands.let_open_no_more(person, by=by)
    flash(_("%(name)s may open no more spaces.", name=person.name))
    return redirect("/admin/spaces/openers", 303)


def _page(form: OpenerForm) -> str:
    return render_template("spaces/openers.html", page=queries.openers(after=request.args.get("after")), form=form)
