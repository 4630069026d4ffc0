"""Who somebody is at a provider is an identity of theirs: it ties what the CRM knows of either, and is exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.accounts.signon import commands as signon
from app.accounts.signon.protocol import Claims
from app.board import commands as board
from app.core import subscriptions, transaction
from app.crm import commands, queries
from app.crm.commands import ContactRow
from app.crm.models import Contact, Identity, Interaction
from app.crm.subjects import subject_value
from app.extensions import db
from config import SignOnProvider
from tests.accounts.signon.conftest import a_provider
from tests.cast import Cast
from tests.crm.conftest import Settle, add_contact, lines

CLIENTS = a_provider("clients", issuer="https://clients.example")
PARTNERS = a_provider("partners", issuer="https://partners.example")
STAFF = a_provider("staff", issuer="https://staff.example")


@pytest.fixture(autouse=True)
def providers(app: Flask) -> Iterator[Callable[..., None]]:
    """One for employees and one for customers; `providers(...)` sets others up."""
    before = app.extensions["settings"]

    def change(*told: SignOnProvider) -> None:
        app.extensions["settings"] = replace(before, sign_on=told)

    change(STAFF, CLIENTS)
    yield change
    app.extensions["settings"] = before


def sign_on(person: Person, subject: str, provider: SignOnProvider = CLIENTS) -> None:
    """What is left of a sign-on, once it is proved."""
    said = Claims(provider.issuer, subject, "", email_verified=False, name="", groups=frozenset(), all={})
    with transaction.unit():
        signon.connect(provider, said, person)


def known(external_id: str, *handles: str) -> Contact:
    """A contact of the CRM with the handles that it has of them."""
    row = ContactRow(external_id=external_id, name=f"Contact {external_id}", handles=list(handles))
    with transaction.unit():
        commands.import_contacts([(1, row)], by=None)
    found = queries.contact_by_reference(external_id)
    assert found is not None
    return found


def of(person: Person) -> Identity:
    found = queries.identity_of(person.id)
    assert found is not None
    return found


@pytest.fixture
def asked(cast: Cast, settle: Settle) -> Person:
    """A customer who asked something before anybody knew who they are."""
    space = cast.space("help")
    with transaction.unit():
        board.ask(space=space, title="Why is my bill so high?", by=cast.carla)
    settle()
    return cast.carla


@pytest.mark.parametrize(("handle", "imported_first"), [("sso:clients:4711", True), ("sso:4711", False)])
def test_a_subject_that_the_crm_knows_ties_the_member_with_all_they_did(
    asked: Person, settle: Settle, handle: str, imported_first: bool
) -> None:
    if imported_first:
        known("C-1", handle)
        settle()
        assert lines(known("C-1", handle)) == []
    sign_on(asked, "4711")
    settle()
    contact = known("C-1", handle)
    settle()
    assert [line[0] for line in lines(contact)] == ["asked"]
    link = queries.live_link(of(asked).id)
    assert link is not None
    assert (link.basis, link.confidence, link.contact_id) == ("sso", 1.0, contact.id)
    assert "carla proved at clients to be 4711" in link.evidence
    assert contact.interaction_count == 1
    before = [(row.identity_id, row.contact_id) for row in queries.links().items]
    subscriptions.replay("crm")
    settle()
    assert [(row.identity_id, row.contact_id) for row in queries.links().items] == before


def test_what_is_known_of_the_member_is_true_of_the_subject(asked: Person, settle: Settle) -> None:
    contact = add_contact("C-1", email="carla@example.com")
    settle()
    assert of(asked).contact_id == contact.id
    sign_on(asked, "4711")
    settle()
    there = queries.identity("sso:clients:4711")
    assert there is not None
    assert there.contact_id == contact.id


def test_a_contradiction_and_what_a_person_undid_are_for_a_person(asked: Person, settle: Settle) -> None:
    mail, subject = add_contact("C-1", email="carla@example.com"), known("C-2", "sso:clients:4711")
    settle()
    sign_on(asked, "4711")
    settle()
    assert of(asked).contact_id == mail.id
    assert [(each.contact_id, each.reasons[0]["basis"]) for each in queries.proposals_for(of(asked))] == [
        (subject.id, "sso")
    ]
    with transaction.unit():
        commands.accept_proposal(queries.proposals_for(of(asked))[0], instead=True, by=asked)
    settle()
    assert of(asked).contact_id == subject.id
    with transaction.unit():
        commands.unlink_identity(of(asked), reason="No.", by=asked)
    subscriptions.replay("crm")
    settle()
    assert of(asked).contact_id is None


def test_subjects_are_exact_and_each_providers_own(
    cast: Cast, asked: Person, settle: Settle, providers: Callable[..., None]
) -> None:
    providers(STAFF, CLIENTS, PARTNERS)
    known("C-1", "sso:clients:AbC", "sso:partners:abc", "sso:4711")
    settle()
    for subject, provider in (("abc", CLIENTS), ("AbC", PARTNERS), ("4711", CLIENTS)):
        sign_on(asked, subject, provider)
    settle()
    assert of(asked).contact_id is None
    sign_on(cast.erik, "AbC", STAFF)
    sign_on(cast.colin, "AbC")
    settle()
    assert of(cast.colin).contact is not None
    assert queries.identity("sso:staff:AbC") is None, "employees are no business of the CRM"
    values = [subject_value("clients", "x" * 254 + end) for end in "ab"]
    assert len(set(values)) == 2
    assert max(map(len, values)) <= 254


def test_an_erasure_takes_the_subject_along(asked: Person, settle: Settle) -> None:
    known("C-1", "sso:clients:subject-4711")
    sign_on(asked, "subject-4711")
    settle()
    with transaction.unit():
        erasure = accounts.ask_erasure(asked, words=True, by=asked)
    with transaction.unit():
        accounts.carry_out(erasure)
    assert queries.identity("sso:clients:subject-4711") is None
    assert db.session.scalar(select(func.count()).select_from(Interaction)) == 1
    assert known("C-1").interaction_count == 0
