"""Contacts come from the CRM: page by page, by its own ids, however some of it looks, and again an hour later."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Generator, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock, dispatch, transaction
from app.crm import queries
from app.crm.connectors import commands
from app.crm.connectors.adapters.rest import Rest
from app.crm.connectors.line import ask, read
from app.crm.connectors.models import Connector
from app.crm.connectors.port import CRMS, Account
from app.crm.models import Contact
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import Settle
from tests.crm.connectors.conftest import FarCrm, settings_for

PEOPLE = [
    {"id": 1, "full": {"name": "Una"}, "mail": "una@example.org"},
    {"id": 2, "full": {"name": "Duo"}, "mail": "no address"},
    {"id": 3, "full": {}, "mail": "nameless@example.org"},
    "nonsense",
    {"id": 5, "full": {"name": "Quin"}, "worth": 12.5, "agreed": True, "accounts": ["social:quin", "social:q5", None]},
]


@pytest.fixture
def puller(cast: Cast, far: FarCrm) -> Connector:
    """A connector that fetches contacts."""
    more = {"pull_url": f"{far.url}/contacts?page=0", "pull_path": "data", "next_path": "next"}
    far.state(contacts=PEOPLE)
    with transaction.unit():
        made = commands.add_connector("rest", "Far CRM", {**settings_for(far), **more}, by=cast.ada)
        paths = "external_id = id\nname = full.name\nemail = mail\nvalue = worth\nconsent = agreed\nhandles = accounts"
        values = "consent.given = true\nconsent.refused = false"
        commands.change_mapping(made, made.templates, values, paths, by=cast.ada)
    return made


def known() -> list[tuple[str, str, str | None]]:
    db.session.expire_all()
    return [(c.external_id, c.name, c.email) for c in db.session.scalars(select(Contact).order_by(Contact.id))]


def test_they_come_and_are_brought_up_to_date(puller: Connector, far: FarCrm, settle: Settle) -> None:
    settle()
    assert known() == [("1", "Una", "una@example.org"), ("5", "Quin", None)]
    assert puller.pull_note.startswith("2 contacts, 2 new; 3 could not be taken.")
    quin = db.session.scalars(select(Contact).where(Contact.external_id == "5")).one()
    assert (quin.value, quin.consent) == (Decimal("12.50"), "given")
    assert {each.identity.reference for each in queries.proposals().items} == {"social:quin", "social:q5"}
    asked = len(far.calls("GET"))
    settle()
    assert len(far.calls("GET")) == asked == 3, "once an hour"
    far.state(contacts=[{**PEOPLE[0], "full": {"name": "Una Prima"}}])  # type: ignore[dict-item]
    with clock.at(clock.now() + timedelta(minutes=61)):
        settle()
    assert known()[0][1] == "Una Prima"


def test_a_field_that_is_mapped_is_asked_for_and_nothing_else_is() -> None:
    mapped = {"consent": "Agreed__c", "value": "Account.Worth__c", "name": "Name FROM User --", "email": ""}
    assert Account({}, mapped).wanted(["Id", "Name"]) == ["Id", "Name", "Agreed__c", "Account.Worth__c"]
    mapped = {"consent": "properties.agreed", "external_id": "id", "phone": "properties.phone"}
    assert Account({}, mapped).wanted(["phone"], "properties.") == ["phone", "agreed"]


def test_a_crm_that_is_away_is_asked_again_soon(puller: Connector, far: FarCrm, settle: Settle) -> None:
    far.stop()
    settle()
    assert "could not be reached" in db.session.get_one(Connector, puller.id).pull_note
    far.start()
    with clock.at(clock.now() + timedelta(minutes=11)):
        settle()
    assert len(known()) == 2


def test_another_host_is_not_told_what_signs_us_in(puller: Connector, far: FarCrm, settle: Settle) -> None:
    far.state(host="localhost")
    settle()
    assert len(far.calls("GET")) == 1
    assert "another host" in db.session.get_one(Connector, puller.id).pull_note


def test_however_long_it_takes_nobody_else_fetches_meanwhile(
    puller: Connector, far: FarCrm, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, target, others = clock.now(), puller.target, []

    class Slow(Rest):
        def pull_contacts(self, account: Account) -> Iterator[Any]:
            for page in range(4):
                with clock.at(start + timedelta(seconds=50 * page)):
                    rows = read(ask("GET", f"{far.url}/contacts?page={page}"))["data"]
                    others.append(dispatch.take(target))
                yield from rows

    monkeypatch.setitem(CRMS, "rest", Slow())
    settle()
    assert others == [[], [], [], []]
    assert len(known()) == 2
    assert len(far.calls("GET")) == 4


def test_contacts_without_an_end_are_left_until_the_next_hour(
    puller: Connector, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now()

    def endless() -> Generator[Any]:
        for number in itertools.count():
            with clock.at(start + timedelta(seconds=5 * number)):
                yield {"id": number, "full": {"name": f"Number {number}"}}

    class Endless(Rest):
        def pull_contacts(self, account: Account) -> Iterator[Any]:
            return told

    with contextlib.closing(endless()) as told:
        monkeypatch.setitem(CRMS, "rest", Endless())
        settle()
    assert len(known()) == 200
    (row,) = dispatch.letters(puller.target).items
    assert (row.state, row.attempts) == ("dead", 1)
    assert "no end of them in 30 minutes" in db.session.get_one(Connector, puller.id).pull_note
