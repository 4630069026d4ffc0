"""By keyboard alone: nobody here touches a mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
ASKED = "Does the hub need a shelf of its own"
STEPS = 200  # a full page of results has two links a row, and what else the tests asked is among them


def test_the_first_tab_skips_to_the_content(visit: Open) -> None:
    """The skip link comes first, shows itself and moves the focus."""
    page = visit().go("/questions")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_question_is_asked_from_the_search_field(visit: Open) -> None:
    """`/` reaches the field, Tab every field of the form, and Enter posts."""
    page = visit("colin@example.com").go("/questions")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search or ask")).to_be_focused()
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search*")
    _tab_to(page, page.get_by_role("link", name="Ask this").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/new*")
    expect(page.locator("input[name=title]")).to_have_value(ASKED)
    _tab_to(page, page.locator("textarea[name=body]"))
    page.keyboard.type("It is warm under the television.")
    _tab_to(page, page.get_by_role("button", name="Post question"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=ASKED)).to_be_visible()


def test_the_desk_is_walked_and_a_question_claimed(visit: Open) -> None:
    """`j` and `k` walk the queue, Enter opens, `c` claims, `r` releases."""
    page = visit("erik@example.com").go("/desk")
    links = page.locator(".queue a")
    assert links.count() >= 2
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk?question=*")
    page.keyboard.press("c")
    expect(page.locator("main").get_by_text("Yours.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="I am answering this")).to_be_visible()
    place = links.evaluate_all("links => links.findIndex((link) => link.matches('[aria-current]'))")
    page.keyboard.press("j")
    expect(links.nth(place + 1)).to_be_focused()


def test_what_is_chosen_far_down_the_queue_is_in_sight(visit: Open) -> None:
    page = visit("erik@example.com").go("/desk")
    page.set_viewport_size({"width": 1280, "height": 220})
    page.goto(page.url.split("/desk")[0] + str(page.locator(".queue a").last.get_attribute("href")))
    expect(page.locator(".queue a").last).to_have_attribute("aria-current", "true")
    expect(page.locator(".queue a").last).to_be_in_viewport(ratio=0.9)


def test_v_votes_and_takes_the_vote_back(visit: Open) -> None:
    """The vote key works on a question's page, at once."""
    page = visit("sue@example.com").go("/questions/1")
    same = page.locator("#question form[action*='/vote'] button")
    expect(same).to_have_attribute("aria-pressed", "false")
    for pressed in ("true", "false"):
        with page.expect_response("**/questions/1/vote*"):
            page.keyboard.press("v")
        expect(same).to_have_attribute("aria-pressed", pressed)
    with page.expect_response(lambda answer: "/vote" in answer.url and answer.request.method == "DELETE"):
        page.keyboard.press("v")
        page.keyboard.press("v")  # before the first is answered: it is not lost
    expect(same).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(same).to_have_attribute("aria-pressed", "false")


def test_the_shortcuts_are_listed_and_places_reached(visit: Open) -> None:
    """`?` lists them, Escape closes, `g i` goes to the ideas."""
    page = visit().go("/questions")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/ideas")


def _tab_to(page: Page, goal: Locator) -> None:
    """Tab on until the focus is there; a thing that Tab never reaches fails."""
    goal.wait_for()
    for _step in range(STEPS):
        if goal.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{STEPS} steps of Tab never reach {goal}")


def test_the_tab_of_a_page_is_in_sight_on_a_phone(visit: Open) -> None:
    page = visit("stella@example.com").go("/admin/audit")
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]
