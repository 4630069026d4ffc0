"""Erasing a person: asked for at once, carried out by the worker, on record, with the audit log whole."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.commands.standing import revoke_everywhere
from app.accounts.events import PersonErased
from app.accounts.models import Erasure, Person, SignedInSession
from app.core import audit, clock, personal
from app.core.access import Conflict
from app.core.events import record
from app.extensions import db

MOST_NAMED = 20


def note_proof(session: SignedInSession) -> None:
    """Note that somebody proved just now, on this browser, who they are."""
    session.proved_at = clock.now()


def ask_erasure(person: Person, *, words: bool, by: Person | None, reason: str = "") -> Erasure:
    """Sign somebody out everywhere for good and have them erased; raises Conflict for the last administrator."""
    db.session.refresh(person, ["state", "packed_roles"], with_for_update=True)
    if person.state == "erased":
        raise Conflict(_("This account is erased already, or will be within a minute."))
    if "admin" in person.roles and not _other_admins(person):
        raise Conflict(_("Nobody else administers this site. Make somebody else an administrator first."))
    revoke_everywhere(person)
    person.state, person.packed_roles = "erased", " "
    erasure = Erasure(
        person_id=person.id, words=words, asked_at=clock.now(), asked_by_id=by.id if by else None, done_at=None
    )
    db.session.add(erasure)
    audit.log("accounts.erasure_asked", f"person:{person.id}", by=by, reason=reason, after={"words": words})
    return erasure


def waiting_erasures() -> Sequence[Erasure]:
    """Those that are to be carried out, oldest first."""
    return db.session.scalars(select(Erasure).where(Erasure.done_at.is_(None)).order_by(Erasure.id)).all()


def carry_out(erasure: Erasure) -> None:
    """Take out everything that is held of somebody, wherever it is, and put on record that it was done."""
    db.session.refresh(erasure, with_for_update=True)
    if erasure.done_at is not None:
        return
    person = db.session.get_one(Person, erasure.person_id)
    for prepare in personal.BEFORE:
        prepare(person, erasure.words)
    gone = personal.take_out(person, words=erasure.words)
    for follow in personal.AFTER:
        follow(gone)
    subject = f"person:{person.id}"
    audit.forget(_on_record(subject, gone), subject, by=None)
    erasure.done_at = clock.now()
    audit.log("accounts.person_erased", subject, by=None, after={"words": erasure.words})
    record(PersonErased(person_id=person.id, words=erasure.words), by=None)


def _on_record(subject: str, gone: personal.Gone) -> set[int]:
    """Ids of the audit entries that say anything of them: what is about others stays whole but for their name."""
    entries = {*audit.about([subject, *gone.subjects]), *audit.saying(gone.pattern, gone.near)}
    for name in gone.naming:
        found = set(audit.naming(personal.any_of([name]), name)) - entries
        # What stands in many entries is a phrase: whoever takes one as their name must not empty the log by leaving.
        if "@" in name or len(found) <= MOST_NAMED:
            entries |= found
    return entries


def _other_admins(person: Person) -> bool:
    others = (Person.id != person.id, Person.state == "active", Person.packed_roles.contains(" admin "))
    return db.session.scalar(select(Person.id).where(*others).limit(1)) is not None
