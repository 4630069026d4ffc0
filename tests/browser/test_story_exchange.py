"""The rest of the story: an idea with a return, abuse dealt with, Jimbo and his name, figures that stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
IDEA = "Lend a spare hub while mine is repaired"
DAY = timedelta(days=1)


def test_an_idea_becomes_a_product_with_a_return(hive: Hive, visit: Open) -> None:
    """Step 6: submitted, voted, reviewed with a conflict declared, shortlisted, launched, with a return."""
    author = visit("carla@example.com")
    page = author.go("/ideas/new?challenge=fewer-trips")
    page.locator("input[name=title]").fill(IDEA)
    page.locator("textarea[name=body]").fill("A drawer of tested returns in each shop would do.")
    page.get_by_role("button", name="Submit idea").click()
    sees(page, IDEA)
    idea_id = rows(hive, f"SELECT id FROM idea WHERE title = '{IDEA}'")[0][0]
    address = f"/ideas/{idea_id}/idea"
    for voter in ("colin@example.com", "erik@example.com"):
        _vote(hive, visit(voter).go(address), idea_id)
    team = visit("ines@example.com")
    _move(team.go(address), "Shortlisted", "It would save many a trip.")
    _review(visit("sam@example.com"), idea_id)
    colleague = visit("sue@example.com").go(f"/ideas/{idea_id}/review")
    colleague.locator("input[name=conflict]").fill("My team would run the drawer.")
    colleague.get_by_role("button", name="Declare a conflict").click()
    colleague.wait_for_url(lambda url: "/review" not in url or url.endswith("/reviews"))
    assert rows(hive, f"SELECT review_count FROM idea WHERE id = {idea_id}") == [(1,)]
    _move(team.go(address), "Launched", "In every shop from today.")
    _enter(team.go(address), "cost", "forecast", "20000")
    _enter(team.go(address), "cost", "realised", "10000")
    _enter(team.go(address), "benefit", "realised", "25000")
    story = visit().go(address)
    for words in ("In every shop from today.", "It would save many a trip.", "My team would run the drawer.", "150 %"):
        sees(story, words)
    told = hive.mail_to("colin@example.com", saying="Launched")
    assert "In every shop from today." in told
    insights = visit("anna@example.com").go("/insights/return")
    sees(insights, IDEA)
    sees(insights, "150 %")


def test_abuse_is_held_decided_told_and_restored(hive: Hive, visit: Open) -> None:
    """Step 7: a rule holds a question, a reader flags another, decisions carry reasons, an undo restores."""
    page = visit("colin@example.com").go("/questions/new")
    page.locator("input[name=title]").fill("Which moron designed the new bill?")
    page.locator("textarea[name=body]").fill("Page two makes no sense.")
    page.get_by_role("button", name="Post question").click()
    held = "SELECT hold FROM question WHERE title LIKE 'Which moron%'"
    until(lambda: rows(hive, held) == [("held",)])
    assert "moron" not in visit().go("/questions").content()
    flagger = visit("erik@example.com")
    question_id = rows(hive, "SELECT id FROM question WHERE title LIKE 'Why does the Wi-Fi%'")[0][0]
    form = flagger.go(f"/flags/new?subject=question:{question_id}")
    form.get_by_role("radio").last.check()
    form.get_by_role("button", name="Report").click()
    form.wait_for_url(lambda url: "/flags/" not in url)
    rude = rows(hive, "SELECT id FROM question WHERE title LIKE 'Which moron%'")[0][0]
    waiting = "SELECT id FROM moderation_case WHERE state = 'open' AND subject = 'question:{}'"
    until(lambda: all(rows(hive, waiting.format(number)) for number in (rude, question_id)))
    moderator = visit("max@example.com")
    case_id = rows(hive, waiting.format(rude))[0][0]
    _decide(moderator.go(f"/moderation/cases/{case_id}"), "approve", "Rude about the bill, not about a person.")
    until(lambda: rows(hive, held) == [("shown",)])
    assert "Which moron" in hive.mail_to("colin@example.com", saying="waits for a moderator")
    assert "Which moron" in hive.mail_to("colin@example.com", saying="Rude about the bill")
    case = moderator.go(f"/moderation/cases/{case_id}")
    case.get_by_role("button", name=re.compile("Take it back|Undo")).first.click()
    until(lambda: rows(hive, held) == [("held",)])


def test_jimbo_gets_his_name_and_loses_it_again(hive: Hive, visit: Open, tmp_path: Path) -> None:
    """Step 8: questions asked long before anybody knew him stand on the contact's log, at their own dates."""
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("external_id,name,email\nC-204711,Mr Jim Davies,jim.davies@example.net\n", encoding="utf-8")
    assert "1 added" in hive.flask("contacts", "import", str(contacts))
    contact_id = rows(hive, "SELECT id FROM contact WHERE external_id = 'C-204711'")[0][0]
    page = visit("cara@example.com").go("/crm/identities/jimbo?q=Davies")
    page.get_by_role("radio").first.check()
    page.locator("textarea[name=evidence]").fill("Gave this handle on the call of 3 November.")
    page.get_by_role("button", name="Tie to this contact").click()
    sees(page, "How do I turn the hub")
    sees(page, "Can I keep my number when I move?")
    asked = [datetime.now(UTC) - days * DAY for days in (40, 12)]
    for moment in asked:
        expect(page.locator(f"main time[datetime^='{moment:%Y-%m-%d}']").first).to_be_attached()
    page.get_by_role("button", name="Untie").first.click()
    page.locator("dialog[open] button").last.click()
    until(lambda: rows(hive, "SELECT contact_id FROM identity WHERE value = 'jimbo'") == [(None,)])
    assert "turn the hub" not in page.goto(f"{hive.url}/crm/contacts/{contact_id}").text()
    actions = "SELECT action FROM audit_entry WHERE action LIKE 'crm.identity_%linked' ORDER BY id DESC LIMIT 2"
    assert rows(hive, actions) == [("crm.identity_unlinked",), ("crm.identity_linked",)]
    assert "unbroken" in hive.flask("audit", "verify")


def test_deflection_says_what_it_knows_and_what_is_missing(hive: Hive, visit: Open, tmp_path: Path) -> None:
    """Step 9: support contacts come in, and the four measures stand side by side."""
    file = tmp_path / "support.csv"
    yesterday = (datetime.now(UTC) - DAY).isoformat()
    file.write_text(
        f"contact,handle,at,channel,reason,minutes\n,carla,{yesterday},call,Bill,9\n,colin,{yesterday},chat,Wi-Fi,4\n",
        encoding="utf-8",
    )
    assert "2 added" in hive.flask("support-contacts", "import", str(file))
    page = visit("anna@example.com").go("/insights/deflection")
    for measure in ("Self-service score", "Stated", "Observed", "Causal"):
        sees(page, measure)


def _vote(hive: Hive, page: Page, idea_id: object) -> None:
    before = rows(hive, f"SELECT vote_count FROM idea WHERE id = {idea_id}")[0][0]
    page.locator("main .vote").first.click()
    until(lambda: rows(hive, f"SELECT vote_count FROM idea WHERE id = {idea_id}")[0][0] == int(str(before)) + 1)


def _move(page: Page, stage: str, reason: str) -> None:
    page.get_by_text("Move to another stage").click()
    page.locator("select[name=stage]").select_option(label=stage)
    page.locator("textarea[name=reason]").fill(reason)
    page.get_by_role("button", name="Move", exact=True).click()
    sees(page, reason)


def _review(visitor: Visit, idea_id: object) -> None:
    page = visitor.go(f"/ideas/{idea_id}/review")
    for criterion in page.locator("fieldset.ideas-criterion").all():
        criterion.locator("input[type=radio]").nth(3).check()
        criterion.locator("input.input").fill("It fits what we do.")
    page.get_by_role("button", name="File the review").click()
    until(lambda: rows(visitor.hive, f"SELECT review_count FROM idea WHERE id = {idea_id}") == [(1,)])


def _enter(page: Page, kind: str, basis: str, amount: str) -> None:
    page.get_by_text("Enter a cost or benefit").click()
    page.locator("select[name=kind]").select_option(kind)
    page.locator("select[name=basis]").select_option(basis)
    page.locator("input[name=amount]").fill(amount)
    page.locator("input[name=currency]").fill("GBP")
    page.locator("input[name=date]").fill("2026-11-01")
    page.locator("textarea[name=evidence]").fill(f"Sheet {kind} {basis} {amount}")
    page.get_by_role("button", name="Enter", exact=True).click()
    sees(page, f"Sheet {kind} {basis} {amount}")


def _decide(page: Page, action: str, reason: str) -> None:
    page.locator(f"input[name=action][value={action}]").check()
    page.locator("textarea[name=reason]").fill(reason)
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url(lambda url: "/cases/" not in url)
