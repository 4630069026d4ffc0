"""Reading contacts, identities and the interaction log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from app.accounts.models import Person
from app.board.models import Question
from app.core.pages import Page, page
from app.crm.models import (
    IDENTITY_KINDS,
    Contact,
    Identity,
    IdentityLink,
    Interaction,
    SupportCase,
    SupportContact,
    Webhook,
)
from app.extensions import db


def contacts(*, words: str = "", after: str | None = None, limit: int = 30) -> Page[Contact]:
    """Contacts, newest first, by name, e-mail or external id."""
    query = select(Contact)
    if words:
        like = f"%{words.casefold().replace('%', '').replace('_', ' ')}%"
        columns = (Contact.name, Contact.email, Contact.external_id)
        query = query.where(or_(*(func.lower(column).like(like) for column in columns)))
    return page(query, Contact.id, after=after, limit=limit)


def contact(contact_id: int) -> Contact | None:
    """One contact."""
    return db.session.get(Contact, contact_id)


def contact_by_reference(reference: str) -> Contact | None:
    """A contact by the CRM's id, or by Waggle's own where that is a number."""
    found = db.session.scalar(select(Contact).where(Contact.external_id == reference))
    if found is None and reference.isdigit() and len(reference) < 19:
        found = db.session.get(Contact, int(reference))
    return found


def sole_contact_with_email(email: str) -> Contact | None:
    """The contact with this address, if exactly one has it."""
    found = db.session.scalars(select(Contact).where(Contact.email == email.casefold()).limit(2)).all()
    return found[0] if len(found) == 1 else None


def identity(value: str, kind: str | None = None) -> Identity | None:
    """An identity by `handle:jimbo` or bare `jimbo`; a site account comes before an outside handle of the same name."""
    prefix, _, rest = value.partition(":")
    if kind is None and rest and prefix in IDENTITY_KINDS:
        kind, value = prefix, rest
    query = select(Identity).where(Identity.value == value.casefold())
    if kind:
        query = query.where(Identity.kind == kind)
    found = db.session.scalars(query.limit(5)).all()
    return min(found, key=lambda i: (i.kind != "person", i.id)) if found else None


def identity_of(person_id: int) -> Identity | None:
    """The identity of a member."""
    return db.session.scalar(select(Identity).where(Identity.person_id == person_id))


def contact_of(person: Person) -> Contact | None:
    """The contact a member is tied to."""
    known = identity_of(person.id)
    return known.contact if known else None


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
    """The tie that stands."""
    stands = (IdentityLink.identity_id == identity_id, IdentityLink.unlinked_at.is_(None))
    return db.session.scalar(select(IdentityLink).where(*stands))


def live_links(identities: Iterable[Identity]) -> dict[int, IdentityLink]:
    """The ties that stand, by identity id, in one query."""
    stands = (IdentityLink.identity_id.in_([known.id for known in identities]), IdentityLink.unlinked_at.is_(None))
    return {link.identity_id: link for link in db.session.scalars(select(IdentityLink).where(*stands))}


def contacts_by_ids(ids: Iterable[int]) -> dict[int, Contact]:
    """Contacts by id, in one query."""
    return {known.id: known for known in db.session.scalars(select(Contact).where(Contact.id.in_(set(ids))))}


def was_linked(identity_id: int, contact_id: int) -> bool:
    """Whether these two were ever tied, so that a person's undoing is never undone by a rule."""
    ever = (IdentityLink.identity_id == identity_id, IdentityLink.contact_id == contact_id)
    return db.session.scalar(select(IdentityLink.id).where(*ever).limit(1)) is not None


def interactions(
    *,
    contact: Contact | None = None,
    identity: Identity | None = None,
    handle: str = "",
    after: str | None = None,
    limit: int = 30,
) -> Page[Interaction]:
    """The interaction log, newest first, of a contact, an identity, whoever has a handle, or everybody."""
    query = select(Interaction)
    if contact is not None:
        tied = select(Identity.id).where(Identity.contact_id == contact.id)
        query = query.where(Interaction.identity_id.in_(tied))
    if identity is not None:
        query = query.where(Interaction.identity_id == identity.id)
    if handle:
        named = select(Identity.id).where(Identity.value == handle.casefold())
        query = query.where(Interaction.identity_id.in_(named))
    return page(query, Interaction.at, Interaction.id, after=after, limit=limit)


def people_of(identities: Iterable[Identity]) -> dict[int, Person]:
    """The members behind identities, by person id, in one query."""
    wanted = [known.person_id for known in identities if known.person_id]
    rows = db.session.scalars(select(Person).where(Person.id.in_(wanted))) if wanted else ()
    return {person.id: person for person in rows}


def support_contacts_between(start: datetime, end: datetime) -> Sequence[SupportContact]:
    """Support contacts of a period."""
    period = (SupportContact.at >= start, SupportContact.at < end)
    return db.session.scalars(select(SupportContact).where(*period).order_by(SupportContact.at)).all()


def support_contact(support_contact_id: int) -> SupportContact | None:
    """One call, chat, mail or case."""
    return db.session.get(SupportContact, support_contact_id)


def case_of(question_id: int) -> SupportCase | None:
    """The case a question was escalated into."""
    return db.session.scalar(select(SupportCase).where(SupportCase.question_id == question_id))


def asker_of(question: Question) -> Identity | None:
    """Under which handle a customer asked; employees' own questions are no business of the CRM."""
    if question.handle:
        return identity(question.handle, "handle")
    return None if question.author.is_employee else identity_of(question.author_id)


def open_cases(identities: Iterable[Identity], limit: int = 5) -> Sequence[tuple[SupportCase, Question]]:
    """Cases of these identities whose questions are not settled, newest first."""
    wanted = [known.id for known in identities]
    query = select(SupportCase, Question).join(Question, Question.id == SupportCase.question_id)
    query = query.where(SupportCase.identity_id.in_(wanted), Question.solved_at.is_(None), Question.closed_at.is_(None))
    rows = db.session.execute(query.order_by(SupportCase.opened_at.desc(), SupportCase.id.desc()).limit(limit)).unique()
    return [(case, question) for case, question in rows]


def webhooks(*, after: str | None = None, limit: int = 30) -> Page[Webhook]:
    """Webhooks, newest first."""
    return page(select(Webhook).where(Webhook.active), Webhook.id, after=after, limit=limit)


def webhooks_for(name: str) -> Sequence[Webhook]:
    """The active webhooks that want an event of this name."""
    active = db.session.scalars(select(Webhook).where(Webhook.active)).all()
    return [hook for hook in active if not hook.events or name in hook.events]


def waiting_count() -> int:
    """How many active identities nobody has tied yet."""
    waits = (Identity.contact_id.is_(None), Identity.interaction_count > 0)
    return db.session.scalar(select(func.count()).select_from(Identity).where(*waits)) or 0


def webhook(webhook_id: int) -> Webhook | None:
    """One active webhook."""
    return db.session.scalar(select(Webhook).where(Webhook.id == webhook_id, Webhook.active))
