"""Tying handles to contacts: with evidence, retrospectively, reversibly, never by copying anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.at_hand import once
from app.core.events import Actor, record
from app.crm import queries
from app.crm.attribution import ALWAYS, NEVER, Span, changes, owner, spans
from app.crm.commands.counting import cells_between, count_stretch
from app.crm.events import IdentityLinked, IdentityUnlinked, InteractionsReattributed
from app.crm.models import EXACT_KINDS, OPEN, SETTLED, Contact, Identity, IdentityLink, IdentityProposal
from app.extensions import db


def ensure_identity(kind: str, value: str, *, person: Person | None = None) -> Identity:
    """The identity of this handle, made when it is first seen."""
    value = (value.strip() if kind in EXACT_KINDS else value.strip().casefold())[:254]
    return once(("identity", kind, value), lambda: _known_or_made(kind, value, person))


def _known_or_made(kind: str, value: str, person: Person | None) -> Identity:
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


def identity_called(handle: str) -> Identity:
    """The identity that a handle names elsewhere: a member's before a stranger's, made when it is first seen."""
    known = queries.identity(handle)
    if known is not None and known.kind == "person":
        return known
    member = people.by_handle(handle.strip().casefold())
    if member is not None and not member.is_employee:
        return ensure_identity("person", member.handle, person=member)
    return known or ensure_identity("handle", handle)


def link_identity(
    identity: Identity,
    contact: Contact,
    *,
    evidence: str,
    confidence: float = 1.0,
    basis: str = "decision",
    valid_from: datetime | None = None,
    by: Actor | None,
) -> IdentityLink:
    """Tie an identity to a contact: all it did from a moment on (ever, unless told) is then on that contact's log.

    Idempotent for the same contact; raises Conflict when a tie to another begins then or later, Invalid without
    evidence, for a moment to come, or for a visitor whose contact did not consent.
    """
    _check(identity, contact, evidence, valid_from)
    since, standing = valid_from or ALWAYS, _standing(identity)
    if (same := _covering(standing, contact, since)) is not None:
        return same
    _refuse_conflict(identity, [link for link in standing if link.contact_id != contact.id], since)
    before = spans(standing)
    link = IdentityLink(
        identity_id=identity.id, identity=identity, contact_id=contact.id, evidence=evidence.strip(), basis=basis,
        confidence=confidence, valid_from=since, valid_until=NEVER, linked_by_id=by.id if by else None,
        linked_at=clock.now(),
    )  # fmt: skip
    db.session.add(link)
    told = {"contact": contact.id, "confidence": confidence, "basis": basis, "from": _told(since)}
    audit.log(
        "crm.identity_linked", f"identity:{identity.id}", by=by, reason=link.evidence,
        before={"contact": owner(standing, since)}, after=told,
    )  # fmt: skip
    db.session.flush()
    record(IdentityLinked(identity_id=identity.id, contact_id=contact.id, link_id=link.id), by=by)
    _reattribute(identity, link, before, [*standing, link], by)
    _settle_proposals(identity, contact.id, all_of_them=by is not None)
    return link


def unlink_identity(
    identity: Identity, *, link: IdentityLink | None = None, reason: str = "", by: Actor | None
) -> None:
    """Undo a tie that stands (the last, unless told), restoring what was there before; Conflict if there is none."""
    standing = _standing(identity)
    undone = link or (standing[-1] if standing else None)
    if standing and undone not in standing:
        raise Conflict(_("This tie of %(handle)s stands no more; look at whose it is now.", handle=identity.value))
    if undone is None or undone not in standing:
        raise Conflict(_("%(handle)s is not tied to a contact.", handle=identity.value))
    before = spans(standing)
    undone.unlinked_at, undone.unlinked_by_id = clock.now(), by.id if by else None
    left = [each for each in standing if each is not undone]
    audit.log(
        "crm.identity_unlinked", f"identity:{identity.id}", by=by, reason=reason,
        before={"contact": undone.contact_id}, after={"contact": owner(left, undone.valid_from)},
    )  # fmt: skip
    db.session.flush()
    record(IdentityUnlinked(identity_id=identity.id, contact_id=undone.contact_id, link_id=undone.id), by=by)
    _reattribute(identity, undone, before, left, by)
    _reopen_proposals(identity, undone.contact_id)


def _check(identity: Identity, contact: Contact, evidence: str, valid_from: datetime | None) -> None:
    if not evidence.strip():
        raise Invalid({"evidence": _("Say how you know that this is the same person.")})
    if valid_from is not None and not ALWAYS < valid_from <= clock.now():
        raise Invalid({"valid_from": _("Choose a day that has begun, or none if it always was so.")})
    if identity.kind == "journey" and not contact.lets_join_visits:
        raise Invalid({"contact": _("%(name)s has not agreed that visits are joined.", name=contact.name)})


def _standing(identity: Identity) -> list[IdentityLink]:
    """The ties that stand, in order, with the identity locked so that two people cannot tie it at once."""
    db.session.execute(select(Identity.id).where(Identity.id == identity.id).with_for_update())
    stands = (IdentityLink.identity_id == identity.id, IdentityLink.unlinked_at.is_(None))
    query = select(IdentityLink).where(*stands).order_by(IdentityLink.valid_from)
    # What another transaction changed meanwhile must be seen although this one has read the rows before.
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _covering(standing: Sequence[IdentityLink], contact: Contact, since: datetime) -> IdentityLink | None:
    """The tie that says the same already: to this contact, from then or before, and to nobody else after."""
    rest = [link for link in standing if link.valid_until > since]
    begun = bool(rest) and rest[0].valid_from <= since
    return rest[0] if begun and all(link.contact_id == contact.id for link in rest) else None


def _refuse_conflict(identity: Identity, others: Sequence[IdentityLink], since: datetime) -> None:
    """A tie may follow another, never contradict one that begins then or later: that is for a person to undo first."""
    later = [link for link in others if link.valid_from >= since]
    if later:
        holder = db.session.get_one(Contact, later[-1].contact_id)
        said = _(
            "%(handle)s is tied to %(name)s already. Untie it first, or say from when on it is somebody else's.",
            handle=identity.value, name=holder.name,
        )  # fmt: skip
        raise Conflict(said, holder=holder.external_id)


def _reattribute(
    identity: Identity, cause: IdentityLink, before: Sequence[Span], ties: Sequence[IdentityLink], by: Actor | None
) -> None:
    """Bring ends, owner and counters in line with the ties that stand, and tell of each stretch that passed over."""
    ordered, after = sorted(ties, key=lambda tie: tie.valid_from), spans(ties)
    for tie, span in zip(reversed(ordered), reversed(after), strict=False):
        tie.valid_until = span.until
    identity.contact_id = after[-1].contact_id
    identity.contact = db.session.get_one(Contact, identity.contact_id) if identity.contact_id else None
    db.session.flush()
    for change in changes(before, after):
        cells = cells_between(identity.id, change.since, change.until)
        count_stretch(change.before, cells, -1)
        count_stretch(change.after, cells, 1)
        record(
            InteractionsReattributed(
                identity_id=identity.id, link_id=cause.id, from_contact_id=change.before, to_contact_id=change.after,
                since=_told(change.since), until=_told(change.until), interaction_count=sum(cells.values()),
            ),
            by=by,
        )  # fmt: skip
    _pass_facts(identity)


def _settle_proposals(identity: Identity, contact_id: int, *, all_of_them: bool) -> None:
    """A tie was made: the proposal of it needs nobody any more; nor do the others, where a person chose among them."""
    mine = (IdentityProposal.identity_id == identity.id, IdentityProposal.state == OPEN)
    which = () if all_of_them else (IdentityProposal.contact_id == contact_id,)
    db.session.execute(update(IdentityProposal).where(*mine, *which).values(state=SETTLED))


def _reopen_proposals(identity: Identity, contact_id: int) -> None:
    """A tie was undone: what was proposed beside it is to be decided again."""
    others = (IdentityProposal.identity_id == identity.id, IdentityProposal.contact_id != contact_id)
    settled = (*others, IdentityProposal.state == SETTLED)
    db.session.execute(update(IdentityProposal).where(*settled).values(state=OPEN))


def _pass_facts(identity: Identity) -> None:
    if identity.person_id is None:
        return
    if (known := identity.contact) is None:
        accounts.forget_facts([identity.person_id])
    else:
        mine = [identity.person_id]
        accounts.note_facts(mine, customer=known.external_id, segment=known.segment, value=known.value)


def _told(moment: datetime) -> str | None:
    return clock.rfc3339(moment) if ALWAYS < moment < NEVER else None
