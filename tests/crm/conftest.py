"""What the CRM's tests begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.crm import commands, queries
from app.crm.commands import ContactRow
from app.crm.models import Contact, Identity
from app.extensions import db
from tests.cast import Cast

FIRST, SECOND = datetime(2026, 3, 1, 9, 0, tzinfo=UTC), datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
Settle = Callable[[], None]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that a block sends to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def add_contact(external_id: str, name: str = "", email: str | None = None) -> Contact:
    """A contact, imported."""
    row = ContactRow(external_id=external_id, name=name or f"Contact {external_id}", email=email)
    with transaction.unit():
        commands.import_contacts([(1, row)], by=None)
    contact = queries.contact_by_reference(external_id)
    assert contact is not None
    return contact


def lines(contact: Contact) -> list[tuple[str, datetime, str, str, str]]:
    """A contact's log as plain values, newest first."""
    page = queries.interactions(contact=contact, limit=100)
    return [(row.kind, row.at, row.channel, row.subject, row.identity.value) for row in page.items]


def ask_as(cast: Cast, handle: str, title: str, at: datetime) -> Question:
    """A question of an outside handle, brought in by a connector."""
    space, cara = cast.space("help"), cast.cara
    with clock.at(at), transaction.unit():
        return board.ask(space=space, title=title, by=cara, channel="forum", handle=handle)


@pytest.fixture
def jimbo(cast: Cast, settle: Settle) -> Identity:
    """A handle that asked twice before anybody knew who it is."""
    ask_as(cast, "Jimbo", "Why is my bill so high?", FIRST)
    ask_as(cast, "Jimbo", "How do I move house?", SECOND)
    settle()
    identity = queries.identity("handle:jimbo")
    assert identity is not None
    return identity


@pytest.fixture
def james(app: object) -> Contact:
    """James, as the CRM knows him."""
    return add_contact("C-1001", "James Booth", "james@example.org")
