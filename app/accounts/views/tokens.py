"""API tokens."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts import commands
from app.accounts.current import somebody
from app.accounts.guarding import Answer
from app.accounts.views import scopes
from app.accounts.views.settings import draw
from app.accounts.views.signing import blueprint
from app.core.access import ensure


@blueprint.post("/settings/tokens")
def make_token() -> Answer:
    """Make a token and show it, this once."""
    person = somebody()
    ensure(True)
    form = scopes.token_form()
    if not form.validate() or not form.is_proved(person):
        return draw(person, token=form), 422
    secret = commands.make_token(person, form.scopes.data or [], name=form.purpose.data or "", by=person)
    return render_template("accounts/token.html", secret=secret, name=form.purpose.data), 201


@blueprint.delete("/settings/tokens/<id:token_id>")
def end_token(token_id: int) -> Answer:
    """End a token."""
    person = somebody()
    ensure(True)
    commands.revoke_token(token_id, by=person)
    flash(_("That token is ended."))
    return redirect("/settings#tokens", 303)
