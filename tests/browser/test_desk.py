"""The desk in a browser: the queue and its order, claims, handing over, putting aside, and views that are kept."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Hive, Visit
from tests.browser.test_together import ask, at_desk

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]


def titles(page: Page) -> list[str]:
    return page.locator("#queue-pane li[id^=waits-] b").all_inner_texts()


def later(hive: Hive, *words: str) -> None:
    command = [sys.executable, "-m", *words]
    subprocess.run(command, cwd=ROOT, env=hive.environ, check=True, stdout=subprocess.DEVNULL)


def ends(page: Page) -> datetime:
    """When the claim on the question at hand ends, as the page says."""
    moment = page.locator("article.pane .notice time").first.get_attribute("datetime")
    assert moment
    return datetime.fromisoformat(moment)


def is_near(moment: datetime, minutes: int) -> bool:
    return abs(moment - datetime.now(UTC) - timedelta(minutes=minutes)) < timedelta(minutes=2)


def test_own_claims_come_first_filters_narrow_and_j_and_k_walk_two_panes(visit: Open) -> None:
    ask(visit, "Which lamp shines on the shelf")
    mine = ask(visit, "Which lamp shines on the stairs")
    page = at_desk(visit, "sue", mine)
    page.locator("#queue").click()
    page.keyboard.press("c")
    expect(page.get_by_text("Your claim ends")).to_be_visible()
    page.goto(page.url.split("?")[0])
    assert titles(page)[0] == "Which lamp shines on the stairs"
    assert "Which lamp shines on the shelf" in titles(page)

    page.locator("#queue-pane summary", has_text="All").click()
    page.get_by_role("link", name="Mine", exact=True).click()
    page.wait_for_url("**show=mine")
    assert titles(page) == ["Which lamp shines on the stairs"]
    page.locator("#queue-pane summary", has_text="Mine").click()
    page.get_by_role("link", name="Nobody on it").click()
    page.wait_for_url("**show=free")
    shown = titles(page)
    assert "Which lamp shines on the stairs" not in shown
    assert len(shown) >= 2

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#queue-pane li[id^=waits-]").nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#at-hand")).to_have_text(shown[1])
    assert "show=free" in page.url, "the queue stays as it was beside the question"
    assert titles(page) == shown
    left, right = page.locator("#queue-pane").bounding_box(), page.locator("article.pane").bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"] + 1, "two panes stand side by side"
    page.goto(page.url.split("/desk")[0] + f"/desk?question={mine}")
    page.get_by_role("button", name="Release").click()


def test_a_claim_lasts_thirty_minutes_is_seen_at_once_and_typing_extends_it(visit: Open, hive: Hive) -> None:
    number = ask(visit, "Which key opens the meter box")
    later(hive, "tests.browser.earlier", number, "sue", "20")
    sue, sam = at_desk(visit, "sue", number), at_desk(visit, "sam", number)
    expect(sam.get_by_text("Sue Specialist is answering", exact=True)).to_be_visible()
    assert is_near(ends(sue), 10)
    with sue.expect_response("**/claim/extension*") as extended:
        sue.get_by_role("textbox", name="Your answer").press_sequentially("The small one")
    assert extended.value.status == 204
    sue.reload()
    assert is_near(ends(sue), 30)
    sue.get_by_role("button", name="Release").click()
    expect(sam.get_by_role("button", name="I am answering this")).to_be_visible()
    sam.get_by_role("button", name="I am answering this").click()
    expect(sam.get_by_text("Your claim ends")).to_be_visible()
    assert is_near(ends(sam), 30)
    expect(sue.get_by_text("Sam Specialist is answering", exact=True)).to_be_visible()
    expect(sue.locator(f"#waits-{number}").get_by_text("Sam Specialist")).to_be_visible()
    sam.get_by_role("button", name="Release").click()


def test_a_question_is_handed_to_a_colleague_with_a_note(visit: Open) -> None:
    number = ask(visit, "Where is the parcel with the new hub")
    sue, sam = at_desk(visit, "sue", number), at_desk(visit, "sam", number)
    customer = visit("carla@example.com").go(f"/questions/{number}")
    sue.locator("#queue").click()
    sue.keyboard.press("h")
    sue.get_by_label("To whom?").fill("@sam")
    sue.get_by_label("Where does it stand?").fill("The carrier wants the number on the label.")
    sue.get_by_role("button", name="Hand over", exact=True).click()
    expect(sue.get_by_text("Sam Specialist has it now, and was told.")).to_be_visible()
    expect(sam.get_by_text("Your claim ends")).to_be_visible()
    expect(sam.locator("#notes").get_by_text("The carrier wants the number on the label.")).to_be_visible()
    expect(sam.locator(f"#waits-{number}").get_by_text("yours")).to_be_visible()
    assert sam.evaluate("window.opened") == "once", "it came without a reload"
    assert "carrier" not in customer.content()
    told = sam.context.new_page()
    told.goto(sam.url.split("/desk")[0] + "/notifications")
    expect(told.get_by_text("Where is the parcel with the new hub").first).to_be_visible()
    sam.get_by_role("button", name="Release").click()


def test_what_is_put_aside_comes_back_when_something_happens(visit: Open) -> None:
    number = ask(visit, "Why does the doorbell ring twice")
    sue, sam = at_desk(visit, "sue", number), at_desk(visit, "sam", number)
    sue.locator("#queue").click()
    sue.keyboard.press("z")
    left = "(element) => element.getBoundingClientRect().left"
    menu = sue.locator(".board-putting .menu")
    assert menu.evaluate(left) >= sue.locator("article.pane").evaluate(left), "the menu is cut off by its pane"
    sue.get_by_role("button", name="Until tomorrow").click()
    expect(sue.get_by_text("Put aside. It comes back by itself.")).to_be_visible()
    expect(sue.locator(f"#waits-{number}")).to_have_count(0)
    sue.goto(sue.url.split("/desk")[0] + "/desk?show=snoozed")
    expect(sue.locator(f"#waits-{number}")).to_be_visible()
    expect(sam.locator(f"#waits-{number}")).to_be_visible()
    sue.goto(sue.url.split("/desk")[0] + "/desk")
    expect(sue.locator(f"#waits-{number}")).to_have_count(0)

    customer = visit("carla@example.com").go(f"/questions/{number}")
    customer.locator("#question summary", has_text="Comment").first.click()
    customer.get_by_label("Your comment").first.fill("Now it rings three times.")
    customer.get_by_role("button", name="Post comment").first.click()
    expect(customer.get_by_text("Now it rings three times.").first).to_be_visible()
    sue.reload()
    expect(sue.locator(f"#waits-{number}")).to_be_visible()


def test_a_view_is_named_opens_the_desk_and_is_dropped(visit: Open) -> None:
    number = ask(visit, "What does the blue light say")
    page = at_desk(visit, "mona", number)
    desk = page.url.split("?")[0]
    page.goto(f"{desk}?show=private")
    page.locator("summary", has_text="Keep as a view").click()
    page.get_by_label("Name of the view").fill("Private ones")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept among your views.")).to_be_visible()
    views = page.get_by_role("navigation", name="Your views")
    expect(views.get_by_role("link", name="Private ones")).to_have_attribute("aria-current", "page")
    views.get_by_role("link", name="All", exact=True).click()
    expect(page.locator(f"#waits-{number}")).to_be_visible()
    page.goto(f"{desk}?show=free")
    page.locator("summary", has_text="Keep as a view").click()
    page.get_by_label("Name of the view").fill("PRIVATE ONES")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have a view “PRIVATE ONES” already.")).to_be_visible()
    page.get_by_label("Name of the view").fill("Nobody yet")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept among your views.")).to_be_visible()

    page.get_by_role("link", name="Arrange your views").click()
    page.get_by_role("button", name="Move “Nobody yet” up").click()
    expect(page.locator(".board-views input[name=name]").first).to_have_value("Nobody yet")
    page.get_by_label("Name of the view “Private ones”").fill("Private")
    page.locator(".board-views li", has=page.get_by_label("“Private ones”")).get_by_role(
        "button", name="Rename"
    ).click()
    row = page.locator(".board-views li", has=page.get_by_label("Name of the view “Private”", exact=True))
    row.get_by_role("button", name="Open the desk with it").click()
    expect(page.get_by_text("opens the desk")).to_be_visible()
    page.goto(desk)
    other_private = page.get_by_role("link", name=re.compile("Private waiting"))  # another journey may have asked one
    expect(page.get_by_text("Nothing like this waits").or_(other_private).first).to_be_visible()
    assert [link.inner_text() for link in views.get_by_role("link").all()][:3] == ["All", "Nobody yet", "Private"]
    page.get_by_role("link", name="Arrange your views").click()
    for name in ("Private", "Nobody yet"):
        page.get_by_role("button", name=f"Drop “{name}”", exact=True).click()
        expect(page.get_by_role("button", name=f"Drop “{name}”", exact=True)).to_have_count(0)
    expect(page.get_by_text("No views yet")).to_be_visible()
    page.goto(desk)
    expect(page.locator(f"#waits-{number}")).to_be_visible()


def test_a_view_is_kept_and_dropped_without_script(visit: Open) -> None:
    page = visit("erik@example.com", java_script_enabled=False).go("/desk?show=due")
    page.locator("summary", has_text="Keep as a view").click()
    page.get_by_label("Name of the view").fill("Late")
    page.get_by_role("button", name="Keep", exact=True).click()
    assert re.search(r"/desk\?view=\d+$", page.url)
    page.get_by_role("link", name="Arrange your views").click()
    page.get_by_role("button", name="Drop “Late”").click()
    expect(page.get_by_text("No views yet")).to_be_visible()
