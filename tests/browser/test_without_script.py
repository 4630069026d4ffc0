"""Everything people do is a form or a link first: the whole of it with script switched off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
ASKED = "The guest network forgets its password"


def test_a_question_is_asked_answered_accepted_and_moderated(hive: Hive, visit: Open) -> None:
    """Search, ask, answer, comment, vote, accept, flag, decide."""
    asker = _plain(visit, "carla")
    _search(asker, hive)
    url = _ask(asker)
    _answer(_plain(visit, "sam"), url)
    _accept(asker, url)
    reader = _plain(visit, "colin")
    _vote_and_flag(reader, url)
    _decide(_plain(visit, "max"), hive)


def test_an_idea_is_shared_voted_for_and_reviewed(hive: Hive, visit: Open) -> None:
    """Submit, vote, comment, review."""
    author = _plain(visit, "carla")
    author.goto(hive.url + "/ideas/new")
    author.locator("input[name=title]").fill("Post the new SIM to the door")
    author.locator("textarea[name=body]").fill("It is small, and the shop is an hour away.")
    author.get_by_label("Challenge").select_option("fewer-trips")
    author.get_by_role("button", name="Choose", exact=True).click()
    expect(author.locator("input[name=title]")).to_have_value("Post the new SIM to the door")
    author.get_by_role("button", name="Submit idea").click()
    expect(author.get_by_role("heading", level=1, name="Post the new SIM to the door")).to_be_visible()
    voter = _plain(visit, "colin")
    voter.goto(author.url)
    voter.locator("main form[action*='/vote'] button").first.click()
    expect(voter.locator("main form[action*='/vote'] button").first).to_have_attribute("aria-pressed", "true")
    _review(_plain(visit, "sam"), re.sub(r"(/ideas/\d+).*", r"\1/review", author.url))


def _plain(visit: Open, handle: str) -> Page:
    return visit(f"{handle}@example.com", java_script_enabled=False).page


def _search(page: Page, hive: Hive) -> None:
    page.goto(hive.url + "/spaces")
    page.get_by_role("searchbox", name="Search or ask").fill("wifi drops")
    page.keyboard.press("Enter")
    expect(
        page.locator("main").get_by_role("link", name="Why does the Wi-Fi drop every evening?").first
    ).to_be_visible()
    page.goto(hive.url + "/questions/new")


def _ask(page: Page) -> str:
    page.locator("input[name=title]").fill(ASKED)
    page.locator("textarea[name=body]").fill("Every Monday, after the hub restarts.")
    page.get_by_role("button", name="Post question").click()
    expect(page.get_by_role("heading", level=1, name=ASKED)).to_be_visible()
    return page.url


def _answer(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="I am answering this").click()
    expect(page.locator("main").get_by_text("Yours.")).to_be_visible()
    for only_by_script in ("Checked as you type.", "Loading"):
        expect(page.get_by_text(only_by_script).locator("visible=true")).to_have_count(0)
    page.locator("#your-answer textarea[name=body]").fill("Save it once under **Guests**, then it stays.")
    page.get_by_role("button", name="Post answer").click()
    expect(page.locator(".answer strong", has_text="Guests")).to_be_visible()


def _accept(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="This solved it").click()
    expect(page.get_by_text("Accepted by Carla Customer")).to_be_visible()
    answer = page.locator("article[id^=answer-]").first
    answer.locator("summary", has_text="Comment").click()
    answer.get_by_label("Your comment").fill("Thank you, that was quick.")
    answer.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Thank you, that was quick.")).to_be_visible()


def _vote_and_flag(page: Page, url: str) -> None:
    page.goto(url)
    same = page.locator("#question form[action*='/vote'] button")
    same.click()
    expect(same).to_have_attribute("aria-pressed", "true")
    answer = page.locator("article[id^=answer-]").first
    answer.get_by_label("More about this answer").click()
    answer.get_by_role("link", name="Flag", exact=True).click()
    page.locator("input[name=reason]").first.check()
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("Thank you. A moderator will look at it.")).to_be_visible()


def _decide(page: Page, hive: Hive) -> None:
    page.goto(hive.url + "/moderation")
    page.locator(".queue a", has_text="Save it once").first.click()
    page.locator("input[name=action][value=approve]").check()
    page.locator("textarea[name=reason]").fill("Plain and right: it stays.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided. The author will be told.")).to_be_visible()
    page.goto(hive.url + "/moderation?state=decided")
    expect(page.locator(".queue a", has_text="Save it once").first).to_be_visible()


def _review(page: Page, url: str) -> None:
    page.goto(url)
    scales = page.locator("fieldset.ideas-criterion")
    assert scales.count() >= 1
    for place in range(scales.count()):
        scales.nth(place).locator("input[value='4']").check()
        scales.nth(place).locator("input[type=text]").fill("Cheap, and asked for.")
    page.get_by_role("button", name="File the review").click()
    expect(page.get_by_text("Your review is filed.")).to_be_visible()
    page.goto(url)
    expect(page.get_by_role("button", name="Revise the review")).to_be_visible()
