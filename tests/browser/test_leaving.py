"""Leaving: somebody takes their data along, has it erased, and nothing that names them is left; the log stays whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
TITLE = "Does the zebrafinch plan have roaming"


def test_somebody_takes_their_data_along_and_is_erased(hive: Hive, visit: Open, tmp_path: Path) -> None:
    gus = visit("gus@example.com")
    page = gus.go("/questions/new")
    page.get_by_label("Your question in one line").fill(TITLE)
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/questions/*/does-the-zebrafinch*")
    address = page.url.removeprefix(hive.url)
    until(lambda: TITLE in visit().go("/questions").inner_text("main"))
    page = gus.go("/settings")
    page.get_by_role("link", name="Your data").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download my data").click()
    waited.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as packed:
        held = json.loads(packed.read("data.json"))["parts"]
    assert held["account"][0]["email"] == "gus@example.com"
    assert [each["title"] for each in held["questions"]] == [TITLE]
    page = gus.go("/settings/data")
    page.get_by_role("button", name="Erase my account").click()
    expect(page.get_by_text("Tick this if you are sure.").first).to_be_visible()
    page.get_by_label("Also take out what I wrote").check()
    page.get_by_label("I know that this cannot be undone").check()
    page.get_by_role("button", name="Erase my account").click()
    sees(page, "You are signed out, for good")
    until(lambda: rows(hive, "SELECT count(*) FROM erasure WHERE done_at IS NOT NULL") == [(1,)])
    page = visit().go("/sign-in")
    page.get_by_label("E-mail address").fill("gus@example.com")
    page.get_by_label("Password").fill("seven quiet lanterns")
    page.get_by_label("Password").press("Enter")
    sees(page, "do not belong together")
    stranger = visit()
    assert TITLE not in stranger.go(address).inner_text("body")
    assert stranger.go("/search?q=zebrafinch").locator(f"a:has-text('{TITLE}')").count() == 0
    assert rows(hive, "SELECT count(*) FROM person WHERE email = 'gus@example.com' OR name LIKE 'Gus%'") == [(0,)]
    assert "unbroken" in hive.flask("audit", "verify")
