"""From an approved idea to what it returned: project, pilot, launch, ledger, attestation by somebody else, report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees

pytestmark = [pytest.mark.browser, pytest.mark.long]
Open = Callable[..., Visit]
IDEA = "Text me when my parcel reaches the shop"
TODAY = datetime.now(UTC).date()


def test_an_idea_is_piloted_launched_and_counted(hive: Hive, visit: Open, tmp_path: Path) -> None:
    """What the team forecasts, the owner pilots and an analyst attests stands on the idea and in the report."""
    page = visit("colin@example.com").go("/ideas/new?challenge=quieter-nights")
    page.locator("input[name=title]").fill(IDEA)
    page.locator("textarea[name=body]").fill("I walked there twice for nothing.")
    page.get_by_role("button", name="Submit idea").click()
    sees(page, IDEA)
    number = rows(hive, f"SELECT id FROM idea WHERE title = '{IDEA}'")[0][0]
    address, team = f"/ideas/{number}/idea", visit("ines@example.com")
    _move(team.go(address), "Approved", "Cheap, and many asked for it.")
    team.page.get_by_role("link", name="Make a project of it").click()
    team.page.locator("input[name=owner]").fill("@erik")
    team.page.get_by_role("button", name="Make the project").click()
    sees(team.page, "asked to own it")
    project = team.page.url.removeprefix(hive.url)
    owner = visit("erik@example.com")
    owner.go(project).get_by_role("button", name="I will own it").click()
    owner.page.get_by_text("Plan the pilot").wait_for()
    _pilot(owner.page)
    _launch(owner.page)
    _move(team.go(address), "Launched", "In all shops.")
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("Two days of Erik", encoding="utf-8")
    _enter(owner.go(address), "benefit", "forecast", "saving", "800", evidence="Forecast of the shops")
    _enter(owner.go(address), "cost", "realised", "people", "400", evidence="Two days of Erik", file=receipt)
    _enter(owner.go(address), "benefit", "realised", "saving", "1000", evidence="Fewer wasted trips")
    assert owner.go(address).get_by_role("button", name="Attest", exact=True).count() == 0
    analyst = visit("anna@example.com").go(address)
    sees(analyst, "receipt.txt")
    for _line in range(2):
        analyst.get_by_role("button", name="Attest", exact=True).first.click()
        analyst.locator("#ledger").get_by_text("Anna Analyst").nth(_line).wait_for()
    for words in ("150 %", "Paid back"):
        sees(analyst, words)
    report = analyst.goto(f"{hive.url}/insights/return?challenge=quieter-nights")
    assert report is not None
    sees(analyst, IDEA)
    sees(analyst, "Brought and spent so far, by quarter")
    analyst.goto(f"{hive.url}/insights/funnel?challenge=quieter-nights")
    sees(analyst, "How far they came")
    analyst.locator("a[href*='kind=done&was=reached']").click()
    sees(analyst, IDEA)
    challenge = visit().go("/challenges/quieter-nights")
    sees(challenge, "What its ideas brought")


def _move(page: Page, stage: str, reason: str) -> None:
    page.get_by_text("Move to another stage").click()
    page.locator("select[name=stage]").select_option(label=stage)
    page.locator("textarea[name=reason]").first.fill(reason)
    page.get_by_role("button", name="Move", exact=True).click()
    sees(page, reason)


def _pilot(page: Page) -> None:
    page.get_by_text("Plan the pilot").click()
    plan = {"where": "Leeds", "start": str(TODAY - timedelta(days=20)), "end": str(TODAY - timedelta(days=5)),
            "metric": "Wasted trips a week", "baseline": "90", "target": "60"}  # fmt: skip
    for name, value in plan.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("textarea[name=success]").fill("A third fewer wasted trips.")
    page.get_by_role("button", name="Save the plan").click()
    sees(page, "A third fewer wasted trips.")
    page.get_by_text("Write down its result").click()
    page.locator("textarea[name=result]").fill("Fewer than hoped for.")
    page.locator("input[name=reached]").fill("52")
    page.get_by_role("button", name="Save the result").click()
    sees(page, "−38")


def _launch(page: Page) -> None:
    page.get_by_text("Set the launch").click()
    page.locator("input[name=on]").fill(str(TODAY - timedelta(days=3)))
    page.get_by_role("button", name="Save the day").click()
    page.locator(".row-title", has_text="Launch").wait_for()


def _enter(
    page: Page, kind: str, basis: str, category: str, amount: str, *, evidence: str, file: Path | None = None
) -> None:
    page.get_by_text("Enter a cost or benefit").click()
    for name, value in (("kind", kind), ("basis", basis), ("category", category)):
        page.locator(f"select[name={name}]").select_option(value)
    for name, value in (("amount", amount), ("currency", "GBP"), ("date", str(TODAY - timedelta(days=2)))):
        page.locator(f"input[name={name}]").fill(value)
    page.locator("textarea[name=evidence]").fill(evidence)
    if file:
        page.locator("input[type=file][name=files]").set_input_files(file)
    page.get_by_role("button", name="Enter", exact=True).click()
    sees(page, evidence)
