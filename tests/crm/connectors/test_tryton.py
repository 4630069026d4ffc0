"""A real Tryton gets notes with its parties, gives its contacts, and is put right when a handle changes hands."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core import clock, dispatch, transaction
from app.crm import commands as crm
from app.crm import queries as crm_queries
from app.crm.connectors import commands
from app.crm.connectors.adapters.tryton import SESSIONS, Tryton
from app.crm.connectors.port import Account, Entry
from app.crm.models import Identity
from tests.cast import Cast
from tests.crm.conftest import FIRST, SECOND, Settle
from tests.crm.connectors.tryton_process import PASSWORD, tryton

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address."""
    with tryton(tmp_path_factory.mktemp("tryton")) as url:
        yield url


@pytest.fixture
def account(place: str, app: Flask) -> Iterator[Account]:
    """Its administrator's account, with the host allowed by name."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, egress_allowed=frozenset({"127.0.0.1"}))
    SESSIONS.clear()
    yield Account({"url": place, "user": "admin", "password": PASSWORD, "pulls": "yes"})
    app.extensions["settings"] = before


def rpc(account: Account, method: str, *params: Any) -> Any:
    """Ask it ourselves, without the adapter."""
    (session,) = SESSIONS.values()
    headers = {"Content-Type": "application/json", "Authorization": session}
    question = json.dumps({"id": 1, "method": method, "params": [*params, {}]}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{account['url']}/rpc/", question, headers)) as answer:
        return json.load(answer)["result"]


def notes(account: Account) -> list[tuple[str, str]]:
    found = rpc(account, "model.ir.note.search_read", [], 0, 100, [["id", "ASC"]], ["message", "resource"])
    return [(note["resource"], note["message"]) for note in found]


def test_notes_come_change_hands_and_go(cast: Cast, account: Account, jimbo: Identity, settle: Settle) -> None:
    ada, cara = cast.ada, cast.cara
    list(Tryton().pull_contacts(account))  # signs in
    one, other = rpc(
        account, "model.party.party.create", [{"name": "James", "code": "C-1"}, {"name": "Rosa", "code": "C-2"}]
    )
    with transaction.unit():
        connector = commands.add_connector("tryton", "ERP", dict(account.settings), by=ada)
    with clock.at(clock.now() + timedelta(minutes=1)):
        settle()
    james, rosa = crm_queries.contact_by_reference("C-1"), crm_queries.contact_by_reference("C-2")
    assert james is not None, f"its parties are contacts now: {connector.pull_note}"
    assert rosa is not None
    with transaction.unit():
        crm.link_identity(jimbo, james, evidence="said so", by=cara)
    settle()
    told = notes(account)
    assert [resource for resource, _message in told] == [f"party.party,{one}"] * 2
    assert told[0][1].startswith(f"{clock.rfc3339(FIRST)} asked (forum): Why is my bill so high?\n")
    assert told[1][1].startswith(clock.rfc3339(SECOND))
    with transaction.unit():
        crm.unlink_identity(jimbo, by=cara)
        crm.link_identity(jimbo, rosa, evidence="after all", by=cara)
    settle()
    assert [resource for resource, _message in notes(account)] == [f"party.party,{other}"] * 2
    with transaction.unit():
        crm.unlink_identity(jimbo, by=cara)
    settle()
    assert notes(account) == []
    assert dispatch.letters(connector.target, "dead").items == []


def test_what_may_be_there_is_found_and_a_session_that_ended_is_opened_anew(account: Account) -> None:
    crm_kind = Tryton()
    list(crm_kind.pull_contacts(account))
    (party,) = rpc(account, "model.party.party.create", [{"name": "Una", "code": "C-9"}])
    entry = Entry(
        kind="interaction", id="crm:e1-asked", body={"message": "Hello"}, contact="C-9", external_id="", key="k"
    )
    made = crm_kind.push_interaction(account, entry)
    for key in SESSIONS:
        SESSIONS[key] = "Session bm9uc2Vuc2U6MTpiYWQ="
    assert crm_kind.find(account, "interaction", "crm:e1-asked") == made
    assert crm_kind.find(account, "interaction", "crm:e1") == "", "the beginning of an id is another's"
    assert notes(account) == [(f"party.party,{party}", "Hello\n[crm:e1-asked]")]
    crm_kind.withdraw(account, "interaction", made, "k")
    crm_kind.withdraw(account, "interaction", made, "k")
    anew = crm_kind.push_interaction(account, replace(entry, external_id=made))
    assert crm_kind.push_interaction(account, replace(entry, external_id="")) == anew, "there once, however often"
    crm_kind.withdraw(account, "interaction", anew, "k")
    with pytest.raises(dispatch.NeverRetry, match="no party with the code C-404"):
        crm_kind.push_interaction(account, replace(entry, contact="C-404"))
    SESSIONS.clear()
    with pytest.raises(ConnectionError, match="401"):
        crm_kind.find(Account({**account.settings, "password": "wrong"}), "interaction", "x")
