"""Signing up, and proving that an address is one's own."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts import commands, guarding, queries, sessions
from app.accounts.current import me
from app.accounts.forms import SignUpForm
from app.accounts.guarding import Answer
from app.accounts.models import OneTimeLink
from app.accounts.views.signing import blueprint
from app.core import returning
from app.core.access import Invalid, public

PAGE = "accounts/sign_up.html"
GONE = 410


@blueprint.get("/sign-up")
def sign_up() -> Answer:
    """A form for customers; employees are added by the company."""
    public()
    if me() is not None:
        return redirect(returning.wanted() or "/", 303)
    return render_template(PAGE, form=SignUpForm())


@blueprint.post("/sign-up")
def join() -> Answer:
    """Make the account, or remind who has one; the answer is the same for both."""
    public()
    form = SignUpForm()
    if not form.validate():
        return render_template(PAGE, form=form), 422
    email = form.email.data or ""
    if not (decision := guarding.may_try("sign-up", email)):
        return guarding.too_many(PAGE, form, decision)
    try:
        commands.join(
            name=form.name.data or "", email=email, password=form.password.data or "", back=returning.wanted()
        )
    except Invalid as refusal:
        guarding.show(form, refusal)
        return render_template(PAGE, form=form), 422
    guarding.count("sign-up", email)
    return redirect("/sign-up/sent", 303)


@blueprint.get("/sign-up/sent")
def joined() -> str:
    """Look into your mail."""
    public()
    return render_template("accounts/sent.html", waits_for="confirm")


@blueprint.get("/confirm/<secret>")
def confirmation(secret: str) -> Answer:
    """A button; what only fetches links, as mail scanners do, changes nothing."""
    public()
    link = queries.usable_link(secret, "confirm")
    if link is None:
        return _lost()
    return render_template("accounts/confirm.html", person=link.person, secret=secret)


@blueprint.post("/confirm/<secret>")
def confirm(secret: str) -> Answer:
    """Confirm the address and go in."""
    public()
    link = queries.usable_link(secret, "confirm")
    if link is None:
        return _lost()
    _welcome(link)
    return redirect(returning.wanted() or "/", 303)


def _welcome(link: OneTimeLink) -> None:
    person = commands.confirm_email(link)
    if me() is None and person.state == "active":
        sessions.open_for(person)
    flash(_("Thank you, %(name)s. Your address is confirmed.", name=person.name))


def _lost() -> Answer:
    return render_template("accounts/lost_link.html", purpose="confirm"), GONE
