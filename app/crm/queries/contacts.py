"""Reading contacts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from app.core.pages import Page, page
from app.crm.models import Contact
from app.extensions import db


def contacts(*, words: str = "", segment: str = "", after: str | None = None, limit: int = 30) -> Page[Contact]:
    """Contacts, newest first, by name, e-mail or external id, and of a segment."""
    query = select(Contact)
    if words:
        like = f"%{words.casefold().replace('%', '').replace('_', ' ')}%"
        columns = (Contact.name, Contact.email, Contact.external_id)
        query = query.where(or_(*(func.lower(column).like(like) for column in columns)))
    if segment:
        query = query.where(Contact.segment == segment)
    return page(query, Contact.id, after=after, limit=limit)


def segments() -> list[tuple[str, int]]:
    """The segments there are, with how many contacts each has."""
    named = select(Contact.segment, func.count()).where(Contact.segment != "").group_by(Contact.segment)
    return [(name, count) for name, count in db.session.execute(named.order_by(Contact.segment).limit(50))]


def contact(contact_id: int) -> Contact | None:
    """One contact."""
    return db.session.get(Contact, contact_id)


def contact_by_reference(reference: str) -> Contact | None:
    """A contact by the CRM's id alone: a number that it does not know may be Waggle's own of somebody else."""
    return db.session.scalar(select(Contact).where(Contact.external_id == reference))


def sole_contact_with_email(email: str) -> Contact | None:
    """The contact with this address, if exactly one has it."""
    found = db.session.scalars(select(Contact).where(Contact.email == email.casefold()).limit(2)).all()
    return found[0] if len(found) == 1 else None


def contacts_by_ids(ids: Iterable[int]) -> dict[int, Contact]:
    """Contacts by id, in one query."""
    return {known.id: known for known in db.session.scalars(select(Contact).where(Contact.id.in_(set(ids))))}
