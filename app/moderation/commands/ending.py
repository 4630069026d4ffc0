"""What was taken for a time comes back by itself."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db

AT_ONCE = 200


def end_suspensions() -> None:
    """Bring the accounts back whose suspension or ban has run out, on record as their own time's doing."""
    over = (Person.state == "suspended", Person.suspended_until <= clock.now())
    people = db.session.scalars(select(Person).where(*over).order_by(Person.id).limit(AT_ONCE)).all()
    transaction.apart(people, _bring_back)


def _bring_back(person: Person) -> None:
    accounts.restore(
        person, by=None, reason="The time is over.", state="active" if _can_sign_in(person) else "imported"
    )


def _can_sign_in(person: Person) -> bool:
    """An account that was imported has neither a password nor a way in as a guest, nor one by single sign-on."""
    has_own = person.password_hash is not None or person.is_guest or person.email_confirmed_at is not None
    return has_own or bool(people.sign_on_subjects_of(person))
