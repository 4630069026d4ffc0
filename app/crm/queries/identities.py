"""Reading identities and their ties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from app.accounts.models import Person
from app.board.models import Question
from app.core.pages import Page, page
from app.crm.attribution import owner
from app.crm.models import EXACT_KINDS, IDENTITY_KINDS, Contact, Identity, IdentityLink
from app.extensions import db

MOST_COUNTED = 1000


def identity(value: str, kind: str | None = None) -> Identity | None:
    """An identity by `handle:jimbo` or bare `jimbo`; a site account comes before an outside handle of the same name."""
    prefix, _, rest = value.partition(":")
    if kind is None and rest and prefix in IDENTITY_KINDS:
        kind, value = prefix, rest
    folded = and_(Identity.value == value.casefold(), Identity.kind.not_in(EXACT_KINDS))
    query = select(Identity).where(or_(Identity.value == value, folded))
    if kind:
        query = query.where(Identity.kind == kind)
    found = db.session.scalars(query.limit(5)).all()
    return min(found, key=lambda i: (i.kind != "person", i.value != value, i.id)) if found else None


def identity_by_id(identity_id: int) -> Identity | None:
    """One identity."""
    return db.session.get(Identity, identity_id)


def identity_of(person_id: int) -> Identity | None:
    """The identity of a member."""
    return db.session.scalar(select(Identity).where(Identity.person_id == person_id))


def contact_of(person: Person) -> Contact | None:
    """The contact a member is tied to."""
    known = identity_of(person.id)
    return known.contact if known else None


def contact_at(identity: Identity, at: datetime) -> Contact | None:
    """Whose an identity was at a moment."""
    number = owner(standing_links([identity.id]).get(identity.id, ()), at)
    return db.session.get(Contact, number) if number is not None else None


def identities_of(contact: Contact) -> Sequence[Identity]:
    """The identities tied to a contact."""
    return db.session.scalars(select(Identity).where(Identity.contact_id == contact.id).order_by(Identity.id)).all()


def unlinked(*, after: str | None = None, limit: int = 30) -> Page[Identity]:
    """Identities nobody has tied to a contact yet, most active first."""
    query = select(Identity).where(Identity.contact_id.is_(None), Identity.interaction_count > 0)
    return page(query, Identity.interaction_count, Identity.id, after=after, limit=limit)


def links(*, after: str | None = None, limit: int = 30) -> Page[IdentityLink]:
    """Every tie ever made, newest first."""
    return page(select(IdentityLink), IdentityLink.id, after=after, limit=limit)


def live_link(identity_id: int) -> IdentityLink | None:
    """The tie that stands now: of several in a row the last."""
    stands = (IdentityLink.identity_id == identity_id, IdentityLink.unlinked_at.is_(None))
    return db.session.scalar(select(IdentityLink).where(*stands).order_by(IdentityLink.valid_from.desc()).limit(1))


def live_links(identities: Iterable[Identity]) -> dict[int, IdentityLink]:
    """The ties that stand now, by identity id, in one query."""
    return {number: ties[-1] for number, ties in standing_links(known.id for known in identities).items()}


def standing_links(identity_ids: Iterable[int]) -> dict[int, list[IdentityLink]]:
    """All ties that stand, by identity, those that begin first before the others, in one query."""
    wanted = set(identity_ids)
    found: dict[int, list[IdentityLink]] = {}
    if wanted:
        stands = (IdentityLink.identity_id.in_(wanted), IdentityLink.unlinked_at.is_(None))
        for link in db.session.scalars(select(IdentityLink).where(*stands).order_by(IdentityLink.valid_from)):
            found.setdefault(link.identity_id, []).append(link)
    return found


def links_of(contact: Contact) -> Sequence[IdentityLink]:
    """The ties to a contact that stand, also those of handles that have passed to another since."""
    stands = (IdentityLink.contact_id == contact.id, IdentityLink.unlinked_at.is_(None))
    return db.session.scalars(select(IdentityLink).where(*stands).order_by(IdentityLink.id)).all()


def history_of(identity: Identity) -> Sequence[IdentityLink]:
    """Every tie an identity ever had, newest first."""
    ever = select(IdentityLink).where(IdentityLink.identity_id == identity.id)
    return db.session.scalars(ever.order_by(IdentityLink.id.desc()).limit(50)).all()


def link(link_id: int) -> IdentityLink | None:
    """One tie."""
    return db.session.get(IdentityLink, link_id)


def was_linked(identity_id: int, contact_id: int) -> bool:
    """Whether these two were ever tied, so that a person's undoing is never undone by a rule."""
    ever = (IdentityLink.identity_id == identity_id, IdentityLink.contact_id == contact_id)
    return db.session.scalar(select(IdentityLink.id).where(*ever).limit(1)) is not None


def people_of(identities: Iterable[Identity]) -> dict[int, Person]:
    """The members behind identities, by person id, in one query."""
    wanted = [known.person_id for known in identities if known.person_id]
    rows = db.session.scalars(select(Person).where(Person.id.in_(wanted))) if wanted else ()
    return {person.id: person for person in rows}


def asker_of(question: Question) -> Identity | None:
    """Under which handle a customer asked; employees' own questions are no business of the CRM."""
    if question.handle:
        return identity(question.handle, "handle")
    return None if question.author.is_employee else identity_of(question.author_id)


def waiting_count(most: int = MOST_COUNTED) -> int:
    """How many active identities nobody has tied yet, counted up to so many: every page of the care team asks."""
    waits = select(Identity.id).where(Identity.contact_id.is_(None), Identity.interaction_count > 0).limit(most)
    return db.session.scalar(select(func.count()).select_from(waits.subquery())) or 0
