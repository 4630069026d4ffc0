"""A challenge from its template to the day on which customers see it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.browser.conftest import ROOT, Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
TITLE = "Which letter could we stop sending?"
SLUG = "which-letter-could-we-stop-sending"
IDEA = "Send the meter reminder as a text"


def test_a_challenge_runs_through_its_phases_and_opens_to_customers(hive: Hive, visit: Open) -> None:
    team, author = visit("ines@example.com"), visit("erik@example.com")
    page = team.go("/challenges/new")
    page.get_by_role("link", name="Two-week sprint").click()
    page.locator("input[name='phases-2-name']").wait_for()
    page.locator("input[name=title]").fill(TITLE)
    page.locator("select[name=audience]").select_option("internal")
    page.get_by_role("button", name="Add a phase").click()
    page.locator("input[name='phases-3-name']").wait_for()
    assert page.locator("input[name=title]").input_value() == TITLE
    page.get_by_role("button", name="Remove phase 4").click()
    page.locator("input[name='phases-3-name']").wait_for(state="detached")
    page.get_by_role("button", name="Open the challenge").click()
    sees(page, "It has not begun yet.")

    _sooner(hive, 2)
    opened = f"SELECT open_told_at IS NOT NULL FROM challenge WHERE slug = '{SLUG}'"
    until(lambda: rows(hive, opened) == [(1,)])
    page = author.go(f"/challenges/{SLUG}")
    sees(page, "Now you may share ideas and comment.")
    page.get_by_role("link", name="Add your idea").click()
    page.locator("input[name=title]").fill(IDEA)
    page.locator("textarea[name=body]").fill("The reading is all it asks for.")
    page.get_by_label("Who would notice first?").fill("Who reads the meter")
    page.get_by_role("button", name="Submit idea").click()
    page.wait_for_url(re.compile(r"/ideas/\d+"))
    sees(page, IDEA)

    _sooner(hive, 7)
    began = f"SELECT count(*) FROM phase WHERE challenge_id = ({_ID}) AND name = 'Vote' AND begin_told_at IS NOT NULL"
    until(lambda: rows(hive, began) == [(1,)])
    voter = visit("sue@example.com").go(f"/challenges/{SLUG}")
    sees(voter, "Now you may comment and vote.")
    voter.locator("main .vote").first.click()
    until(lambda: rows(hive, f"SELECT vote_count FROM challenge WHERE slug = '{SLUG}'") == [(1,)])
    sees(author.go("/notifications"), "began: Vote")

    page = team.go(f"/challenges/{SLUG}/opening")
    sees(page, "Erik Employee")
    page.get_by_label("I know what becomes visible").check()
    page.get_by_role("button", name="Open to customers").click()
    sees(page, "It opens to customers")
    assert "This opens to customers" in author.go(f"/challenges/{SLUG}").content()
    customer = visit("carla@example.com")
    assert customer.go(f"/challenges/{SLUG}").locator("h1").inner_text() != TITLE
    _sooner(hive, 1.01)
    until(lambda: rows(hive, f"SELECT audience FROM challenge WHERE slug = '{SLUG}'") == [("public",)])
    sees(customer.go(f"/challenges/{SLUG}"), IDEA)


_ID = f"SELECT id FROM challenge WHERE slug = '{SLUG}'"


def _sooner(hive: Hive, days: float) -> None:
    command = [sys.executable, "-m", "tests.browser.sooner", SLUG, str(days)]
    subprocess.run(command, cwd=ROOT, env=hive.environ, check=True)
