"""A forgotten password, and a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts import commands, guarding, queries, sessions
from app.accounts.forms import ForgotForm, ResetForm
from app.accounts.guarding import Answer
from app.accounts.views.signing import blueprint
from app.core.access import Invalid, public

FORGOT = "accounts/forgot.html"
RESET = "accounts/reset.html"
GONE = 410


@blueprint.get("/forgot")
def forgot() -> str:
    """Whose password is lost."""
    public()
    return render_template(FORGOT, form=ForgotForm())


@blueprint.post("/forgot")
def remind() -> Answer:
    """Have a link mailed to whoever has an account; the answer, and the work for it, is the same for who has none."""
    public()
    form = ForgotForm()
    if not form.validate():
        return render_template(FORGOT, form=form), 422
    email = form.email.data or ""
    if not (decision := guarding.may_try("forgot", email)):
        return guarding.too_many(FORGOT, form, decision)
    guarding.count("forgot", email)
    commands.ask_for_password_link(queries.by_email(email))
    return redirect("/forgot/sent", 303)


@blueprint.get("/forgot/sent")
def reminded() -> str:
    """Look into your mail."""
    public()
    return render_template("accounts/sent.html", waits_for="password")


@blueprint.get("/reset/<secret>")
def new_password(secret: str) -> Answer:
    """A form for the new password, for who holds the link."""
    public()
    if queries.usable_link(secret, "password") is None:
        return _lost()
    return render_template(RESET, form=ResetForm())


@blueprint.post("/reset/<secret>")
def reset(secret: str) -> Answer:
    """Set the password, end every session but the one that begins here."""
    public()
    link, form = queries.usable_link(secret, "password"), ResetForm()
    if link is None:
        return _lost()
    if not form.validate():
        return render_template(RESET, form=form), 422
    try:
        person = commands.claim(link, form.password.data or "")
    except Invalid as refusal:
        guarding.show(form, refusal)
        return render_template(RESET, form=form), 422
    sessions.open_for(person)
    flash(_("Your new password is set, and you are signed in."))
    return redirect("/", 303)


def _lost() -> Answer:
    return render_template("accounts/lost_link.html", purpose="password"), GONE
