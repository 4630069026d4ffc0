"""Knowledge in a browser: a duplicate is merged and comes back, a topic gathers what is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
SOLVED = "Why does the Wi-Fi drop every evening?"
DUPLICATE = "Wi-Fi is gone every evening at half past seven"


def test_a_duplicate_is_merged_followed_and_undone(visit: Open) -> None:
    """Carla asks again what Colin asked; Sam merges hers; her link leads on; Sam undoes it."""
    customer = visit("carla@example.com")
    page = customer.go("/questions/new")
    page.get_by_label("Your question in one line").fill(DUPLICATE)
    page.get_by_label("Topics").fill("Wi-Fi")
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/questions/*/wi-fi-is-gone*")
    address = page.url.removeprefix(customer.hive.url)

    expert = visit("sam@example.com").go(address)
    expert.get_by_label("More about this question").click()
    expert.get_by_role("link", name="Merge into another question").click()
    stays = visit().go("/topics/wi-fi").get_by_role("link", name=SOLVED).first.get_attribute("href")
    expert.get_by_label("The question that stays").fill(f"{customer.hive.url}{stays}")
    expert.get_by_role("button", name="Compare").click()
    expect(expert.get_by_text("1 person more will be counted there.")).to_be_visible()
    expert.get_by_role("button", name="Merge", exact=True).click()
    expect(expert.get_by_role("heading", level=1, name=SOLVED)).to_be_visible()
    expect(expert.get_by_text("Also asked as")).to_be_visible()

    page.goto(customer.hive.url + address)
    expect(page.get_by_role("heading", level=1, name=SOLVED)).to_be_visible()
    expect(page.get_by_text("It was merged, and is answered here.")).to_be_visible()

    expert.locator("summary", has_text=DUPLICATE).click()
    expert.get_by_role("button", name="Undo the merge").click()
    expect(expert.get_by_role("heading", level=1, name=DUPLICATE)).to_be_visible()


def test_a_topic_shows_its_canonical_answer_first(visit: Open) -> None:
    """Sam chooses; a visitor finds it on the topic's page, with who knows this."""
    expert = visit("sam@example.com").go("/topics/wi-fi")
    expert.get_by_role("link", name=SOLVED).first.click()
    expert.get_by_label("More about this question").click()
    expert.get_by_role("button", name="Canonical for Wi-Fi").click()
    expect(expert.get_by_role("link", name="Canonical for Wi-Fi")).to_be_visible()
    page = visit().go("/topics/wi-fi")
    expect(page.locator("section[aria-labelledby=canonical]").get_by_role("link", name=SOLVED)).to_be_visible()
    expect(page.locator("section[aria-labelledby=experts]").get_by_role("link", name="Sam Specialist")).to_be_visible()
