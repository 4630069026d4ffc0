"""Asking in a browser: what is known comes first, topics are proposed, and what is private stays so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
SOLVED = "Why does the Wi-Fi drop every evening?"


def test_what_is_known_stands_below_while_one_types(visit: Open) -> None:
    """A visitor begins to type, sees the answer with their words marked, takes a topic, and says that it solved it."""
    page = visit().go("/questions/new")
    page.get_by_label("Your question in one line").press_sequentially("My Wi-Fi drops every eveni", delay=20)
    found = page.get_by_role("region", name="Similar questions")
    expect(found.get_by_role("link", name=SOLVED)).to_be_visible()
    expect(found.locator("mark", has_text="evening").first).to_be_visible()
    expect(found.get_by_text("Set the channel to 36 and save. It stays on then.", exact=True)).to_be_visible()
    expect(found.get_by_text("Answered", exact=False).first).to_be_visible()
    topic = page.get_by_role("button", name="Wi-Fi", exact=True)
    topic.click()
    expect(page.get_by_label("Topics")).to_have_value("Wi-Fi")
    expect(topic).to_be_hidden()
    found.get_by_role("button", name="This solved it").first.click()
    page.wait_for_url("**/insights/thanks")


def test_what_is_about_something_else_is_met_with_silence(visit: Open) -> None:
    """Words that a known question happens to share do not bring it up."""
    page = visit().go("/questions/new")
    with page.expect_response(lambda answer: "/search/similar" in answer.url):
        page.get_by_label("Your question in one line").fill("Which train goes to the coast with a dog every second")
    expect(page.get_by_role("region", name="Similar questions")).to_be_hidden()


def test_a_private_question_is_for_its_asker_and_those_who_may_answer(visit: Open) -> None:
    """Carla asks in private; Colin and a visitor find nothing, Sam answers; she mends a slip and sees what changed."""
    customer = visit("carla@example.com")
    page = customer.go("/questions/new")
    page.get_by_label("Your question in one line").fill("My contract names the wrong street")
    page.locator("summary", has_text="Ask in private").click()
    page.get_by_label("Only for those who answer").check()
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/questions/*/my-contract-names*")
    address = page.url.removeprefix(customer.hive.url)

    for stranger in (visit(), visit("colin@example.com")):
        answer = stranger.page.goto(customer.hive.url + address)
        assert answer is not None
        assert answer.status == 404
        expect(stranger.page.get_by_text("wrong street")).to_have_count(0)
        assert "wrong street" not in stranger.go("/questions?tab=newest").content()
    expert = visit("sam@example.com").go(address)
    expect(expert.get_by_role("heading", level=1, name="My contract names the wrong street")).to_be_visible()

    page.get_by_label("More about this question").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Your question in one line").fill("My contract names the wrong street and number")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="street and number")).to_be_visible()


def test_others_say_that_they_have_the_same(visit: Open) -> None:
    """Colin has it too, is counted once, and takes it back."""
    page = visit("carla@example.com").go("/questions?tab=newest")
    page.get_by_role("link", name="Can I keep my number when I move?").first.click()
    same = page.get_by_role("button", name="I have the same question")
    with page.expect_response("**/vote*"):
        same.click()
    expect(same).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(same).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/vote*"):
        same.click()
    expect(same).to_have_attribute("aria-pressed", "false")
