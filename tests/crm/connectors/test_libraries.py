"""Salesforce and HubSpot through their own libraries, against a server that speaks as their documentation says.

No live account was tried. Needs what requirements-connectors.txt names.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.core import dispatch
from app.crm.connectors.adapters.hubspot import HubSpot
from app.crm.connectors.adapters.salesforce import TOKENS, Salesforce
from app.crm.connectors.port import Account, Entry

MOMENT = "2026-03-01T09:00:00.000Z"
ENTRY = Entry(kind="interaction", id="crm:e1-asked", body={"Subject": "Hello"}, contact="77", external_id="", key="k")


@dataclass
class Far:
    """The other side."""

    url: str = ""
    rows: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    fail: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    token: int = 0
    pad: int = 0


def salesforce(far: Far, method: str, path: str, said: Any) -> tuple[int, Any]:  # noqa: PLR0911 - one an answer
    """The REST API's upsert by external id, get, delete and query."""
    if path.endswith("/oauth2/token"):
        far.token += 1
        return 200, {"access_token": f"T{far.token}", "instance_url": far.url}
    if "/query" in path:
        if path.endswith("/query/next-1"):
            return 200, {"done": True, "records": [{"Id": "003B", "Name": "Duo"}]}
        more = f"{urlsplit(path).path.rpartition('/query')[0]}/query/next-1"
        return 200, {"done": False, "nextRecordsUrl": more, "records": [{"Id": "003A", "Name": "Una"}]}
    key = path.partition("/sobjects/")[2]
    missing = 404, [{"errorCode": "NOT_FOUND", "message": "no"}]
    if method == "PATCH":
        known = key in far.rows
        far.rows[key] = said
        return (200 if known else 201), {"id": "00T1", "success": True, "created": not known}
    if method == "GET":
        return (200, {"Id": "00T1", **far.rows[key]}) if key in far.rows else missing
    if not far.rows:
        return missing
    far.rows.clear()
    return 204, None


def hubspot(far: Far, method: str, path: str, said: Any) -> tuple[int, Any]:
    """The objects API's create, archive, search and page."""
    told = {"createdAt": MOMENT, "updatedAt": MOMENT, "archived": False}
    if path.endswith("/search"):
        wanted = said["filterGroups"][0]["filters"][0]
        found = [row for row in far.rows.values() if row["properties"].get(wanted["propertyName"]) == wanted["value"]]
        return 200, {"total": len(found), "results": [{**row, **told} for row in found]}
    if "/contacts" in path:
        if "after=2" in path:
            return 200, {"results": [{"id": "2", "properties": {"email": "duo@example.org"}, **told}]}
        una = {"id": "1", "properties": {"firstname": "Una", "lastname": "Prima", "email": None}, **told}
        return 200, {"results": [una], "paging": {"next": {"after": "2"}}}
    if method == "POST":
        number = str(len(far.calls))
        far.rows[number] = {"id": number, **said}
        return 201, {"id": number, "properties": said["properties"], **told}
    far.rows.pop(path.rpartition("/")[2], None)
    return 204, None


@pytest.fixture
def far(app: Flask, request: pytest.FixtureRequest) -> Iterator[Far]:  # noqa: C901 - a server and its door
    """It, as one of the two."""
    kept, act = Far(), request.param

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_form = self.path.endswith("/oauth2/token")
            kept.calls.append((self.command, self.path))
            stale = not is_form and act is salesforce and self.headers["Authorization"] != f"Bearer T{kept.token}"
            headers: dict[str, str] = {}
            if stale:
                status, said = 401, [{"errorCode": "INVALID_SESSION_ID", "message": "expired"}]
            elif kept.fail and not is_form:
                (status, headers), said = kept.fail.pop(0), [{"message": "no", "errorCode": "NO"}]
            else:
                status, said = act(kept, self.command, self.path, json.loads(body) if body and not is_form else None)
            text = b"" if said is None else json.dumps(said).encode() + b" " * (0 if is_form else kept.pad)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PATCH(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}"
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, egress_allowed=frozenset({"127.0.0.1"}))
    TOKENS.clear()
    yield kept
    app.extensions["settings"] = before
    server.shutdown()
    thread.join()
    server.server_close()


def account(far: Far) -> Account:
    return Account(
        {"url": far.url, "consumer_key": "k", "consumer_secret": "s", "id_field": "Waggle_Id__c", "token": "t",
         "id_property": "waggle_id"}
    )  # fmt: skip


@pytest.mark.parametrize("far", [salesforce], indirect=True)
def test_salesforce_has_each_once_by_our_field_and_lets_it_go(app: Flask, far: Far) -> None:
    pytest.importorskip("simple_salesforce", reason="needs requirements-connectors.txt")
    crm, line = Salesforce(), account(far)
    assert crm.find(line, "interaction", ENTRY.id) == ""
    assert crm.push_interaction(line, ENTRY) == "00T1"
    assert crm.push_interaction(line, ENTRY) == "00T1"
    assert far.rows == {"Task/Waggle_Id__c/crm%3Ae1-asked": {"Subject": "Hello"}}
    assert crm.find(line, "interaction", ENTRY.id) == "00T1"
    far.token += 1  # the token we hold is another's now
    crm.withdraw(line, "interaction", "00T1", "k")
    crm.withdraw(line, "interaction", "00T1", "k")
    paths = {"consent": "Agreed__c", "name": "Name"}
    assert [row["Name"] for row in crm.pull_contacts(replace(line, contact_paths=paths))] == ["Una", "Duo"]
    assert any("Agreed__c" in path for _method, path in far.calls)
    far.fail = [(400, {}), (503, {"Retry-After": "60"}), (403, {})]
    for error, words in ((dispatch.NeverRetry, "400"), (ConnectionError, "503"), (dispatch.RetryLater, "403")):
        with pytest.raises(error, match=words):
            crm.push_interaction(line, ENTRY)


@pytest.mark.parametrize("far", [hubspot], indirect=True)
def test_hubspot_has_each_once_by_our_property_and_lets_it_go(app: Flask, far: Far) -> None:
    pytest.importorskip("hubspot", reason="needs requirements-connectors.txt")
    crm, line = HubSpot(), account(far)
    made = crm.push_interaction(line, ENTRY)
    (row,) = far.rows.values()
    assert row["properties"] == {"Subject": "Hello", "waggle_id": "crm:e1-asked"}
    assert row["associations"][0]["to"] == {"id": "77"}
    assert row["associations"][0]["types"][0]["associationTypeId"] == 202
    assert crm.find(line, "interaction", ENTRY.id) == made
    other = crm.push_interaction(line, replace(ENTRY, external_id=made, contact="78"))
    assert [row["associations"][0]["to"]["id"] for row in far.rows.values()] == ["78"]
    crm.withdraw(line, "interaction", other, "k")
    assert far.rows == {}
    asks = replace(line, contact_paths={"consent": "properties.agreed"})
    assert [(row["id"], row["properties"]["name"]) for row in crm.pull_contacts(asks)] == [
        ("1", "Una Prima"), ("2", "duo@example.org"),
    ]  # fmt: skip
    assert "agreed" in far.calls[-1][1]
    far.fail = [(400, {}), (429, {"Retry-After": "60"}), (502, {})]
    for error, words in ((dispatch.NeverRetry, "400"), (dispatch.RetryLater, "429"), (ConnectionError, "502")):
        with pytest.raises(error, match=words):
            crm.push_interaction(line, ENTRY)


KINDS = [(salesforce, Salesforce(), "simple_salesforce"), (hubspot, HubSpot(), "hubspot")]


@pytest.mark.parametrize(("far", "kind", "library"), KINDS, indirect=["far"])
def test_of_an_answer_no_more_is_read_than_of_any_other(app: Flask, far: Far, kind: Any, library: str) -> None:
    pytest.importorskip(library, reason="needs requirements-connectors.txt")
    kind.push_interaction(account(far), ENTRY)
    far.pad = 100_001
    with pytest.raises(Exception, match="larger than 100000 bytes") as raised:
        kind.find(account(far), "interaction", ENTRY.id)
    assert dispatch.told(raised.value) == "the answer is larger than 100000 bytes"
    assert len(list(kind.pull_contacts(account(far)))) == 2, "a page of contacts may be larger"
    far.pad = 8_000_000
    with pytest.raises(Exception, match="larger than 8000000 bytes"):
        list(kind.pull_contacts(account(far)))


@pytest.mark.parametrize(("far", "kind", "library"), KINDS, indirect=["far"])
def test_neither_library_calls_what_may_not_be_called(app: Flask, far: Far, kind: Any, library: str) -> None:
    pytest.importorskip(library, reason="needs requirements-connectors.txt")
    kind.find(account(far), "interaction", "x")  # signed in
    app.extensions["settings"] = replace(app.extensions["settings"], egress_allowed=frozenset())
    before = len(far.calls)
    with pytest.raises(dispatch.NeverRetry, match="cannot be called"):
        kind.push_interaction(account(far), ENTRY)
    assert len(far.calls) == before
