"""Jimbo's story on the pages: asked under an unknown handle, tied with all of the past, untied again; and an import."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
HANDLE, TITLE = "jimbo-of-the-forum", "Why does the lamp of my forum neighbour hum?"
FILE = (
    "external_id,name,email,segment,value,consent,shoe_size\n"
    "J-4711,James Booth-Hale,james.hale@example.org,Households of Jim,1200,given,44\n"
    ",Nobody at all,,,,,\n"
    "J-4712,Jane Hale,not an address,,,,\n"
)


def test_an_unknown_handle_gets_its_name_and_loses_it_again(hive: Hive, visit: Open) -> None:
    """The past comes with the tie, in the channel and at the time it happened; untying puts all back."""
    _ask(hive)
    until(lambda: rows(hive, f"SELECT 1 FROM identity WHERE value = '{HANDLE}' AND interaction_count = 1") != [])
    page = visit("cara@example.com").go("/crm/import")
    _import(page)
    page.goto(f"{hive.url}/crm/contacts?q=Booth-Hale")
    page.get_by_role("link", name="James Booth-Hale").click()
    sees(page, "Nothing yet")
    contact = page.url
    page.goto(f"{hive.url}/crm/identities/handle:{HANDLE}?q=Booth-Hale")
    sees(page, TITLE)
    page.get_by_label("How do you know?").fill("Gave the handle on the call of 3 May.")
    page.get_by_role("button", name="Tie to this contact").click()
    page.wait_for_url(contact)
    sees(page, TITLE)
    sees(page, f"as {HANDLE}")
    _filter(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(contact)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("button", name="Untie").click()
    page.get_by_role("button", name="Yes, go on").click()
    page.wait_for_url(f"**/crm/identities/handle:{HANDLE}")
    sees(page, "Who is this?")
    sees(page, "untied")
    page.goto(contact)
    sees(page, "Nothing yet")


def _ask(hive: Hive) -> None:
    """A connector brings in what somebody asked in a forum."""
    token = hive.flask("people", "token", "cara@example.com", "--scope", "read,write,channels").split()[-1]
    said = {"space": "help", "title": TITLE, "handle": HANDLE, "channel": "forum"}
    request = urllib.request.Request(
        f"{hive.url}/api/v1/questions", data=json.dumps(said).encode(), method="POST",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )  # fmt: skip
    assert urllib.request.urlopen(request).status == 201


def _import(page: Page) -> None:
    page.get_by_label("Or paste it here").fill(FILE)
    page.get_by_role("button", name="Look first").click()
    sees(page, "1 new, 0 changed, 0 unchanged, 2 refused.")
    refused = page.get_by_role("region", name="Refused rows")
    expect(refused).to_contain_text("external_id")
    expect(refused).to_contain_text("email")
    expect(page.get_by_role("region", name="The first rows")).to_contain_text("James Booth-Hale")
    sees(page, "left out")
    page.get_by_role("button", name="Import", exact=True).click()
    sees(page, "1 added, 0 changed, 0 unchanged, 2 refused.")


def _filter(page: Page) -> None:
    log = page.locator("#log .timeline")
    page.get_by_label("From", exact=False).first.fill("2190-01-01")
    page.get_by_role("button", name="Show these").click()
    sees(page, "Nothing fits")
    page.get_by_role("link", name="Show everything").first.click()
    expect(log).to_contain_text(TITLE)
