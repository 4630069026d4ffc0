"""From an angry post to what came of it: a file, a rule that asks, an answer; and a lead that is handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
ANGRY = "The zephyr box is down again and I hate it!"
WISH = "Who can call me about a second zephyr box?"


def test_an_angry_post_is_answered_in_time_and_a_lead_handed_over(hive: Hive, visit: Open) -> None:
    """An analyst writes a rule and uploads a file; the care team takes, answers and closes; a colleague gets a lead."""
    analyst = visit("anna@example.com")
    _ask_care(analyst.go("/listening/rules/new"))
    _upload(analyst.go("/listening/upload"))
    until(
        lambda: rows(hive, "SELECT 1 FROM alert JOIN mention ON mention.id = mention_id WHERE channel = 'zforum'") != []
    )
    _answer(visit("cara@example.com"))
    _hand_over(analyst.go("/listening/mentions?channel=zforum"))
    colleague = visit("erik@example.com")
    page = colleague.go("/listening/leads")
    page.get_by_role("link", name=WISH).click()
    sees(page, "They ask in public")
    page.get_by_label("What became of it?").fill("They took two.")
    page.get_by_role("button", name="Keep it").click()
    sees(page, "They took two.")
    sees(analyst.go("/listening?channel=zforum"), "Mentions by mood")


def _ask_care(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Angry about zephyrs")
    page.get_by_label("Speaks of").fill("zephyr")
    page.get_by_label("Mood").select_option("negative")
    page.get_by_label("Who is asked", exact=True).fill("cara")
    page.get_by_label("Who is asked then").fill("stella")
    page.get_by_role("button", name="Try it on the past").click()
    sees(page, "Nothing has been kept")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/listening/rules/*")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("button", name="Switch off")).to_be_visible()


def _upload(page: Page) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    file = f"at,author,channel,text\n{now},@zed,zforum,{ANGRY}\n{now},@zoe,zforum,{WISH}\nnever,@zoe,zforum,Hm\n"
    page.get_by_label("CSV file").set_input_files({"name": "said.csv", "mimeType": "text/csv", "buffer": file.encode()})
    page.get_by_role("button", name="Look first").click()
    sees(page, "2 rows can be heard")
    page.get_by_role("button", name="Hear these").click()
    sees(page, "2 mentions were heard")


def _answer(care: Visit) -> None:
    care.page.set_viewport_size({"width": 390, "height": 844})
    page = care.go("/listening/alerts?mine=1")
    page.get_by_role("link", name=ANGRY).click()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("button", name="I am on it").click()
    sees(page, "Taken")
    page.get_by_label("What did you reply?").fill("We are sorry. A new one is on its way.")
    page.get_by_role("button", name="Keep the reply").click()
    sees(page, "A new one is on its way.")
    page.get_by_label("What came of it?").fill("Replaced the box.")
    page.get_by_role("button", name="Close the alert").click()
    sees(page, "Replaced the box.")
    sees(care.go("/listening/alerts?state=closed"), ANGRY)


def _hand_over(page: Page) -> None:
    page.get_by_role("link", name=WISH).click()
    page.get_by_role("button", name="It is a lead").click()
    page.get_by_label("To whom").fill("erik")
    page.get_by_label("Why may they be contacted?").select_option("asked")
    page.get_by_label("Where can that be seen?").fill("They ask in public to be called.")
    page.get_by_role("button", name="Hand it over").click()
    sees(page, "Handed over")
