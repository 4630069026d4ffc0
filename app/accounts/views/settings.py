"""Settings: profile, address, password, sessions, standing."""

from __future__ import annotations

from flask import flash, redirect, render_template, session
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts import commands, guarding, queries, sessions
from app.accounts.current import somebody
from app.accounts.forms import PasswordForm, ProfileForm
from app.accounts.guarding import Answer
from app.accounts.models import Person
from app.accounts.passwords import matches
from app.accounts.views import scopes
from app.accounts.views.signing import blueprint
from app.core.access import Invalid, ensure


def draw(person: Person, **forms: FlaskForm) -> str:
    """The page, with the forms that were filled in and fresh ones for the rest."""
    fresh = {
        "profile": forms.get("profile") or ProfileForm(formdata=None, obj=person),
        "password": forms.get("password") or PasswordForm(formdata=None),
        "token": forms.get("token") or scopes.token_form(fresh=True),
    }
    return render_template(
        "accounts/settings.html", forms=fresh, sessions=queries.sessions_of(person),
        here=queries.digest(str(session.get("_user_id", ""))), tokens=queries.tokens_of(person),
    )  # fmt: skip


@blueprint.get("/settings")
def settings() -> str:
    """Everything about one's own account."""
    person = somebody()
    ensure(True)
    return draw(person)


@blueprint.post("/settings/profile")
def change_profile() -> Answer:
    """Change what others see."""
    person = somebody()
    ensure(True)
    form = ProfileForm()
    if not form.validate():
        return draw(person, profile=form), 422
    name, function = form.name.data or "", form.function.data or ""
    try:
        commands.change_profile(person, name=name, function=function, bio=form.bio.data or "", by=person)
    except Invalid as refusal:
        form.refuse(refusal)
        return draw(person, profile=form), 422
    flash(_("Your profile is changed."))
    return redirect("/settings", 303)


@blueprint.post("/settings/confirmation")
def send_confirmation() -> Answer:
    """Send the link that confirms one's address once more."""
    person = somebody()
    ensure(True)
    ensure(guarding.may_try("confirm", person.email))
    if person.email is not None and person.email_confirmed_at is None:
        guarding.count("confirm", person.email)
        commands.send_link(person, "confirm")
        flash(_("A new link is on its way to %(email)s.", email=person.email))
    return redirect("/settings#email", 303)


@blueprint.post("/settings/password")
def change_password() -> Answer:
    """Change the password; the old one is asked for, so that an open screen is not enough."""
    person = somebody()
    ensure(True)
    ensure(guarding.may_try("sign-in", person.email))
    form = PasswordForm()
    if not form.validate() or not _set(person, form):
        return draw(person, password=form), 422
    sessions.open_for(person)
    flash(_("Your password is changed, and you are signed out everywhere else."))
    return redirect("/settings", 303)


@blueprint.delete("/settings/sessions/<id:session_id>")
def end_session(session_id: int) -> Answer:
    """Sign out elsewhere."""
    person = somebody()
    ensure(True)
    commands.revoke_session(session_id, by=person)
    flash(_("That session is ended."))
    return redirect("/settings#sessions", 303)


def _set(person: Person, form: PasswordForm) -> bool:
    """Set the password, or say in the form why not."""
    if not matches(person.password_hash, form.current.data or ""):
        guarding.count("sign-in", person.email)
        form.current.errors = [_("This is not your current password.")]
        return False
    try:
        commands.set_password(person, form.new_password.data or "", by=person)
    except Invalid as refusal:
        form.new_password.errors = list(refusal.errors.values())
        return False
    return True
