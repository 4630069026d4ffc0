"""Who may be whom: a confirmed address that one contact alone has ties by itself, anything less is proposed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.crm import commands, queries
from app.crm.lines import identity_of
from app.crm.models import BASES, Contact, Identity
from app.crm.subjects import subject_value
from app.extensions import db

MOST = 5  # an address or a name that more contacts share says nothing


def tie_by_address(person: Person) -> None:
    """By the address a member confirmed; two contacts that share it, or another tie that stands, are for a person."""
    if person.is_employee or person.email is None or person.email_confirmed_at is None:
        return
    identity = identity_of(person)
    found = _with_email(person.email)
    if len(found) == 1 and identity.contact_id is None and not queries.was_linked(identity.id, found[0].id):
        evidence = f"verified e-mail: the address that {person.handle} confirmed is this contact's, and no other's"
        commands.link_identity(identity, found[0], evidence=evidence, basis="verified_email", by=None)
        return
    for contact in found:
        if identity.contact_id != contact.id:
            shared = f"{len(found)} contacts have" if len(found) > 1 else f"{contact.name} has"
            commands.propose(identity, contact, "same_email", f"{shared} the address that {person.handle} confirmed.")


def tie_by_sign_on(person: Person, provider: str, subject: str) -> None:
    """The provider proved who a member is there; what the CRM knows of either is then true of both."""
    if person.is_employee:
        return
    mine = identity_of(person)
    there = commands.ensure_identity("sso", subject_value(provider, subject))
    said = f"single sign-on subject: {person.handle} proved at {provider} to be {subject} there"
    if there.contact is not None:
        _tie_or_propose(mine, there.contact, said)
    elif mine.contact is not None:
        _tie_or_propose(there, mine.contact, said)


def tie_member_of(there: Identity) -> None:
    """Whose sign-on was tied to a contact may have joined here before."""
    provider, _, value = there.value.partition(":")
    if there.kind == "sso" and (subject := accounts.sign_on_subject(provider, value)) is not None:
        tie_by_sign_on(subject.person, provider, value)


def look_for_contact(identity: Identity, person: Person | None) -> None:
    """Propose the contacts that an identity seen for the first time may be."""
    if identity.contact_id is not None:
        return
    if "@" in identity.value:
        for contact in _with_email(identity.value):
            commands.propose(identity, contact, "same_email", f"{contact.name} has the address {identity.value}.")
    if person is None:
        _like_a_member(identity)
    elif len(namesakes := _named(person.name)) == 1:
        said = f"No other contact is called {person.name}."
        commands.propose(identity, namesakes[0], "same_name", said)


def look_for_identities(contact: Contact) -> None:
    """Propose what was seen here before the contact came from the CRM."""
    if contact.email:
        same = select(Identity).where(Identity.value == contact.email, Identity.kind.in_(("email", "handle", "social")))
        for identity in db.session.scalars(same.where(Identity.contact_id.is_(None)).limit(MOST)):
            commands.propose(identity, contact, "same_email", f"{contact.name} has the address {identity.value}.")
    called = select(Person).where(Person.kind == "customer", Person.name == contact.name, Person.is_guest.is_(False))
    people = db.session.scalars(called.limit(2)).all()
    if len(people) == 1 and len(_named(contact.name)) == 1:
        namesake = queries.identity_of(people[0].id)
        if namesake is not None and namesake.contact_id is None:
            commands.propose(namesake, contact, "same_name", f"No other member and no other contact is {contact.name}.")


def _tie_or_propose(identity: Identity, contact: Contact, said: str) -> None:
    """What contradicts another tie, or what a person undid, is for a person."""
    if identity.contact_id is None and not queries.was_linked(identity.id, contact.id):
        commands.link_identity(identity, contact, evidence=said, basis="sso", confidence=BASES["sso"], by=None)
    elif identity.contact_id != contact.id:
        commands.propose(identity, contact, "sso", said)


def _like_a_member(identity: Identity) -> None:
    """An outside handle spelt like a member's own may be theirs: a hint, no more."""
    member = queries.identity(identity.value, "person")
    if member is not None and member.contact is not None:
        said = f"The member {member.value}, who is {member.contact.name}, has the same handle here."
        commands.propose(identity, member.contact, "same_handle", said)


def _with_email(address: str) -> Sequence[Contact]:
    found = db.session.scalars(select(Contact).where(Contact.email == address.casefold()).limit(MOST + 1)).all()
    return found if len(found) <= MOST else ()


def _named(name: str) -> Sequence[Contact]:
    return db.session.scalars(select(Contact).where(Contact.name == name).limit(2)).all()
