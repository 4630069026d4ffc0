"""Signing up, and proving that an address is one's own."""

from __future__ import annotations

from flask import flash, redirect, render_template, session
from flask_babel import gettext as _

from app.accounts import commands, guarding, queries, sessions
from app.accounts.current import me
from app.accounts.forms import ConfirmForm, SignUpForm
from app.accounts.guarding import TOO_MANY, Answer
from app.accounts.models import OneTimeLink
from app.accounts.passwords import matches
from app.accounts.signon import queries as signon
from app.accounts.views.signing import blueprint
from app.core import returning
from app.core.access import Invalid, public

PAGE = "accounts/sign_up.html"
JOINED = "joined"  # which address was typed in on this browser
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
    session[JOINED] = _mark(email)
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
    return _ask(link, secret, ConfirmForm(formdata=None))


@blueprint.post("/confirm/<secret>")
def confirm(secret: str) -> Answer:
    """Confirm the address and go in."""
    public()
    link = queries.usable_link(secret, "confirm")
    if link is None:
        return _lost()
    form = ConfirmForm()
    if refusal := _refusal(link, form) if form.validate() else 422:
        return _ask(link, secret, form), refusal
    _welcome(link)
    return redirect(returning.wanted() or "/", 303)


def _ask(link: OneTimeLink, secret: str, form: ConfirmForm) -> str:
    return render_template(
        "accounts/confirm.html", person=link.person, secret=secret, form=form, asks=_asks(link),
        provider=signon.provider_for(link.person),
    )  # fmt: skip


def _asks(link: OneTimeLink) -> str:
    """What has to show that whoever has the mailbox made the account as well: nothing on the browser that did."""
    if me() == link.person or session.get(JOINED) == _mark(link.email):
        return ""
    if link.person.password_hash is not None:
        return "password"
    return "sign-on" if signon.provider_for(link.person) is not None else ""


def _refusal(link: OneTimeLink, form: ConfirmForm) -> int:
    """The status of a refusal that the form says, 0 where there is none. Wrong passwords count as at signing in."""
    if not (asks := _asks(link)):
        return 0
    if asks == "password" and not (decision := guarding.may_try("sign-in", link.email)):
        form.form_errors.append(decision.reason)
        return TOO_MANY
    if asks == "password" and matches(link.person.password_hash, form.password.data or ""):
        return 0
    if asks == "password":
        guarding.count("sign-in", link.email)
        form.password.errors = [_("This is not the password that this account was made with.")]
    return 422


def _mark(email: str) -> str:
    return queries.digest(email.strip().casefold())


def _welcome(link: OneTimeLink) -> None:
    person = commands.confirm_email(link)
    if me() is None and person.state == "active":
        sessions.open_for(person)
    flash(_("Thank you, %(name)s. Your address is confirmed.", name=person.name))


def _lost() -> Answer:
    return render_template("accounts/lost_link.html", purpose="confirm"), GONE
