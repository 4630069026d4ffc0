"""Deciding: a card is dragged into a gated stage, the gate is waived by name, voters are told; all by keyboard too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
TITLES = ("Print the bill in large type", "Say which shop has the part", "Call back at a time I choose")
BOARD = "/shortlist?challenge=fewer-trips"


def test_a_card_is_dragged_to_a_gate_and_let_through_by_name(hive: Hive, visit: Open, tmp_path: Path) -> None:
    author, voter = visit("carla@example.com"), visit("colin@example.com")
    for title in TITLES:
        page = author.go("/ideas/new?challenge=fewer-trips")
        page.locator("input[name=title]").fill(title)
        page.locator("textarea[name=body]").fill("It would spare me a trip.")
        page.get_by_role("button", name="Submit idea").click()
        sees(page, title)
    ids = [rows(hive, f"SELECT id FROM idea WHERE title = '{title}'")[0][0] for title in TITLES]
    page = voter.go(f"/ideas/{ids[0]}/x")
    page.locator("#main .vote").click()
    expect(page.locator("#main .vote")).to_have_attribute("aria-pressed", "true")
    team = visit("ines@example.com")
    _gate(team.go("/challenges/fewer-trips/gates"))
    until(lambda: rows(hive, f"SELECT vote_count FROM idea WHERE id = {ids[0]}") == [(1,)])
    page = team.go(BOARD)
    page.wait_for_load_state("networkidle")  # the vote may bring the board up to date once more
    page.locator(f"#card-{ids[0]}").drag_to(page.locator("[data-to='stage=approved']"))
    dialog = page.locator("#move-dialog")
    expect(dialog.get_by_text("At least 99 people voted for it").first).to_be_visible()
    assert rows(hive, f"SELECT stage FROM idea WHERE id = {ids[0]}") == [("submitted",)]
    expect(dialog.locator("input[name^='waive.']")).to_be_focused()
    dialog.locator("textarea[name=reason]").fill("The printer can do it.")
    dialog.get_by_role("button", name=re.compile("Move to")).click()
    expect(dialog.get_by_text("The gate is shut")).to_be_visible()
    dialog.locator("input[name^='waive.']").fill("It costs nothing.")
    dialog.get_by_role("button", name=re.compile("Move to")).click()
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-to='stage=approved']").locator(f"#card-{ids[0]}")).to_be_visible()
    assert "is now Approved" in hive.mail_to("colin@example.com", saying="The printer can do it.")
    sees(voter.go(f"/ideas/{ids[0]}/x"), "It costs nothing.")
    _respond(team.go(f"/ideas/{ids[0]}/x"))
    sees(visit().go(f"/ideas/{ids[0]}/x"), "From May on every bill can be had in large type.")
    _by_keyboard(team.go(BOARD), hive, ids)
    page.goto(f"{hive.url}{BOARD}&view=table")
    page.wait_for_load_state("networkidle")  # a menu that is opened while the board comes up to date may close again
    page.get_by_text("Download").click()
    expect(page.get_by_role("link", name="CSV")).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV").press("Enter")
    waited.value.save_as(tmp_path / "shortlist.csv")
    told = list(csv.DictReader(io.StringIO((tmp_path / "shortlist.csv").read_text("utf-8-sig"), newline="")))
    assert {TITLES[0]: "Approved"}.items() <= {row["title"]: row["stage"] for row in told}.items()


def _gate(page: Page) -> None:
    stage = page.locator("#stage-approved")
    stage.get_by_text("Add a criterion").click()
    stage.locator("select[name=type]").select_option("votes")
    stage.locator("input[name=least]").fill("99")
    stage.get_by_role("button", name="Add the criterion").click()
    expect(stage.get_by_text("At least 99 people voted for it")).to_be_visible()


def _respond(page: Page) -> None:
    page.get_by_text("Respond officially").click()
    page.locator("form[action*='/response'] textarea").fill("From May on every bill can be had in large type.")
    page.get_by_role("button", name="Publish the response").click()
    expect(page.get_by_text("Official response").first).to_be_visible()


def _by_keyboard(page: Page, hive: Hive, ids: list[int]) -> None:
    """Choose three, compare them and decide from there; then move one on the board, without the mouse."""
    for number in ids:
        page.locator(f"#card-{number}").focus()
        page.keyboard.press("x")
    page.keyboard.press("c")
    page.wait_for_url(lambda url: "/shortlist/compare" in url)
    for title in TITLES:
        sees(page, title)
    page.locator(f"a[href^='/ideas/{ids[2]}/moves/new']").press("Enter")
    page.get_by_label("To", exact=True).select_option("in_review")
    page.wait_for_url("**/moves/new?*stage=in_review*")
    page.get_by_label("Reason").fill("The shops would like it.")
    page.get_by_role("button", name="Move to “In review”").press("Enter")
    page.wait_for_url("**/shortlist/compare?*")
    sees(page, "In review")
    page.goto(hive.url + BOARD)
    page.locator(f"#card-{ids[1]}").focus()
    page.keyboard.press("m")
    box = page.locator("#move-dialog textarea[name=reason]")
    expect(box).to_be_focused()
    box.press_sequentially("Ask the experts.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#move-dialog")).to_be_hidden()
    assert rows(hive, f"SELECT kind FROM idea WHERE id = {ids[1]}") == [("review",)]
