"""Trust in a browser: the marks that people leave, a doubt that is upheld, a certificate that lapses meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
ROOT = Path(__file__).resolve().parents[2]


def asked(customer: Visit, title: str) -> str:
    page = customer.go("/questions/new")
    page.get_by_label("Your question in one line").fill(title)
    page.get_by_label("Topics").fill("Wi-Fi")
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/questions/*/*")
    return page.url.removeprefix(customer.hive.url)


def answer(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Your answer").fill(words)
    page.get_by_role("button", name="Post answer").click()
    expect(page.locator("article", has_text=words).first).to_be_visible()


def test_a_doubt_is_upheld_and_the_answer_carries_it(visit: Open) -> None:
    """Erik answers, Mona approves, Carla accepts, Sam verifies; Colin doubts it, and Sam says he is right."""
    customer = visit("carla@example.com")
    address = asked(customer, "Which Wi-Fi channel is best in a block of flats?")
    words = "Channel 44 is the quietest in most houses."
    answer(visit("erik@example.com").go(address), words)

    page = visit("mona@example.com").go(address)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved by Mona Mentor")).to_be_visible()
    page = customer.go(address)
    page.get_by_role("button", name="This solved it").first.click()
    expect(page.get_by_text("Accepted by Carla Customer")).to_be_visible()
    expert = visit("sam@example.com")
    page = expert.go(address)
    page.get_by_role("button", name="Verify", exact=True).first.click()
    expect(page.get_by_text("Verified by Sam Specialist")).to_be_visible()

    page = visit("colin@example.com").go(address)
    page.get_by_label("More about this answer").first.click()
    page.get_by_role("link", name="No longer true?").click()
    page.get_by_label("What is no longer true?").fill("Since the new firmware, 44 is shared with the doorbell.")
    page.get_by_role("button", name="Tell the experts").click()
    expect(page.get_by_text("Thank you. An expert", exact=False).first).to_be_visible()

    page = expert.go("/desk/reviews")
    doubted = page.locator("article", has_text="shared with the doorbell")
    doubted.get_by_label("Why?", exact=False).fill("Right, use 36 there.")
    doubted.get_by_role("button", name="It is out of date").click()
    expect(page.get_by_text("Decided.", exact=False).first).to_be_visible()
    page = visit().go(address)
    expect(page.get_by_text("May be out of date").first).to_be_visible()


def test_a_certificate_that_lapses_stops_the_answer_being_written(visit: Open) -> None:
    """Sue writes while hers lapses: her words come back, and the page says what to do."""
    customer = visit("carla@example.com")
    address = asked(customer, "Does the Wi-Fi need a filter on the line?")
    writer = visit("sue@example.com")
    page = writer.go(address)
    page.get_by_role("textbox", name="Your answer").fill("Only where a telephone hangs on the same line.")
    lapse(customer.hive.environ, "sue")
    try:
        page.get_by_role("button", name="Post answer").click()
        expect(page.get_by_role("textbox", name="Your answer")).to_have_value(
            "Only where a telephone hangs on the same line."
        )
        expect(page.get_by_role("link", name="course", exact=False).first).to_be_visible()
        assert "telephone hangs" not in visit().go(address).content()
    finally:
        lapse(customer.hive.environ, "sue", days=300)  # other journeys have her answer


def lapse(environ: dict[str, str], handle: str, days: int = 0) -> None:
    """Let somebody's certificates end now, or in so many days, in a process of its own."""
    command = [sys.executable, "-m", "tests.browser.lapse", handle, str(days)]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)
