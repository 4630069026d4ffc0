"""Voting in a browser: a blind count, a budget by form, two at a time by keyboard, and votes set aside and back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Hive, Visit
from tests.browser.test_accessibility import AXE, _violations
from tests.browser.test_story import rows, sees, until

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
IDEAS = ("Bundle sockets with every router", "Print the manual in larger type", "Ring back before noon")
WATCH = """
from app import create_app
from app.core import transaction
from app.ideas import jobs
from config import load
import os
app = create_app(load(os.environ))
with app.app_context(), transaction.unit():
    jobs.watch_votes()
"""


def test_rounds_and_the_watch(hive: Hive, visit: Open) -> None:
    """A blind challenge, a budget round, a head-to-head by keyboard, results; then votes set aside and undone."""
    team = visit("ines@example.com")
    _open_challenge(team.go("/challenges/new"))
    author = visit("carla@example.com")
    numbers = [_submit(hive, author, title) for title in IDEAS]
    voters = [visit(f"{name}@example.com") for name in ("colin", "erik", "sam")]
    _vote_in_one_browser(hive, voters, numbers[0])

    budget = _open_round(team, "Where should our money go?", "They spread points")
    page = voters[0].go(budget)
    page.get_by_label(IDEAS[0]).fill("7")
    expect(page.locator("[data-budget-target=left]")).to_have_text("3")
    page.evaluate(AXE.read_text())
    assert _violations(page) == []
    page.get_by_label(IDEAS[1]).fill("3")
    page.get_by_role("button", name="Count my points").click()
    expect(page.get_by_text("Your points are counted").first).to_be_visible()
    assert page.locator("#results").count() == 0

    pairs = _open_round(team, "Which of these first?", "They choose between two")
    page = voters[1].go(pairs)
    for done, key in enumerate(("ArrowLeft", "ArrowRight", "s"), start=1):
        expect(page.locator("#pair button[name=winner]").first).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator("#pair, #main").first).to_contain_text(f"{done} of 3" if done < 3 else "all pairs")
    for address in (budget, pairs):
        ending = team.go(address)
        ending.get_by_role("button", name="End the round now").click()
        ending.get_by_role("button", name="Yes, go on").click()
        expect(ending.get_by_text("The round is over").first).to_be_visible()
        ending.evaluate(AXE.read_text())
        assert _violations(ending) == []
    sees(visit().go(budget), "What came of it")
    expect(visit().go(pairs).locator("#results tbody tr")).to_have_count(3)
    _set_aside(hive, team, numbers[0])


def test_an_idea_is_seen_once_a_day_when_it_was_in_view_for_a_second(hive: Hive, visit: Open) -> None:
    """No glance counts, nor what lies below the fold, nor a second look on the same day."""
    reader, address = visit("nora@example.com"), "/challenges/quieter-nights"
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 320})
    reader.go(address)
    reader.go("/spaces")
    reader.go(address)
    page.wait_for_timeout(1500)
    reader.go("/spaces")
    assert _seen(hive) == set()
    looked_at: set[str] = set()
    for _again in range(2):
        reader.go(address).locator("[data-exposure]").first.evaluate("first => first.scrollIntoView({block: 'end'})")
        page.wait_for_timeout(1500)
        looked_at.update(page.evaluate(HALF_IN_VIEW))
        reader.go("/spaces")
        until(lambda: bool(looked_at) and _seen(hive) == looked_at)


HALF_IN_VIEW = """() => [...document.querySelectorAll('[data-exposure]')].filter((each) => {
  const { top, bottom, height } = each.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= height / 2;
}).map((each) => each.dataset.exposure)"""


def _seen(hive: Hive) -> set[str]:
    query = "SELECT idea_id FROM sighting JOIN person ON person.id = person_id WHERE handle = 'nora'"
    return {f"idea:{row[0]}" for row in rows(hive, query)}


def _open_challenge(page: Page) -> None:
    page.locator("input[name=title]").fill("Quicker help at home")
    page.locator("textarea[name=brief]").fill("What would spare you a visit?")
    page.locator("input[name=opens_at]").fill("2026-01-01T08:00")
    page.locator("input[name=closes_at]").fill("2999-01-01T08:00")
    page.locator("input[name=blind]").check()
    page.get_by_role("button", name="Open the challenge").click()
    page.wait_for_url("**/challenges/quicker-help-at-home")


def _submit(hive: Hive, author: Visit, title: str) -> int:
    page = author.go("/ideas/new?challenge=quicker-help-at-home")
    page.locator("input[name=title]").fill(title)
    page.get_by_role("button", name="Submit idea").click()
    sees(page, title)
    return int(rows(hive, f"SELECT id FROM idea WHERE title = '{title}'")[0][0])


def _vote_in_one_browser(hive: Hive, voters: list[Visit], idea_id: int) -> None:
    """Three accounts, one journey; the count is in the page only of who has voted."""
    first = voters[0].go(f"/ideas/{idea_id}/idea")
    journey = [cookie for cookie in first.context.cookies() if cookie["name"] == "journey"]
    for done, voter in enumerate(voters, start=1):
        voter.page.context.add_cookies(journey)  # type: ignore[arg-type]  # as they were given
        page = voter.go(f"/ideas/{idea_id}/idea")
        button = page.locator(".ideas-said .vote")
        assert "vote-blind" in (button.get_attribute("class") or "")
        assert page.locator("#reach").count() == 0
        button.click()
        expect(page.locator(".ideas-said [data-vote-target=count]")).to_have_text(str(done))
    assert rows(hive, f"SELECT vote_count FROM idea WHERE id = {idea_id}") == [(3,)]


def _open_round(team: Visit, title: str, kind: str) -> str:
    page = team.go("/challenges/quicker-help-at-home/rounds/new")
    page.locator("input[name=title]").fill(title)
    page.get_by_label(kind).check()
    page.locator("input[name=closes_at]").fill("2999-01-01T08:00")
    for idea in IDEAS:
        page.get_by_label(idea).check()
    page.get_by_role("button", name="Open the round").click()
    page.wait_for_url(re.compile(r"/rounds/\d+"))
    return "/rounds/" + page.url.rsplit("/", 1)[1]


def _set_aside(hive: Hive, team: Visit, idea_id: int) -> None:
    counted = f"SELECT vote_count FROM idea WHERE id = {idea_id}"
    subprocess.run([sys.executable, "-c", WATCH], cwd=ROOT, env=hive.environ, check=True)
    page = team.go("/ideas/votes/findings")
    found = page.locator(".ideas-finding", has_text="One browser, several accounts").first
    found.locator("textarea").fill("Three accounts in one browser.")
    found.get_by_role("button", name="Set these votes aside").click()
    expect(page.get_by_text("The votes are set aside").first).to_be_visible()
    assert rows(hive, counted) == [(0,)]
    page.get_by_role("button", name="Let them count again").first.click()
    expect(page.get_by_text("The votes count again").first).to_be_visible()
    assert rows(hive, counted) == [(3,)]
