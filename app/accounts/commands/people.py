"""People, their sign-ins and their standing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.accounts import queries
from app.accounts.commands.standing import revoke_everywhere, set_state, shut_out_others
from app.accounts.events import EmailConfirmed, PersonJoined, ProfileChanged, RolesChanged
from app.accounts.models import CLOSED, KINDS, OUTSIDE, ROLES, Attempt, OneTimeLink, Person, SignedInSession
from app.accounts.passwords import hashed, weakness
from app.core import audit, clock, dispatch, mail, saying, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.extensions import db

CUSTOMER_STAYS = timedelta(days=30)
EMPLOYEE_STAYS = timedelta(hours=24)
LINK_LASTS = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)
REMINDER = "reminder"
TRIES = 20  # of so many at once for one handle each gets one: in each round one of them does


def add_person(
    *,
    name: str,
    kind: str,
    handle: str = "",
    email: str | None = None,
    password: str | None = None,
    function: str = "",
    team: str = "",
    bio: str = "",
    roles: Iterable[str] = (),
    confirmed: bool = False,
    state: str = "active",
    external_id: str | None = None,
    by: Actor | None = None,
) -> Person:
    """Make an account; raises Invalid for a name, kind, role, address or password that cannot be taken."""
    _check(kind, roles, password, name, email)
    _check_identity(name, email)
    person = Person(
        handle=queries.free_handle(handle or name), name=text.tidy(name)[:80], kind=kind, function=function,
        team=text.tidy(team)[:80] if kind == "employee" else "", bio=bio, state=state, external_id=external_id,
        email=email.strip().casefold() if email else None, email_confirmed_at=clock.now() if confirmed else None,
        password_hash=hashed(password) if password else None, packed_roles=_packed(roles), joined_at=clock.now(),
    )  # fmt: skip
    _insert(person, handle or name)
    record(PersonJoined(person_id=person.id), by=by or person)
    return person


def ensure_imported(*, email: str | None = None, handle: str | None = None, name: str = "") -> Person:
    """Whoever wrote something elsewhere: a member by e-mail or handle, else a person who cannot sign in yet."""
    known = queries.by_email(email) if email else queries.by_external_id(f"import:{(handle or '').casefold()}")
    if known is None and handle:
        known = queries.by_handle(handle)
    if known is not None:
        return known
    reference = None if email else f"import:{(handle or '').casefold()}"[:120]
    known_as = handle or (email or "").split("@", maxsplit=1)[0]
    return add_person(
        name=name or known_as, kind="customer", handle=known_as, email=email, state="imported", external_id=reference
    )


def welcome_guest(email: str) -> Person:
    """The guest with a proven address, whom nobody knows by name; raises Invalid where it is a member's."""
    known = queries.by_email(email)
    if known is not None and known.is_guest:
        return known
    if known is not None:
        raise Invalid({"email": _("This address has an account. Sign in first.")})
    handle = f"guest-{secrets.token_hex(5)}"
    guest = add_person(name=_("A customer"), kind="customer", handle=handle, email=email, confirmed=True)
    guest.is_guest = True
    record(EmailConfirmed(person_id=guest.id), by=guest)
    return guest


def welcome_outsider(channel: str, key: str, handle: str) -> Person:
    """Whoever speaks in another channel under a handle there; `key` stays the same when they change it."""
    reference = f"{OUTSIDE}:{channel}:{queries.digest(key)}"
    known = queries.by_external_id(reference)
    if known is None:
        hidden = f"{channel}-{secrets.token_hex(5)}"
        known = add_person(name=handle, kind="customer", handle=hidden, state="imported", external_id=reference)
        known.is_guest = True
    known.name = text.tidy(handle)[:80]
    return known


def join(*, name: str, email: str, password: str, back: str = "") -> None:
    """Sign a customer up; an address known already gets a link to its account, and the asker learns no difference.

    Raises Invalid for a name or a password that cannot be taken.
    """
    _check_identity(name, email)
    if problem := weakness(password, name, email.split("@", maxsplit=1)[0]):
        raise Invalid({"password": problem})
    saying.ensure_sayable({"name": name}, by=None)
    try:
        person = add_person(name=name, kind="customer", email=email, password=password)
    except Invalid:
        if (known := queries.by_email(email)) is None:
            raise
        hashed(password)  # as much work as for a stranger, so that the clock tells nothing either
        remind(known)
    else:
        send_link(person, "confirm", back=back)


def ask_for_password_link(person: Person | None) -> None:
    """Have the worker send a link to whoever has the address that was typed, if anybody.

    For nobody as much is written, so that the time that the answer takes does not tell who has an account.
    """
    payload = {"person": person.id if person is not None else None}
    dispatch.enqueue(REMINDER, f"{REMINDER}:{secrets.token_urlsafe(16)}", payload)


def remind(person: Person) -> None:
    """Mail a link that sets a password, unless the account is gone."""
    if person.email is not None and person.state not in {"erased", CLOSED}:
        send_link(person, "password")


def sign_in(person: Person, *, agent: str = "", address: str = "") -> str:
    """Open a session and return its token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    stays = EMPLOYEE_STAYS if person.is_employee else CUSTOMER_STAYS
    db.session.add(
        SignedInSession(
            person_id=person.id, token_hash=queries.digest(token), agent=agent[:200], address=address[:45],
            created_at=clock.now(), seen_at=clock.now(), expires_at=clock.now() + stays,
        )
    )  # fmt: skip
    return token


def sign_out(token: str) -> None:
    """Revoke one session."""
    hit = SignedInSession.token_hash == queries.digest(token)
    db.session.execute(update(SignedInSession).where(hit).values(revoked_at=clock.now()))


def revoke_session(session_id: int, *, by: Person) -> None:
    """Revoke one of one's own sessions."""
    mine = (SignedInSession.id == session_id, SignedInSession.person_id == by.id)
    db.session.execute(update(SignedInSession).where(*mine).values(revoked_at=clock.now()))


def count_attempt(*keys: str) -> None:
    """Count a try at a guarded door."""
    db.session.add_all(Attempt(key=queries.digest(key), at=clock.now()) for key in keys)


def forget_attempts(before: datetime) -> None:
    """Drop old tries."""
    db.session.execute(delete(Attempt).where(Attempt.at < before))


def send_link(person: Person, purpose: str, *, back: str = "") -> None:
    """Mail a one-time link; `purpose` is `confirm` or `password`, each with a mail template of that name."""
    assert person.email  # noqa: S101 - callers hold a person with an address
    secret = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeLink(
            person_id=person.id, purpose=purpose, token_hash=queries.digest(secret), email=person.email,
            created_at=clock.now(), expires_at=clock.now() + LINK_LASTS,
        )
    )  # fmt: skip
    key = f"{purpose}:{queries.digest(secret)[:24]}"
    mail.queue(key, person.email, purpose, person=person, secret=secret, back=back)


def confirm_email(link: OneTimeLink) -> Person:
    """Use a confirmation link."""
    link.used_at = clock.now()
    if link.person.email == link.email:
        link.person.email_confirmed_at = clock.now()
        record(EmailConfirmed(person_id=link.person_id), by=link.person)
    return link.person


def claim(link: OneTimeLink, password: str) -> Person:
    """Use a password link: sets the password, confirms the address, wakes an imported account; raises Invalid.

    Where nobody had proved the address yet, whatever else opened the account opens it no more.
    """
    if link.person.email_confirmed_at is None:
        shut_out_others(link.person)
    person = confirm_email(link)
    if person.state == "imported":
        set_state(person, "active", None, by=person, reason="claimed by e-mail")
    set_password(person, password, by=person)
    person.is_guest = False
    return person


def set_password(person: Person, password: str, *, by: Actor) -> None:
    """Change a password, sign out everywhere else and end all mailed links; raises Invalid when it is too weak."""
    if problem := weakness(password, person.name, (person.email or "").split("@")[0]):
        raise Invalid({"password": problem})
    person.password_hash = hashed(password)
    revoke_everywhere(person)
    unused = (OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    db.session.execute(update(OneTimeLink).where(*unused).values(used_at=clock.now()))
    audit.log("accounts.password_set", f"person:{person.id}", by=by)


def grant_roles(person: Person, roles: Iterable[str], *, by: Actor | None, reason: str = "") -> None:
    """Replace somebody's roles; raises Invalid for an unknown one."""
    _check(person.kind, roles, None, "", None)
    before, person.packed_roles = sorted(person.roles), _packed(roles)
    audit.log(
        "accounts.roles_changed", f"person:{person.id}", by=by, reason=reason,
        before={"roles": before}, after={"roles": sorted(person.roles)},
    )  # fmt: skip
    record(RolesChanged(person_id=person.id), by=by)


def change_profile(person: Person, *, name: str, function: str, bio: str, by: Actor) -> None:
    """Change what others see of a person; raises Invalid for words that rules refuse, and for no name at all."""
    _check_identity(name, None)
    saying.ensure_sayable({"name": name, "function": function, "bio": bio}, instead_of=person, by=by)
    person.name, person.bio = text.tidy(name)[:80], bio
    if person.is_employee:
        person.function = text.tidy(function)[:80]
    record(ProfileChanged(person_id=person.id), by=by)


def set_team(person: Person, team: str, *, by: Actor | None) -> None:
    """Say which team somebody works in; only employees have one. Who reviews an idea of their own team says so."""
    before, person.team = person.team, text.tidy(team)[:80] if person.is_employee else ""
    if before != person.team:
        audit.log(
            "accounts.team_set", f"person:{person.id}", by=by, before={"team": before}, after={"team": person.team}
        )


def is_worth_noting(session: SignedInSession) -> bool:
    """Whether a session's last use was noted long enough ago to be noted again."""
    return session.seen_at < clock.now() - SEEN_EVERY


def touch(session: SignedInSession) -> None:
    """Note that a session is in use; slides a customer's expiry."""
    values = {"seen_at": clock.now()}
    if not session.person.is_employee:
        values["expires_at"] = clock.now() + CUSTOMER_STAYS
    db.session.execute(update(SignedInSession).where(SignedInSession.id == session.id).values(**values))


def _check(kind: str, roles: Iterable[str], password: str | None, name: str, email: str | None) -> None:
    if kind not in KINDS:
        raise Invalid({"kind": _("This must be customer or employee.")})
    if unknown := set(roles) - set(ROLES):
        raise Invalid({"roles": _("There is no role %(role)s.", role=", ".join(sorted(unknown)))})
    if password and (problem := weakness(password, name, (email or "").split("@")[0])):
        raise Invalid({"password": problem})
    if email and queries.by_email(email):
        raise Invalid({"email": _("There is an account with this address already.")})


def _check_identity(name: str, email: str | None) -> None:
    """A name that can be seen, and one address: letters that nobody sees make no name."""
    if not text.tidy(name):
        raise Invalid({"name": _("Say what we may call you.")})
    if email and not text.is_address(email.strip()):
        raise Invalid({"email": _("Type a whole address, such as name@example.com.")})


def _insert(person: Person, wanted: str) -> None:
    """Add the row; where somebody else took the handle in this instant, the next one is theirs, and the address too."""
    for left in reversed(range(TRIES)):
        try:
            with db.session.begin_nested():
                db.session.add(person)
        except IntegrityError:
            if person.email and queries.by_email(person.email):
                raise Invalid({"email": _("There is an account with this address already.")}) from None
            if not left:
                raise
            person.handle = queries.free_handle(wanted)
        else:
            return


def _packed(roles: Iterable[str]) -> str:
    """Roles as one text in which ` role ` can be found whole."""
    return f" {' '.join(sorted(set(roles)))} " if roles else " "
