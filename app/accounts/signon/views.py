"""Signing on at a provider: the way there, the way back, and connecting it with the account one has."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts import commands as accounts
from app.accounts import policy, sessions
from app.accounts.current import me, somebody
from app.accounts.guarding import TOO_MANY, Answer
from app.accounts.models import Person
from app.accounts.proving import ProvingForm, session_here
from app.accounts.signon import commands, passage, protocol, queries
from app.accounts.signon.failing import Failed, said
from app.accounts.signon.passage import Passage
from app.accounts.signon.protocol import Claims
from app.accounts.views.signing import blueprint
from app.core import returning, transaction
from app.core.access import ensure, found, public, refused
from app.core.places import place
from config import SignOnProvider

OF_PROVIDERS = frozenset({"unreachable", "misconfigured"})  # nobody who comes can help it, or has to wait for it
PAGE, FAILED = "accounts/sign_on.html", "accounts/sign_on_failed.html"


@blueprint.get("/sign-in/with/<name>")
def go(name: str) -> Answer:
    """Send somebody to a provider; who is signed in shows anew that it is them."""
    public()
    provider, person = found(queries.provider(name)), me()
    begun = passage.begin(name, back=returning.wanted(), person_id=person.id if person else 0, fresh=person is not None)
    return _sent(provider, begun)


@blueprint.get("/sign-in/with/<name>/answer")
def answered(name: str) -> Answer:
    """Take what a provider says of whoever comes back."""
    public()
    provider = found(queries.provider(name))
    if not (decision := policy.may_try(_place())):
        return render_template(FAILED, provider=provider, said=None, reason=decision.reason), TOO_MANY
    transaction.settle()  # nothing is held while the provider takes its time
    try:
        begun = passage.take(name, request.args.get("state", ""))
        if begun is None:
            raise Failed("not_begun")
        with transaction.unit():
            commands.use(begun.state)
        claims = protocol.claims(provider, begun, request.args)
        with transaction.unit():
            return _let_in(provider, begun, claims)
    except IntegrityError:  # the same person in two tabs at once
        return _failed(provider, Failed("used"))
    except Failed as failure:
        return _failed(provider, failure)


@blueprint.get("/settings/sign-on/<name>")
def own(name: str) -> str:
    """One's own account at a provider: connected or not, and what can be done about it."""
    person = somebody()
    ensure(True)
    return _own(person, found(queries.provider(name)), ProvingForm(formdata=None))


@blueprint.post("/settings/sign-on/<name>")
def prove(name: str) -> Answer:
    """Show with the password that it is oneself; then it can be connected or disconnected."""
    person = somebody()
    ensure(True)
    provider, form = found(queries.provider(name)), ProvingForm()
    if not form.validate() or not form.is_proved(person):
        return _own(person, provider, form), 422
    return redirect(f"/settings/sign-on/{name}", 303)


@blueprint.get("/settings/sign-on/<name>/connecting")
def connect(name: str) -> Answer:
    """Go to a provider, to come back with the account there that shall open the one here."""
    person = somebody()
    provider = found(queries.provider(name))
    _ensure_proved(name)
    begun = passage.begin(f"{name}", back="/settings#sign-on", person_id=person.id)
    return _sent(provider, begun)


@blueprint.delete("/settings/sign-on/<name>")
def disconnect(name: str) -> Answer:
    """Let the account there open this one no more."""
    person = somebody()
    provider = found(queries.provider(name))
    _ensure_proved(name)
    commands.disconnect(found(queries.subject_at(provider, person)), by=person)
    flash(_("%(label)s does not open your account any more.", label=provider.label))
    return redirect("/settings#sign-on", 303)


def _ensure_proved(name: str) -> None:
    """An open screen is not enough to change the ways in."""
    reason = _("You signed in a while ago, so show that it is you.")
    proved = policy.proved_lately(session_here())
    ensure(proved or refused(reason, gate="proof", remedy=f"/settings/sign-on/{name}"))


def _own(person: Person, provider: SignOnProvider, form: ProvingForm) -> str:
    return render_template(PAGE, provider=provider, form=form, subject=queries.subject_at(provider, person))


def _sent(provider: SignOnProvider, begun: Passage) -> Answer:
    transaction.settle()
    try:
        return redirect(protocol.address(provider, begun), 303)
    except Failed as failure:
        return _failed(provider, failure)


def _let_in(provider: SignOnProvider, begun: Passage, claims: Claims) -> Answer:
    person = me()
    if begun.person_id == 0:
        sessions.open_for(commands.enter(provider, claims))
        return redirect(begun.back or "/", 303)
    if person is None or person.id != begun.person_id:
        raise Failed("not_you")
    if not begun.fresh:
        commands.connect(provider, claims, person)
        flash(_("%(label)s opens your account from now on.", label=provider.label))
        return redirect(begun.back, 303)
    if commands.enter(provider, claims) != person:
        raise Failed("not_you")
    if (here := session_here()) is not None:
        accounts.note_proof(here)
    return redirect(begun.back or "/settings", 303)


def _failed(provider: SignOnProvider, failure: Failed) -> Answer:
    key = f"{_place()}:away" if failure.why in OF_PROVIDERS else _place()
    with transaction.unit():
        if policy.may_try(key):  # a provider that is away fills no log
            commands.note_failure(provider, failure, by=me())
        accounts.count_attempt(key)
    page = render_template(FAILED, provider=provider, said=said(failure.why, provider), reason="")
    return page, failure.status


def _place() -> str:
    """Where tries come from: who answers a provider's place cannot be known before it is proved."""
    return f"sign-on@{place()}"
