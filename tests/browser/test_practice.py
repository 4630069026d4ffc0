"""Practice in a browser: a novice answers an old question, compares, hears from the mentor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
SOLVED = "Why does the Wi-Fi drop every evening?"
SETTLED = "Set the channel to 36"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FREE: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce"}  # axe is put into the page by the test
AUDIT = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run({runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}});
  return found.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html).join(' | '));
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_novice_practises_compares_and_hears_from_the_mentor(visit: Open) -> None:
    """Nora writes without the answer in sight, and finds her draft again; Mona remarks; Nora is told."""
    novice = visit("nora@example.com", **FREE)
    page = novice.go("/learn")
    page.get_by_role("link", name="Practise", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Practice")).to_be_visible()
    no_barrier(page)
    page.get_by_role("link", name=SOLVED).click()
    expect(page.get_by_role("heading", level=1, name=SOLVED)).to_be_visible()
    assert SETTLED not in page.content()
    page.get_by_label("Your answer", exact=True).fill("I would try another **channel**.")
    expect(page.locator("[data-draft-target=status]")).to_contain_text("saved", ignore_case=True)
    page.reload()
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("I would try another **channel**.")
    assert SETTLED not in page.content()
    no_barrier(page)
    page.get_by_role("button", name="Hand in and compare").click()
    expect(page.get_by_text(SETTLED)).to_be_visible()
    mine, settled = page.locator("#written").bounding_box(), page.locator("#settled").bounding_box()
    assert mine
    assert settled
    assert settled["x"] > mine["x"] + mine["width"] / 2, "side by side where there is room"
    no_barrier(page)
    practice = page.url.removeprefix(novice.hive.url)

    mentor = visit("mona@example.com", **FREE).go("/notifications")
    with mentor.expect_websocket():  # from then on the page hears of changes
        mentor.get_by_role("button", name="Nora Newcomer practised and waits for your remark").click()
    expect(mentor.get_by_text("I would try another channel.")).to_be_visible()
    no_barrier(mentor)
    page.get_by_text("Write it again").click()
    page.get_by_label("Your answer", exact=True).fill("I would try **channel** 36.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(mentor.get_by_text("I would try channel 36.")).to_be_visible()
    expect(mentor.get_by_text("What changed after comparing")).to_be_visible()
    mentor.get_by_role("button", name="Send the remark").click()
    expect(mentor.get_by_role("alert")).to_be_visible()
    mentor.get_by_label("Your remark").fill("Say which channel, and where one sets it.")
    mentor.get_by_label("Not yet").check()
    mentor.get_by_role("button", name="Send the remark").click()
    expect(mentor.get_by_role("button", name="Take it back")).to_be_visible()
    mentor.goto(novice.hive.url + "/practice/reviews")
    expect(mentor.get_by_role("heading", level=1, name="Practice to remark on")).to_be_visible()
    expect(mentor.get_by_role("link", name=SOLVED)).to_have_count(0)
    no_barrier(mentor)

    page.goto(novice.hive.url + "/notifications")
    page.get_by_role("button", name="Mona Mentor remarked on your practice: not yet").click()
    page.wait_for_url(novice.hive.url + practice)
    expect(page.get_by_text("Say which channel, and where one sets it.")).to_be_visible()
    page.goto(novice.hive.url + "/learn")
    expect(page.get_by_text("1 practised, 1 remarked on, 0 found ready")).to_be_visible()

    assert visit("erik@example.com").page.request.get(novice.hive.url + practice).status == 404


def no_barrier(page: Page) -> None:
    """Neither for axe nor for a narrow screen."""
    page.evaluate(AXE.read_text())
    assert page.evaluate(AUDIT) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(AUDIT) == []
    assert page.evaluate(SIDEWAYS) <= 0
    page.set_viewport_size({"width": 1280, "height": 900})
