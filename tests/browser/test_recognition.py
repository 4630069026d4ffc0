"""Recognition in a browser: thanks and points become a reward; deeds become a badge that others can verify."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.deserving import ASKED
from tests.browser.test_practice import FREE, no_barrier

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
ROOT = Path(__file__).resolve().parents[2]
CODE = "HONEY-7"


@pytest.fixture(scope="module")
def answer(hive: Hive) -> str:
    """The page of Bea's answer where one says thanks."""
    command = [sys.executable, "-m", "tests.browser.deserving", "bea"]
    ran = subprocess.run(command, cwd=ROOT, env=hive.environ, check=True, capture_output=True, text=True)
    return f"/answers/{ran.stdout.split()[-1]}/thanks"


def until_seen(page: Page, url: str, words: str) -> None:
    """Load a page again until the worker has counted."""
    for _try in range(60):
        page.goto(url)
        if page.get_by_text(words).count():
            return
        time.sleep(0.25)
    raise AssertionError(f"{url} never said {words}")


def test_thanks_and_points_become_a_reward(hive: Hive, visit: Open, answer: str) -> None:
    """Dora thanks Bea; Bea spends what she earned before; Stella hands it out; the lines add up."""
    page = visit("dora@example.com", **FREE).go(answer)
    page.get_by_label("A word, if you like").fill("It is quiet now.")
    page.get_by_role("button", name="Say thanks").click()
    expect(page.get_by_text("You said thanks.")).to_be_visible()

    bea = visit("bea@example.com", **FREE)
    page = bea.page
    until_seen(page, f"{hive.url}/rewards/points", "Somebody said thanks")
    page.goto(hive.url + "/rewards")
    no_barrier(page)
    honey = page.get_by_role("listitem").filter(has_text="Box of honey").first
    honey.get_by_role("button", name="Ask for it").click()
    page.locator("dialog[open] button").last.click()
    expect(page.get_by_role("heading", name="What you asked for")).to_be_visible()
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()

    page = visit("stella@example.com").go("/rewards/manage")
    order = page.get_by_role("listitem").filter(has_text="Bea Badger")
    order.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Say why: they read it.")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Bea Badger").get_by_role("textbox").fill(CODE)
    page.get_by_role("button", name="Hand it out").click()
    expect(page.get_by_text("Bea Badger is told.")).to_be_visible()

    page = bea.go("/rewards")
    expect(page.get_by_text(CODE)).to_be_visible()
    expect(page.get_by_text("Handed out", exact=True)).to_be_visible()
    page.goto(hive.url + "/rewards/points")
    expect(page.get_by_text("Spent on a reward")).to_be_visible()
    expect(page.get_by_role("link", name=ASKED).first).to_be_visible()
    lines = [int(each) for each in page.locator("main .row-end b").all_inner_texts()]
    assert sorted(lines) == [-10, 1, 3, 15]
    expect(page.get_by_text("9 in all.")).to_be_visible()


def test_deeds_become_a_badge_with_evidence_that_is_signed(hive: Hive, visit: Open, answer: str) -> None:
    """Stella defines a badge and tries it; Bea gets it for what she did, and takes it away signed."""
    assert answer
    page = visit("stella@example.com", **FREE).go("/badges/manage/new")
    page.get_by_label("Name").fill("Hum stopper")
    page.get_by_label("What it is for").fill("Silenced a radio.")
    page.get_by_label("What counts").select_option(label="Answers that their asker accepted")
    page.get_by_label("How many", exact=True).fill("1")
    page.get_by_label("In space").select_option(label="Radio room")
    no_barrier(page)
    page.get_by_role("button", name="Save as a draft").click()
    page.get_by_role("link", name="Try", exact=True).click()
    expect(page.get_by_text("It would have gone to one person.")).to_be_visible()
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("button", name="Switch off")).to_be_visible()

    bea = visit("bea@example.com", **FREE)
    page = bea.page
    until_seen(page, f"{hive.url}/badges", "Hum stopper")
    page.get_by_role("link", name="Hum stopper").click()
    expect(page.get_by_role("heading", level=1, name="Hum stopper")).to_be_visible()
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()
    no_barrier(page)
    page.get_by_role("button", name="Have it signed").click()
    expect(page.get_by_text("This badge is genuine and holds today.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    token = download.value.path().read_text(encoding="utf-8")
    said = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert said["credentialSubject"]["achievement"]["name"] == "Hum stopper"
    assert said["evidence"][0]["name"] == ASKED
    stranger = visit().go(page.url.removeprefix(hive.url))
    expect(stranger.get_by_text("This badge is genuine and holds today.")).to_be_visible()
