"""What a provider's word does here: an account is opened, joined or made, and roles follow the groups there."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.events import EmailConfirmed, SignOnConnected, SignOnDisconnected
from app.accounts.models import WAY_BARRED, Person
from app.accounts.signon import queries
from app.accounts.signon.failing import Failed
from app.accounts.signon.models import SignOnSubject, SignOnUse
from app.accounts.signon.protocol import Claims
from app.core import audit, clock, text
from app.core.access import Conflict
from app.core.events import Actor, record
from app.extensions import db
from config import SignOnProvider


def use(state: str) -> None:
    """Take an answer once; raises Failed where it was taken already, whoever sends it again."""
    try:
        with db.session.begin_nested():
            db.session.add(SignOnUse(state_hash=people.digest(state), at=clock.now()))
    except IntegrityError as error:
        raise Failed("used") from error


def forget_uses(before: datetime) -> None:
    """Drop what was answered so long ago that it can begin nowhere any more."""
    db.session.execute(delete(SignOnUse).where(SignOnUse.at < before))


def enter(provider: SignOnProvider, claims: Claims) -> Person:
    """Whose account this opens: one that is connected, one that a trusted address joins, or a new one; raises Failed.

    The address alone joins nothing: it must be verified there, and the provider trusted with that. Whoever had typed
    it in here without proving it is out, and their password with them.
    """
    _ensure_let_in(provider, claims)
    known = queries.subject(claims.issuer, claims.subject)
    if known is None:
        known = _join(provider, claims)
    person = known.person
    _ensure_may_enter(provider, person)
    known.seen_at, known.email = clock.now(), claims.email
    _bring_roles(person, provider, claims)
    return person


def connect(provider: SignOnProvider, claims: Claims, person: Person) -> SignOnSubject:
    """Let an account at a provider open the account of somebody who is signed in; raises Failed."""
    _ensure_let_in(provider, claims)
    _ensure_may_enter(provider, person)
    known = queries.subject(claims.issuer, claims.subject)
    if known is not None and known.person_id != person.id:
        raise Failed("taken")
    made = known or _keep(provider, claims, person, "connected", by=person)
    _bring_roles(person, provider, claims)
    return made


def disconnect(subject: SignOnSubject, *, by: Person) -> None:
    """Let it open the account no more; raises Conflict where there would be no way in any more."""
    if by.password_hash is None and len(queries.subjects_of(by)) < 2:
        raise Conflict(_("This is your only way in. Sign out and set a password first, as if you had forgotten it."))
    audit.log("accounts.sign_on_disconnected", f"person:{by.id}", by=by, before={"provider": subject.provider})
    record(SignOnDisconnected(person_id=by.id, subject_id=subject.id), by=by)
    db.session.delete(subject)
    db.session.flush()


def note_failure(provider: SignOnProvider, failure: Failed, *, by: Actor | None) -> None:
    """Put on record that a sign-on came to nothing, and why; not of whom it was, since that is not proved."""
    told = {"why": failure.why, **({"detail": failure.detail[:300]} if failure.detail else {})}
    audit.log("accounts.sign_on_failed", f"sign-on:{provider.name}", by=by, after=told)


def _ensure_let_in(provider: SignOnProvider, claims: Claims) -> None:
    for name, wanted in provider.required.items():
        told = claims.all.get(name)
        if str(told) != wanted and not (isinstance(told, list) and wanted in told):
            raise Failed("not_let_in", name)


def _ensure_may_enter(provider: SignOnProvider, person: Person) -> None:
    if person.state in WAY_BARRED:
        raise Failed("shut")
    if person.kind != provider.kind:
        raise Failed("other_kind")


def _join(provider: SignOnProvider, claims: Claims) -> SignOnSubject:
    there = people.by_email(claims.email) if claims.email else None
    vouched = provider.trusts_email and claims.email_verified
    if there is None:
        return _make(provider, claims, vouched=vouched)
    if not vouched:
        raise Failed("email_known")
    if there.state != "imported":
        _ensure_may_enter(provider, there)
    elif there.kind != provider.kind:
        raise Failed("other_kind")
    _take_over(there, claims)
    return _keep(provider, claims, there, "verified_email", by=there)


def _take_over(person: Person, claims: Claims) -> None:
    """The provider proved the address: an account that waited for that is woken, one that was never proved is rid of
    whoever had made it.
    """
    if person.state == "imported":
        accounts.restore(person, by=person, reason="claimed by single sign-on")
    if person.is_guest:
        person.is_guest, person.name = False, (claims.name or person.name)[:80]
    if person.email_confirmed_at is None:
        accounts.shut_out_others(person)
        person.email_confirmed_at = clock.now()
        record(EmailConfirmed(person_id=person.id), by=person)


def _make(provider: SignOnProvider, claims: Claims, *, vouched: bool) -> SignOnSubject:
    if not provider.makes_accounts:
        raise Failed("no_account")
    called = text.tidy(claims.name) or claims.email.partition("@")[0] or _("New member")
    person = accounts.add_person(
        name=called, kind=provider.kind, email=claims.email or None, confirmed=bool(claims.email) and vouched
    )
    kept = _keep(provider, claims, person, "new", by=person)
    if claims.email and vouched:
        record(EmailConfirmed(person_id=person.id), by=person)
    elif claims.email:
        accounts.send_link(person, "confirm")
    return kept


def _keep(provider: SignOnProvider, claims: Claims, person: Person, basis: str, *, by: Person) -> SignOnSubject:
    kept = SignOnSubject(
        person_id=person.id, person=person, provider=provider.name, issuer=claims.issuer, subject=claims.subject,
        email=claims.email, basis=basis, made_at=clock.now(), seen_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError as error:  # two tabs at once
        raise Failed("used") from error
    audit.log(
        "accounts.sign_on_connected", f"person:{person.id}", by=by, after={"provider": provider.name, "basis": basis}
    )
    record(SignOnConnected(person_id=person.id, subject_id=kept.id), by=by)
    return kept


def _bring_roles(person: Person, provider: SignOnProvider, claims: Claims) -> None:
    """A role that is mapped is the provider's to give and to take; the others are none of its business."""
    if not provider.roles:
        return
    given = {role for group, role in provider.roles.items() if group in claims.groups}
    wanted = (person.roles - set(provider.roles.values())) | given
    if wanted != person.roles:
        accounts.grant_roles(person, wanted, by=None, reason=f"sign-on: the groups at {provider.label}")
