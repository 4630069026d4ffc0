"""Tying handles to contacts: with evidence, retrospectively, reversibly, never by copying anything."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.crm import queries
from app.crm.events import IdentityLinked, IdentityUnlinked
from app.crm.models import Contact, Identity, IdentityLink
from app.extensions import db


def ensure_identity(kind: str, value: str, *, person: Person | None = None) -> Identity:
    """The identity of this handle, made when it is first seen."""
    value = value.strip().casefold()[:254]
    query = select(Identity).where(Identity.kind == kind, Identity.value == value)
    known = db.session.scalar(query)
    if known is None:
        try:
            with db.session.begin_nested():
                known = Identity(
                    kind=kind, value=value, person_id=person.id if person else None, seen_at=clock.now(),
                    interaction_count=0,
                )  # fmt: skip
                db.session.add(known)
        except IntegrityError:
            known = db.session.scalars(query).one()
    return known


def link_identity(
    identity: Identity, contact: Contact, *, evidence: str, confidence: float = 1.0, by: Actor | None
) -> IdentityLink:
    """Tie an identity to a contact: all it ever did, with its original dates, is then on that contact's log.

    Idempotent for the same contact; raises Conflict when it is tied to another, Invalid without evidence.
    """
    if not evidence.strip():
        raise Invalid({"evidence": "Say how you know that this is the same person."})
    standing = _held(identity)
    if standing is not None and standing.contact_id == contact.id:
        return standing
    if standing is not None:
        other = db.session.get_one(Contact, standing.contact_id)
        raise Conflict(f"{identity.value} is tied to {other.name} already. Untie it first.", holder=other.external_id)
    link = IdentityLink(
        identity_id=identity.id, identity=identity, contact_id=contact.id, evidence=evidence.strip(),
        confidence=confidence, linked_by_id=by.id if by else None, linked_at=clock.now(),
    )  # fmt: skip
    db.session.add(link)
    identity.contact_id = contact.id
    identity.contact = contact
    db.session.flush()
    _count(contact.id, identity.interaction_count)
    if identity.person_id is not None:
        known = [identity.person_id]
        accounts.note_facts(known, customer=contact.external_id, segment=contact.segment, value=contact.value)
    audit.log(
        "crm.identity_linked", f"identity:{identity.id}", by=by, reason=link.evidence,
        before={"contact": None}, after={"contact": contact.id, "confidence": confidence},
    )  # fmt: skip
    record(IdentityLinked(identity_id=identity.id, contact_id=contact.id, link_id=link.id), by=by)
    return link


def unlink_identity(identity: Identity, *, reason: str = "", by: Actor) -> None:
    """Undo the standing tie, restoring exactly what was there before; raises Conflict when there is none."""
    link = _held(identity)
    if link is None:
        raise Conflict(f"{identity.value} is not tied to a contact.")
    link.unlinked_at, link.unlinked_by_id = clock.now(), by.id
    identity.contact_id = None
    identity.contact = None
    db.session.flush()
    _count(link.contact_id, -identity.interaction_count)
    if identity.person_id is not None:
        accounts.forget_facts([identity.person_id])
    audit.log(
        "crm.identity_unlinked", f"identity:{identity.id}", by=by, reason=reason,
        before={"contact": link.contact_id}, after={"contact": None},
    )  # fmt: skip
    record(IdentityUnlinked(identity_id=identity.id, contact_id=link.contact_id, link_id=link.id), by=by)


def _held(identity: Identity) -> IdentityLink | None:
    """The standing tie, with the identity locked so that two people cannot tie it at once."""
    db.session.execute(select(Identity.id).where(Identity.id == identity.id).with_for_update())
    return queries.live_link(identity.id)


def _count(contact_id: int, change: int) -> None:
    counter = func.coalesce(Contact.interaction_count, 0) + change
    db.session.execute(update(Contact).where(Contact.id == contact_id).values(interaction_count=counter))
