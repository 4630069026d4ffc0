"""Held, changed, decided, appealed, decided otherwise, undone; and a rule from its first word to its end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.judged import PAST, QUESTION, SLUG
from tests.browser.test_story import until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "Open the lid at once, it is quick.", "Wait until it shows forty degrees."


@pytest.fixture(scope="module")
def question(hive: Hive) -> str:
    """The address of the question; the space and its people are made once."""
    command = [sys.executable, "-m", "tests.browser.judged"]
    made = subprocess.run(command, cwd=ROOT, env=hive.environ, check=True, capture_output=True, text=True)
    return f"/questions/{made.stdout.split()[-1]}"


def test_a_newcomers_answer_is_held_changed_decided_appealed_and_decided_otherwise(visit: Open, question: str) -> None:
    """Nova writes, Juno hides, Orla thinks otherwise and then again; a stranger reads what stands, nothing else."""
    nova, juno, orla, stranger = (visit(f"{who}@example.com" if who else "") for who in ("nova", "juno", "orla", ""))
    mine = waits(nova, question)
    reads(stranger, question, None)
    changes(nova)
    reads(stranger, question, None)

    bench = juno.go(f"/moderation?space={SLUG}&kind=answer")
    expect(bench.locator(".at-issue").last).to_contain_text(SECOND)
    assert FIRST not in bench.content()
    case = (bench.locator(".queue a[aria-current=true]").get_attribute("href") or "").partition("?")[0]
    decide(bench, "Hide", "Forty degrees is a guess.")
    reads(stranger, question, None)
    heard(nova, "Forty degrees is a guess.")
    assert nova.page.url.endswith(mine)
    appeals(nova)

    expect(juno.go(case).get_by_text("You decided this. Somebody else answers the appeal.")).to_be_visible()
    expect(bench.get_by_role("button", name="Answer", exact=True)).to_have_count(0)
    thinks_otherwise(orla)
    reads(stranger, question, SECOND)
    heard(nova, "It does, on page 12.")
    expect(nova.page.get_by_text("Somebody else looked: the decision is taken back")).to_be_visible()

    orla.go(case).get_by_role("button", name="Take it back").click()
    expect(orla.page.get_by_text("Taken back. Everything is as it was before.")).to_be_visible()
    reads(stranger, question, None)
    heard(nova, "A moderator took back a decision about what you posted")
    expect(nova.page.get_by_text("It waits for a moderator")).to_be_visible()
    expect(nova.page.get_by_text("Taken back: Approve")).to_be_visible()
    for closed in (mine, case):
        stranger.go(closed).wait_for_url("**/sign-in**")
    decide(orla.go(case), "Approve", "")
    reads(stranger, question, SECOND)


def test_a_rule_is_written_tried_switched_on_holds_and_is_switched_off(visit: Open, question: str) -> None:
    """Ruth tries it on what was asked before, and sees which lines; while it is on, what Clay asks waits."""
    ruth, clay, stranger = visit("ruth@example.com"), visit("clay@example.com"), visit()
    page = ruth.go("/moderation/rules")
    page.get_by_role("link", name="Write a rule").click()
    page.get_by_label("Name", exact=True).fill("Glowglaze is not ours")
    page.get_by_label("Words, patterns, names or hosts, one a line").fill("glowglaze")
    page.get_by_label("Hold for a moderator").check()
    page.get_by_label("Space", exact=True).select_option(label="Kiln room")
    page.get_by_role("button", name="Try on past texts").click()
    tried = page.locator(".screening-past")
    expect(tried).to_contain_text("2 found")
    for title in PAST[:2]:
        expect(tried.get_by_role("link", name=title)).to_be_visible()
    expect(tried.get_by_role("link", name=PAST[2])).to_have_count(0)
    expect(tried.locator("mark").first).to_have_text("Glowglaze")

    # Tried, not kept: nothing is held by it, before it is saved and before it is switched on.
    assert asks(clay, "Glowglaze at 900 degrees?", stranger) is True
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Glowglaze is not ours")).to_be_visible()
    assert asks(clay, "Glowglaze at 950 degrees?", stranger) is True
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("The rule is on.")).to_be_visible()
    assert asks(clay, "Glowglaze at 1000 degrees?", stranger) is False
    expect(clay.page.get_by_text("A moderator looks at this first")).to_be_visible()
    bench = visit("juno@example.com").go(f"/moderation?space={SLUG}&kind=question")
    expect(bench.locator("#at-hand")).to_have_text("Glowglaze at 1000 degrees?")
    expect(bench.get_by_text("Held by the rule Glowglaze is not ours")).to_be_visible()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("The rule is off. What it held stays held.")).to_be_visible()
    assert asks(clay, "Glowglaze at 1050 degrees?", stranger) is True
    assert "1000 degrees" not in stranger.go(f"/spaces/{SLUG}").content()


def waits(novice: Visit, question: str) -> str:
    """The newcomer answers, sees that it is held and is told; the address of their side of the case."""
    page = novice.go(question)
    page.get_by_role("textbox", name="Your answer").fill(FIRST)
    page.get_by_role("button", name="Post answer").click()
    expect(page.locator("article.answer", has_text=FIRST)).to_contain_text("Held for a moderator")
    heard(novice, "waits for a moderator; others do not see it yet")
    expect(page.get_by_text("A rule held it back: First steps in the kiln room")).to_be_visible()
    return page.url.removeprefix(novice.hive.url)


def changes(novice: Visit) -> None:
    """From there they write it anew while it waits."""
    page = novice.page
    page.get_by_role("link", name="Change it").click()
    page.locator("textarea[name=body]").fill(SECOND)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("article.answer", has_text=SECOND)).to_contain_text("Held for a moderator")


def appeals(author: Visit) -> None:
    """Once, from the page that says what was decided."""
    page = author.page
    page.get_by_label("Why should somebody else look?").fill("It stands in the manual.")
    page.get_by_role("button", name="Appeal", exact=True).click()
    expect(page.get_by_text("Somebody else than who decided will look").first).to_be_visible()
    expect(page.get_by_role("button", name="Appeal", exact=True)).to_have_count(0)


def thinks_otherwise(other: Visit) -> None:
    """The appeal is offered to the other moderator, who takes the decision back."""
    page = other.go(f"/moderation?space={SLUG}&source=appeal")
    expect(page.get_by_text("It stands in the manual.")).to_be_visible()
    page.get_by_label("is taken back").check()
    page.get_by_role("textbox", name="What the author reads").fill("It does, on page 12.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Answered. The author will be told.")).to_be_visible()


def reads(stranger: Visit, question: str, words: str | None) -> None:
    """What a stranger finds beneath the question, as a page and as a program; nowhere anything else of it."""
    for address in (question, f"/api/v1{question}"):
        told = stranger.page.request.get(stranger.hive.url + address).text()
        assert QUESTION in told
        for said in (FIRST, SECOND):
            assert (said in told) is (said == words), f"{said} at {address}"


def asks(customer: Visit, title: str, stranger: Visit) -> bool:
    """Ask in the kiln room; whether a stranger may read it."""
    page = customer.go(f"/questions/new?space={SLUG}")
    page.get_by_label("Your question in one line").fill(title)
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url("**/questions/*/*")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return stranger.page.request.get(page.url).status == 200


def decide(bench: Page, action: str, words: str) -> None:
    """Decide the case at hand."""
    bench.get_by_role("radio", name=action, exact=True).check()
    bench.get_by_label("What the author reads").fill(words)
    bench.get_by_role("button", name="Decide", exact=True).click()
    expect(bench.get_by_text("Decided. The author will be told.")).to_be_visible()


def heard(person: Visit, words: str) -> None:
    """They are told so, and go where it leads."""
    told = f"{person.hive.url}/notifications"
    until(lambda: words in person.page.request.get(told).text())
    person.go("/notifications").get_by_role("button", name=words).first.click()
    person.page.wait_for_url("**/cases/*")
