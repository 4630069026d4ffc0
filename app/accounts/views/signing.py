"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts import guarding, queries, sessions
from app.accounts.current import me
from app.accounts.forms import SignInForm
from app.accounts.guarding import Answer
from app.accounts.models import WAY_BARRED, Person
from app.accounts.passwords import matches
from app.core import returning
from app.core.access import public

blueprint = Blueprint("accounts", __name__)
PAGE = "accounts/sign_in.html"


@blueprint.get("/sign-in")
def sign_in() -> Answer:
    """The way in; who is in already goes on."""
    public()
    if me() is not None:
        return redirect(returning.wanted() or "/", 303)
    return render_template(PAGE, form=SignInForm())


@blueprint.post("/sign-in")
def enter() -> Answer:
    """Check the password and open a session; failures are counted, and say nothing about who has an account."""
    public()
    form = SignInForm()
    if not form.validate():
        return render_template(PAGE, form=form), 422
    email, password = form.email.data or "", form.password.data or ""
    if not (decision := guarding.may_try("sign-in", email)):
        return guarding.too_many(PAGE, form, decision)
    person = _who(email, password)
    if person is None:
        guarding.count("sign-in", email)
        form.form_errors.append(_("This address and this password do not belong together."))
        return render_template(PAGE, form=form), 422
    sessions.open_for(person)
    return redirect(returning.wanted() or "/", 303)


@blueprint.post("/sign-out")
def leave() -> Answer:
    """Close this browser's session."""
    public()
    sessions.close()
    flash(_("You are signed out."))
    return redirect("/", 303)


def _who(email: str, password: str) -> Person | None:
    """Whose address and password these are; takes as long for a stranger."""
    person = queries.by_email(email)
    may_enter = person is not None and person.state not in WAY_BARRED
    right = matches(person.password_hash if person is not None and may_enter else None, password)
    return person if right else None
