"""Service levels: promises are set, a question waits too long, the ladder ends in a case, asking back pauses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, Hive, Visit

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
LATE = "Why has my bill doubled since May?"
PAUSED = "My phone says no service in the cellar"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test_promises_are_set_missed_and_paused(hive: Hive, visit: Open) -> None:
    """The whole paragraph in one story."""
    owner = visit("stella@example.com").page
    _own(owner, hive)
    _set_hours(owner, hive)
    _set_targets(owner, hive)
    answerer = visit("erik@example.com").page
    _wait_too_long(hive, owner, answerer)
    asker = visit("carla@example.com").page
    url = _ask(asker, hive)
    _ask_back(answerer, url)
    _reply(asker, url)
    answerer.goto(url)
    expect(answerer.get_by_text("waiting for the asker")).to_have_count(0)
    expect(_clocks(answerer).get_by_text(re.compile("First response due in"))).to_be_visible()


def _own(page: Page, hive: Hive) -> None:
    page.goto(hive.url + "/spaces/help/members")
    page.locator("input[name=handle]").fill("stella")
    page.locator("select[name=role]").select_option(label="Owner")
    page.get_by_role("button", name="Set the role").click()
    expect(page.get_by_text("Stella Steward").last).to_be_visible()
    page.goto(hive.url + "/admin/spaces/help")
    page.get_by_role("link", name="Hours and targets").click()
    expect(page.get_by_role("heading", level=1, name="Service levels: Help")).to_be_visible()


def _set_hours(page: Page, hive: Hive) -> None:
    page.get_by_label("Monday").fill("nine to five")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_role("alert")).to_contain_text("Write times as")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    for day in DAYS:
        page.get_by_label(day).fill("0:00-24:00")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_text("The hours are saved")).to_be_visible()
    expect(page.get_by_label("Sunday")).to_have_value("00:00-24:00")


def _set_targets(page: Page, hive: Hive) -> None:
    page.get_by_label("Normal: first response").fill("1")
    page.get_by_label("Normal: resolution").fill("8")
    page.get_by_label("Tell the owners of the space, hours after").fill("0.25")
    page.get_by_label("Open a case in the CRM, hours after").fill("0.5")
    page.get_by_role("button", name="Save the targets").click()
    expect(page.get_by_text("The targets are saved")).to_be_visible()
    expect(page.get_by_text(re.compile("Normal, first response: due"))).to_be_visible()


def _wait_too_long(hive: Hive, owner: Page, answerer: Page) -> None:
    """Two hours without an answer: every step is taken, the owner is told the last, the question is a case."""
    ask = [sys.executable, "-m", "tests.browser.late", LATE]
    subprocess.run(ask, cwd=ROOT, env=hive.environ, check=True, stdout=subprocess.DEVNULL)
    until = datetime.now(UTC).timestamp() + 60
    while datetime.now(UTC).timestamp() < until:
        owner.goto(hive.url + "/notifications")
        if owner.get_by_text(f"“{LATE}” waited so long that a case was opened").count():
            break
        owner.wait_for_timeout(1000)
    expect(owner.get_by_text(f"“{LATE}” waited so long that a case was opened").first).to_be_visible()
    expect(owner.get_by_text(f"“{LATE}” is due soon and waits for you")).to_have_count(0)
    answerer.goto(hive.url + "/questions?sort=newest&state=escalated")
    answerer.get_by_role("link", name=LATE).first.click()
    expect(_clocks(answerer).get_by_text(re.compile("First response was due"))).to_be_visible()
    expect(answerer.get_by_text("escalated to a case")).to_be_visible()


def _ask(page: Page, hive: Hive) -> str:
    page.goto(hive.url + "/questions/new")
    page.locator("input[name=title]").fill(PAUSED)
    page.get_by_role("button", name=re.compile("^(Ask|Post)")).last.click()
    expect(page.get_by_role("heading", level=1, name=PAUSED)).to_be_visible()
    expect(page.get_by_text("Service level")).to_have_count(0)
    return page.url


def _ask_back(page: Page, url: str) -> None:
    page.goto(url)
    expect(_clocks(page).get_by_text(re.compile("First response due in"))).to_be_visible()
    _clocks(page).get_by_text("Ask back").click()
    page.get_by_label("What do you need to know from the asker?").fill("Which floor is it, and which phone?")
    page.get_by_role("button", name="Ask the asker").click()
    expect(_clocks(page).get_by_text("Paused: waiting for the asker")).to_be_visible()
    expect(_clocks(page).get_by_text(re.compile("First response paused after"))).to_be_visible()


def _reply(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("#question details.comment-form > summary").first.click()
    page.locator("#question").get_by_label("Your comment").fill("The cellar, an old Nokia.")
    page.locator("#question").get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("The cellar, an old Nokia.")).to_be_visible()


def _clocks(page: Page) -> Locator:
    return page.locator(".board-clocks")
