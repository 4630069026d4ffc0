"""From a problem on the contact page to what an analyst hands on: solved by reading, a case, a report."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
TITLE = "Why does the doorbell camera whistle at dusk?"


@pytest.fixture(scope="module")
def known(hive: Hive, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A question of its own with an answer, that can be found; its address."""
    answer = {"body": "Turn night vision to automatic.", "author": "sam", "created_at": "2026-01-05T10:00:00Z"}
    row = {
        "external_id": "doorbell-1", "title": TITLE, "body": "Every evening.", "author": "jimbo",
        "created_at": "2026-01-04T18:00:00Z", "answers": [{"external_id": "doorbell-1-a", **answer}],
    }  # fmt: skip
    file = tmp_path_factory.mktemp("known") / "questions.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    said = hive.flask("import", "questions", str(file), "--space", "help")
    found = rows(hive, "SELECT id FROM question WHERE external_id = 'doorbell-1'")
    assert found, said
    return f"/questions/{found[0][0]}"


def test_a_visitor_is_solved_by_reading_on_the_contact_page(hive: Hive, visit: Open, known: str) -> None:
    """What is typed brings up the answer; pressing that it solved it, and two answers, are all it takes."""
    page = _suggested(visit().go("/contact"))
    for place in ("/contact?q=doorbell+camera+whistle", "/questions/new?title=doorbell+camera+whistle"):
        page.goto(f"{hive.url}{place}")
        expect(page.locator("main").get_by_role("link", name=TITLE).first).to_be_visible()  # nobody has typed anything
    page.goto(f"{hive.url}/contact?q=doorbell+camera+whistle")
    page.get_by_role("button", name="This solved it").first.click()
    sees(page, "Glad that helped")
    for name in ("solved", "otherwise"):
        page.locator(f"input[name={name}][value=yes]").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(lambda url: "/insights/thanks" not in url)
    subject = known.replace("/questions/", "question:")
    said = f"SELECT solved, otherwise FROM resolution WHERE subject = '{subject}' AND replied_at IS NOT NULL"
    until(lambda: bool(rows(hive, said)))
    assert rows(hive, said) == [(1, 1)]


def test_who_still_needs_us_brings_along_what_they_read(hive: Hive, visit: Open, known: str) -> None:
    """The care team finds the message with the answer that did not help, on the case and on the log."""
    page = _suggested(visit().go("/contact"))
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"{hive.url}{known}/*")
    sees(page, "Turn night vision to automatic.")
    page.goto(f"{hive.url}/contact")
    page.locator("input[name=title]").fill("It still whistles")
    page.locator("textarea[name=body]").fill("Night vision is on automatic already.")
    page.locator("input[name=email]").fill("dusk@example.com")
    page.get_by_role("button", name="Send to the care team").click()
    sees(page, "Your message is with us")
    care = visit("cara@example.com").go("/contact/cases")
    care.get_by_role("link", name="It still whistles").click()
    sees(care, "Read before writing")
    expect(care.locator("main").get_by_role("link", name=TITLE)).to_be_visible()
    until(lambda: bool(rows(hive, f"SELECT id FROM interaction WHERE kind = 'read' AND summary = '{TITLE}'")))


def test_who_says_no_is_not_counted(hive: Hive, visit: Open) -> None:
    """One button, and no cookie names the visit any more."""
    page = visit().go("/contact")
    page.get_by_role("link", name="More, and how to say no").click()
    page.get_by_role("button", name="Do not count my visits").click()
    page.get_by_role("button", name="Count my visits again").wait_for()
    page.wait_for_load_state("networkidle")
    page.goto(f"{hive.url}/contact")
    assert "journey" not in {cookie["name"] for cookie in page.context.cookies()}


def test_an_analyst_reads_drills_down_exports_prints_and_subscribes(
    hive: Hive, visit: Open, known: str, tmp_path: Path
) -> None:
    """The verdict in plain words, the rows behind it, files, a page for paper, and the report by mail."""
    page = visit("anna@example.com").go("/insights/deflection?days=28")
    for words in ("We cannot say yet what the board spares us.", "What others would claim", "7,033 of 11,725"):
        sees(page, re.compile(re.escape(words)))
    expect(page.locator(".uplot canvas").first).to_be_visible()
    page.locator("#guard a[href*='what=read']").first.click()
    sees(page, "Journeys, oldest first")
    page.goto(f"{hive.url}/insights/report")
    with page.expect_download() as sheet:
        page.get_by_role("link", name="XLSX").click()
    sheet.value.save_as(tmp_path / "report.xlsx")
    assert "xl/workbook.xml" in zipfile.ZipFile(tmp_path / "report.xlsx").namelist()
    _prints(page, tmp_path / "report.pdf")
    page.get_by_role("button", name="Send me every month").click()
    page.get_by_role("button", name="Monthly: send no more").click()
    expect(page.get_by_role("button", name="Send me every month")).to_be_visible()


def test_one_goes_along_a_chart_by_keyboard_to_what_lies_behind(hive: Hive, visit: Open) -> None:
    """Arrows, Home and End say each point aloud, as its table has it; Enter opens the contacts of that week."""
    page = visit("anna@example.com").go("/insights/deflection?days=28")
    chart = page.locator("figure.chart", has=page.get_by_role("heading", name="Support contacts, by week"))
    plot, spoken = chart.get_by_role("img"), page.locator("#announcer")
    expect(plot).to_have_attribute("aria-label", re.compile("Arrow keys go along it, Enter opens"))
    weeks = [f"{week}, Contacts {number}" for week, number in _told(chart)]
    assert len(weeks) == 4
    plot.focus()
    expect(plot).to_be_focused()
    keys = {"ArrowRight": 0, "End": 3, "ArrowLeft": 2, "Home": 0}
    for key, place in [*keys.items(), ("ArrowRight", 1), ("End", 3), ("ArrowRight", 3), ("Home", 0)]:
        page.keyboard.press(key)
        expect(spoken).to_have_text(weeks[place])
    behind = chart.locator(".chart-table tbody a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{hive.url}{behind}")
    sees(page, re.compile("support contacts?$"))


def _told(chart: Locator) -> list[list[str]]:
    """The cells of a chart's table, row by row."""
    chart.locator("summary").click()
    return [row.locator("th, td").all_inner_texts() for row in chart.locator(".chart-table tbody tr").all()]


def _suggested(page: Page) -> Page:
    """The answer has come up beneath what was typed; the index may still have to take it in."""
    field, found = page.locator("input[name=title]"), page.get_by_role("link", name=TITLE)
    for _try in range(40):
        field.fill("")
        field.press_sequentially("doorbell camera whistle at dusk")
        try:
            found.first.wait_for(timeout=1_500)
        except Error:  # not in the index yet
            continue
        return page
    raise AssertionError("the answer did not come up")


def _prints(page: Page, file: Path) -> None:
    """On paper stands the page alone, in the light scheme."""
    page.emulate_media(media="print", color_scheme="dark")
    for frame in (".bar", ".rail", "#mail"):
        expect(page.locator(frame)).to_be_hidden()
    expect(page.locator(".table").first).to_be_visible()
    ink = page.evaluate("getComputedStyle(document.body).color")
    page.pdf(path=file, format="A4")
    page.emulate_media(media="screen", color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).color") == ink
    assert file.read_bytes().startswith(b"%PDF")
