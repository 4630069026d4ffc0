"""An operator connects a CRM, tries the mapping, sees a delivery, a failure, a dead letter, and sends it again."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
HANDLE, CONTACT = "connie-of-the-forum", "K-9001"
FIRST, SECOND = "Why does my connector hum?", "Why does it hum again?"


class Crm:
    """A CRM on this machine."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 201
        self.rows: list[Any] = []

    @property
    def subjects(self) -> list[str]:
        """What the interactions that came are about."""
        return [row["subject"] for row in self.rows]


@pytest.fixture
def crm() -> Iterator[Crm]:
    """It."""
    kept = Crm()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if kept.status < 300:
                kept.rows.append(said)
            self.send_response(kept.status)
            self.end_headers()
            self.wfile.write(json.dumps({"id": len(kept.rows)}).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    kept.url = f"http://localhost:{server.server_port}/activities"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_crm_is_connected_tried_told_and_told_again(hive: Hive, visit: Open, crm: Crm) -> None:
    """The whole story on the pages."""
    token = hive.flask("people", "token", "cara@example.com", "--scope", "read,write,channels,crm").split()[-1]
    _ask(hive, token, FIRST)
    _call(hive, token, "POST", "/crm/contacts", {"contacts": [{"external_id": CONTACT, "name": "Connie Hum"}]})
    _call(hive, token, "PUT", f"/crm/identities/handle:{HANDLE}/link", {"contact": CONTACT, "evidence": "said so"})
    page = visit("stella@example.com").go("/admin")
    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Connectors").click()
    page.get_by_role("link", name="REST").click()
    page.get_by_label("Name", exact=True).fill("The far CRM")
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Address for a new interaction").fill(crm.url)
    page.get_by_role("button", name="Connect").click()
    _try_mapping(page, crm)
    place = page.url.removesuffix("/mapping")
    page.goto(place)
    page.get_by_role("button", name="Send what is on the log already").click()
    page.get_by_role("button", name="Yes, go on").click()
    _sees_in_time(page, place, "Delivered")
    until(lambda: FIRST in crm.subjects)
    crm.status = 422
    _ask(hive, token, SECOND)
    _sees_in_time(page, place, "Given up")
    crm.status = 201
    expect(page.get_by_text("the CRM answered 422").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    _try_all_again(page, place)
    until(lambda: SECOND in crm.subjects)
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_text("The far CRM is removed")).to_be_visible()


def _try_mapping(page: Page, crm: Crm) -> None:
    page.wait_for_url("**/mapping")
    page.get_by_label("What the CRM calls a value").fill("kind.asked = Question")
    page.get_by_role("button", name="Try on the last ten").click()
    expect(page.get_by_role("heading", name="Tried, and not sent")).to_be_visible()
    expect(page.get_by_text(f"POST {crm.url}").first).to_be_visible()
    assert crm.rows == []
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(lambda url: not url.endswith("/mapping"))


def _try_all_again(page: Page, place: str) -> None:
    """What was given up is sent again: this journey's, and whatever an earlier one left that came meanwhile."""
    nothing = page.get_by_text("None. What the CRM refuses")
    for _each in range(60):
        page.goto(place)
        if nothing.count():
            return
        if again := page.get_by_role("button", name="Try again").all():
            again[0].click()
        page.wait_for_timeout(500)
    raise AssertionError("something stays given up")


def _sees_in_time(page: Page, place: str, words: str) -> None:
    """The worker delivers by itself; the page is looked at until it says so."""
    for _each in range(60):
        page.goto(place)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"the page never said {words}")


def _ask(hive: Hive, token: str, title: str) -> None:
    said = {"space": "help", "title": title, "handle": HANDLE, "channel": "forum"}
    _call(hive, token, "POST", "/questions", said)


def _call(hive: Hive, token: str, method: str, path: str, said: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{hive.url}/api/v1{path}", json.dumps(said).encode(), headers, method=method)
    for _each in range(60):
        try:
            urllib.request.urlopen(asked).close()
            return
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
        threading.Event().wait(0.5)  # the log is written a moment after the deed
    raise AssertionError(path)
