"""A panel from its making to what it changed: invited by segment, answered on a phone, weighted, told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until
from tests.files.pictures import png

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
PANEL, STUDY = "Circle of the next hub", "Which of two hubs"


def test_a_panel_is_asked_and_hears_what_it_changed(hive: Hive, visit: Open) -> None:
    """The owner invites by segment with a quota, a member answers on a phone, and sees what came of it."""
    until(lambda: rows(hive, "SELECT 1 FROM customer_facts WHERE segment = 'Households'") != [])
    owner = visit("ines@example.com")
    panel = _make(owner)
    number = int(panel.rpartition("/")[2])
    _invite(owner.page)
    until(
        lambda: rows(hive, f"SELECT 1 FROM panel_member WHERE panel_id = {number} AND delivered_at IS NOT NULL") != []
    )
    study = _ask(owner.go(panel))
    assert visit("colin@example.com").page.goto(hive.url + panel).status == 404  # type: ignore[union-attr]
    member = visit("carla@example.com")
    member.page.set_viewport_size({"width": 390, "height": 844})
    _join(member.go("/panels"))
    until(
        lambda: (
            rows(hive, f"SELECT 1 FROM study_sheet JOIN study ON study.id = study_id WHERE panel_id = {number}") != []
        )
    )
    _answer(member.go(study))
    _read(owner.go(f"{study}/results"))
    until(lambda: rows(hive, "SELECT 1 FROM notification WHERE kind = 'study_outcome'") != [])
    page = member.go(panel)
    sees(page, "We build the flat one.")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("button", name="Leave the panel").click()
    page.get_by_role("button", name="Yes, go on").click()
    page.wait_for_url(hive.url + "/panels")
    sees(page, "You are in no panel")


def _hears(page: Page, words: str) -> None:
    expect(page.locator("#toasts").get_by_text(words)).to_be_visible()


def _make(owner: Visit) -> str:
    page = owner.go("/panels")
    page.get_by_role("link", name="Make a panel").click()
    page.get_by_label("Name", exact=True).fill(PANEL)
    page.locator("textarea[name=purpose]").fill("We draw the next hub.")
    page.get_by_label("Your promise to members").fill("One study a month, three minutes")
    page.get_by_label("Space").select_option("help")
    page.get_by_role("button", name="Make the panel").click()
    page.wait_for_url("**/invite")
    return page.url.removeprefix(owner.hive.url).removesuffix("/invite")


def _invite(page: Page) -> None:
    page.locator("label.chip", has_text="Households").click()
    page.get_by_label("At most, of each").fill("5")
    page.get_by_role("button", name="See what that gives").click()
    expect(page.locator(".panels-plan")).to_contain_text("Households")
    page.get_by_label("A word from you").fill("You know our hub well.")
    page.get_by_role("button", name="Invite 1 person").click()
    _hears(page, "1 person is invited.")


def _ask(page: Page) -> str:
    page.get_by_role("link", name="Ask something").click()
    page.get_by_label("Title").fill(STUDY)
    page.get_by_text("A concept test: show something").click()
    page.get_by_text("all concepts, in an order of their own").click()
    page.get_by_label("Opens (UTC)").fill("2026-01-01T08:00")
    page.get_by_label("Closes (UTC)").fill("2099-01-01T08:00")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/edit")
    for name in ("Flat", "Tall"):
        if not page.get_by_label("Name of the concept").is_visible():
            page.get_by_text("Add a concept", exact=True).click()
        page.get_by_label("Name of the concept").fill(name)
        page.locator("textarea[name=body]").fill(f"A {name.lower()} hub.")
        if name == "Flat":
            _picture(page)
        page.get_by_role("button", name="Add the concept").click()
        expect(page.locator(".panels-made b", has_text=name)).to_be_visible()
    expect(page.locator(".panels-made", has_text="Flat").get_by_alt_text("A flat box")).to_be_visible()
    expect(page.locator(".panels-made img")).to_have_count(1)  # the form kept no picture for the one after
    for kind, prompt in (("scale", "How good is it?"), ("rank", "What matters most?")):
        if not page.get_by_label("Question", exact=True).is_visible():
            page.get_by_text("Add a question", exact=True).click()
        page.get_by_label("Question", exact=True).fill(prompt)
        page.get_by_label("Kind of answer").select_option(kind)
        page.get_by_label("Options, one a line").fill("Price\nSpeed" if kind == "rank" else "")
        page.get_by_label("Asked about each concept").set_checked(kind == "scale")
        page.get_by_role("button", name="Add the question").click()
        expect(page.locator(".panels-made b", has_text=prompt)).to_be_visible()
    study = page.url.rpartition("/studies/")[2].partition("/")[0]
    page.get_by_role("button", name="Announce it").click()
    page.get_by_role("button", name="Yes, go on").click()
    _hears(page, "It is open: members are told.")
    return f"/studies/{study}"


def _picture(page: Page) -> None:
    """One that is too big is told without losing what was typed; one that is not is taken."""
    sent = page.get_by_label("Picture", exact=True)
    sent.set_input_files({"name": "hub.png", "mimeType": "image/png", "buffer": png() + bytes(11 * 2**20)})
    page.get_by_role("button", name="Add the concept").click()
    _hears(page, "This is more than can be sent at once.")
    expect(page.locator("textarea[name=body]")).to_have_value("A flat hub.")
    sent.set_input_files({"name": "hub.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_label("What the picture shows").fill("A flat box")


def _join(page: Page) -> None:
    page.get_by_role("link", name=PANEL).click()
    sees(page, "You are invited")
    page.get_by_role("button", name="Join the panel").click()
    _hears(page, "Welcome. You can leave at any time.")


def _answer(page: Page) -> None:
    """Sent empty it says what is missing; numbers that are the same are no order; then it is taken."""
    page.get_by_role("button", name="Send my answer").click()
    sees(page, "3 things need another look")
    for place, number in enumerate(("5", "2")):
        page.locator(".panels-scale").nth(place).get_by_role("radio", name=number, exact=True).check()
    options = page.locator(".panels-rank select")
    options.nth(0).select_option("2")
    options.nth(1).select_option("1")
    page.get_by_role("button", name="Send my answer").click()
    sees(page, "You answered")
    expect(options.nth(1)).to_have_value("1")


def _read(page: Page) -> None:
    sees(page, "mean of 1 to 5")
    page.get_by_label("Segments").fill("Households: 60\nShops: 40")
    page.get_by_role("button", name="Reckon the weights").click()
    sees(page, "Nobody answered from Shops")
    sees(page, "Design effect (Kish) 1.00")
    page.get_by_text("Tell those who answered", exact=True).click()
    page.locator("textarea[name=body]").fill("We build the flat one.")
    page.get_by_role("button", name="Tell them").click()
    _hears(page, "Those who answered are told.")
