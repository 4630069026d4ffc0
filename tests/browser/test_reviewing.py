"""Experts are asked in bulk, judge by keyboard and unseen by each other, stand down, and disagree."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until
from tests.browser.test_story_exchange import _move

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
PLAIN, NAMED, RISKY = "Print labels at the counter", "Let @sue run a repair hour", "Keep a till for returns only"


def test_experts_are_asked_judge_unseen_and_disagree(hive: Hive, visit: Open) -> None:
    """The team asks two experts for three ideas, one of them too close; each judges for themselves."""
    ids = _submitted(hive, visit)
    team = visit("ines@example.com")
    for idea_id in ids:
        _move(team.go(f"/ideas/{idea_id}/idea"), "Shortlisted", "Let the experts look.")
    _ask(team, ids)
    asked = f"SELECT idea_id, count(*) FROM review_assignment WHERE idea_id IN {tuple(ids)} GROUP BY idea_id ORDER BY 1"
    assert rows(hive, asked) == [(ids[0], 2), (ids[1], 1), (ids[2], 2)]

    sam = visit("sam@example.com")
    sees(sam.go("/reviews"), PLAIN)
    _score_by_keyboard(sam.go(f"/ideas/{ids[0]}/review"), "5")
    sam.page.wait_for_url(re.compile(r"/ideas/\d+/review$"))  # the next of the list

    sue = visit("sue@example.com")
    page = sue.go(f"/ideas/{ids[0]}/review")
    sees(page, "You see the reviews of the others once you have filed yours.")
    assert "As good as 5" not in page.content()
    _score_by_keyboard(page, "1")
    page = sue.go(f"/ideas/{ids[0]}/idea")
    sees(page, "As good as 5.")
    sees(page, "panel disagrees")

    page = sue.go(f"/ideas/{ids[2]}/review")
    page.locator("input[name=conflict]").fill("I would run that till.")
    page.get_by_role("button", name="Declare a conflict").click()
    until(
        lambda: (
            rows(hive, f"SELECT state FROM review_assignment WHERE idea_id = {ids[2]} ORDER BY state")[0]
            == ("recused",)
        )
    )
    board = team.go("/challenges/fewer-trips/assignments")
    sees(board, "stood down")
    sees(team.go("/challenges/fewer-trips/reviewers"), "Sue Specialist")


def _submitted(hive: Hive, visit: Open) -> list[int]:
    author = visit("carla@example.com")
    ids = []
    for title in (PLAIN, NAMED, RISKY):
        page = author.go("/ideas/new?challenge=fewer-trips")
        page.locator("input[name=title]").fill(title)
        page.locator("textarea[name=body]").fill("It would save the way home and back.")
        page.get_by_role("button", name="Submit idea").click()
        sees(page, title)
        ids.append(int(str(rows(hive, f"SELECT id FROM idea WHERE title = '{title}'")[0][0])))
    return ids


def _ask(team: Visit, ids: list[int]) -> None:
    """Choose the three, look the proposal over, ask all at once."""
    page = team.go("/challenges/fewer-trips/assignments")
    for box in page.locator("input[name=idea]").all():
        box.set_checked(int(box.get_attribute("value") or 0) in ids)
    page.get_by_role("button", name="Propose reviewers").click()
    sees(page, "A proposal: nobody is asked yet.")
    for others in page.get_by_text(re.compile("other expert")).all():
        others.click()
    sees(page, "not asked: too close")
    page.get_by_role("button", name="Ask all of them").click()
    sees(page, "waiting")


def _score_by_keyboard(page: Page, score: str) -> None:
    """Nothing but keys, from the first criterion to the last."""
    criteria = page.locator("fieldset.ideas-criterion")
    criteria.first.locator("input[type=radio]").first.focus()
    page.wait_for_function("document.querySelector('[data-controller~=scoring]') && true")
    for place in range(criteria.count()):
        expect(criteria.nth(place).locator("input[type=radio]:focus")).to_have_count(1)
        page.keyboard.press(score)
        expect(criteria.nth(place).locator(f"input[value='{score}']")).to_be_checked()
        page.keyboard.press("r")
        page.keyboard.type(f"As good as {score}.")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your review is filed.")).to_be_visible()
