"""Somebody's standing: suspended for a while, shut out for good, or let back; on record each time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.accounts.events import SignOnDisconnected, StandingChanged
from app.accounts.models import CLOSED, Person, SignedInSession, Token
from app.accounts.signon.models import SignOnSubject
from app.core import audit, clock
from app.core.events import Actor, record
from app.extensions import db


def suspend(person: Person, until: datetime | None, *, by: Actor, reason: str) -> None:
    """Stop somebody from posting until a time, or for good; a closed account stays closed."""
    if person.state != CLOSED:
        set_state(person, "suspended", until, by=by, reason=reason)


def restore(person: Person, *, by: Actor | None, reason: str, state: str = "active") -> None:
    """End a suspension; `state` is what the account was before (an imported one cannot sign in yet)."""
    if person.state != CLOSED:
        set_state(person, state, None, by=by, reason=reason)


def shut_out(person: Person, *, by: Actor | None, reason: str) -> None:
    """Close somebody's account: they are out at once, everywhere, and no way leads in until it is opened again."""
    revoke_everywhere(person)
    set_state(person, CLOSED, None, by=by, reason=reason)


def open_again(person: Person, *, by: Actor | None, reason: str) -> None:
    """Let whoever was shut out sign in again."""
    if person.state == CLOSED:
        set_state(person, "active", None, by=by, reason=reason)


def revoke_everywhere(person: Person) -> None:
    """Sign somebody out everywhere and end their tokens."""
    for table in (SignedInSession, Token):
        live = (table.person_id == person.id, table.revoked_at.is_(None))
        db.session.execute(update(table).where(*live).values(revoked_at=clock.now()))


def shut_out_others(person: Person) -> None:
    """Whoever had typed in an address that its owner proves only now is out, with every way in that they made."""
    revoke_everywhere(person)
    person.password_hash = None
    for subject in db.session.scalars(select(SignOnSubject).where(SignOnSubject.person_id == person.id)).all():
        audit.log(
            "accounts.sign_on_disconnected", f"person:{person.id}", by=None, before={"provider": subject.provider},
            reason="the address was proved by somebody else",
        )  # fmt: skip
        record(SignOnDisconnected(person_id=person.id, subject_id=subject.id), by=None)
        db.session.delete(subject)
    db.session.flush()


def set_state(person: Person, state: str, until: datetime | None, *, by: Actor | None, reason: str) -> None:
    """Change what an account is, on the audit log; one that was erased is so for good."""
    db.session.flush()
    db.session.refresh(person, ["state"], with_for_update={"of": Person})
    if person.state == "erased":
        return
    before, person.state, person.suspended_until = person.state, state, until
    audit.log(
        "accounts.standing_changed", f"person:{person.id}", by=by, reason=reason,
        before={"state": before}, after={"state": state, "until": until.isoformat() if until else None},
    )  # fmt: skip
    record(StandingChanged(person_id=person.id, state=state), by=by)
