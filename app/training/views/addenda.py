"""The rules that a space has beside the guidelines: reading and accepting them."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import me, somebody
from app.core import returning
from app.core.access import ensure, found, public
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.training import commands, policy, queries
from app.training.forms import AcceptanceForm
from app.training.views.path import blueprint


@blueprint.get("/learn/addenda/<slug>")
def addendum(slug: str) -> str:
    """A space's own rules, with what changed since one accepted them."""
    space = found(_ruled(slug))
    public()
    return _reader(space, AcceptanceForm(version=space.addendum_version, next=returning.wanted()))


@blueprint.post("/learn/addenda/<slug>/acceptance")
def accept_addendum(slug: str) -> Response | tuple[str, int]:
    """Accept them, and go back to where one was stopped."""
    person, space = somebody(), found(_ruled(slug))
    ensure(policy.may_accept_guidelines(person))
    form = AcceptanceForm()
    if not form.validate_on_submit():
        return _reader(space, form), 422
    commands.accept_addendum(space, form.version.data or 0, by=person)
    flash(_("You accepted the rules of “%(space)s”.", space=space.name))
    return redirect(returning.wanted() or space.url, 303)


def _ruled(slug: str) -> Space | None:
    space = spaces.visible_space(me(), slug)
    return space if space is not None and space.addendum.strip() else None


def _reader(space: Space, form: AcceptanceForm) -> str:
    person = me()
    return render_template(
        "training/addendum.html",
        space=space,
        form=form,
        acceptance=queries.addendum_acceptance(person, space, space.addendum_version) if person else None,
        news=queries.addendum_news(person, space) if person else None,
    )
