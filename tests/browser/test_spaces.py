"""A programme's space in a browser: opened, run by its owner, its first posts looked at, and archived in the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_practice import FREE, no_barrier

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
ROOT = Path(__file__).resolve().parents[2]
SPACE = "/spaces/lantern-trial"
ASKED = "Which lantern lasts longest?"


def test_a_programme_runs_its_space_from_opening_to_archive(hive: Hive, visit: Open) -> None:
    """Petra opens it, gives roles, lets first posts wait; Theo's waits and is let through; then it is only read."""
    _founded(hive)
    owner = visit("petra@example.com", **FREE)
    page = owner.go("/admin/spaces")
    page.get_by_label("Name").fill("Lantern trial")
    page.get_by_label("Address").fill("lantern-trial")
    page.get_by_label("What it is for").fill("Fifty homes try a lantern.")
    page.get_by_label("Its own rules, beside the guidelines").fill("Say *which* lantern.")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", level=1, name="Change Lantern trial")).to_be_visible()
    no_barrier(page)
    page.get_by_role("link", name="Template and rubric").click()
    page.get_by_label("Template").select_option(index=1)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Template")).not_to_have_value("")

    _set_up(page, hive)

    theo = visit("theo@example.com")
    page = theo.go("/questions/new?space=lantern-trial")
    page.get_by_label("Your question in one line").fill(ASKED)
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/questions/*/*")
    question = page.url
    expect(page.get_by_role("heading", name="A moderator looks at this first")).to_be_visible()
    assert visit().page.request.get(question).status == 404

    moderator = visit("erik@example.com")
    waiting = moderator.go("/moderation").locator("main a[href^='/moderation/cases/']").first.get_attribute("href")
    page = moderator.go(waiting or "")
    page.locator("label[for^=action]").filter(has_text="Approve").click()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided. The author will be told.")).to_be_visible()
    page = visit().go(SPACE)
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()

    page = owner.go(f"/admin{SPACE}/running")
    page.get_by_label("Why").fill("The trial is over.")
    page.get_by_role("button", name="Archive it").click()
    expect(page.get_by_role("button", name="Bring it back")).to_be_visible()
    page = theo.go(question.removeprefix(hive.url))
    expect(page.get_by_role("heading", level=1, name=ASKED)).to_be_visible()
    expect(page.get_by_role("button", name="Post comment")).to_have_count(0)
    page.goto(hive.url + SPACE)
    expect(page.get_by_text("The trial is over.")).to_be_visible()
    expect(page.get_by_role("link", name="Ask here")).to_have_count(0)
    assert "Lantern trial" not in theo.go("/spaces").content()


def _set_up(page: Page, hive: Hive) -> None:
    """Erik moderates, and new people's questions wait."""
    page.goto(f"{hive.url}{SPACE}/members")
    page.get_by_label("Handle", exact=True).fill("@erik")
    page.get_by_label("Role here").select_option(label="Moderator")
    page.get_by_role("button", name="Set the role").click()
    expect(page.get_by_text("The role of Erik Employee is changed.")).to_be_visible()
    no_barrier(page)
    page.goto(f"{hive.url}/admin{SPACE}/running")
    page.get_by_label("Whose questions wait").select_option(value="new")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    no_barrier(page)


def _founded(hive: Hive) -> None:
    command = [sys.executable, "-m", "tests.browser.deserving", "petra"]
    subprocess.run(command, cwd=ROOT, env=hive.environ, check=True)
