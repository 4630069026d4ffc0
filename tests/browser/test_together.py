"""Two colleagues on one question: who is here, claims and answers appear by themselves, and no text is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_story import until

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
AT_ITS_END = """() => {
  const pane = document.querySelector('article.pane');
  return pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 1;
}"""


def ask(visit: Open, title: str) -> str:
    """Carla asks; returns the number of her question."""
    page = visit("carla@example.com").go("/questions/new?title=" + title.replace(" ", "+"))
    page.get_by_role("button", name="Post question").click()
    page.wait_for_url(re.compile(r"/questions/\d+/"))
    return page.url.split("/questions/")[1].split("/")[0]


def at_desk(visit: Open, handle: str, number: str) -> Page:
    """Somebody's desk with the question at hand, marked so that a reload would show."""
    page = visit(f"{handle}@example.com").go(f"/desk?question={number}")
    page.evaluate("window.opened = 'once'")
    return page


def test_two_colleagues_never_overwrite_one_another(visit: Open) -> None:
    number = ask(visit, "Which cable goes into the white box")
    sue, sam = at_desk(visit, "sue", number), at_desk(visit, "sam", number)
    customer = visit("colin@example.com").go(f"/questions/{number}")
    expect(sam.get_by_text("Here now: Sue Specialist")).to_be_visible()
    expect(sue.get_by_text("Here now: Sam Specialist")).to_be_visible()

    sue.get_by_role("textbox", name="Your answer").press_sequentially("The thin")
    expect(sam.get_by_text("Sue Specialist is writing")).to_be_visible()
    expect(customer.get_by_text("Somebody from the team is writing.")).to_be_visible()
    assert "Erik" not in customer.locator("[data-live-target=here]").inner_text()
    expect(sam.get_by_text("Sue Specialist is writing")).to_be_hidden(timeout=15_000)

    sue.locator("#queue").click()
    sue.keyboard.press("c")
    expect(sam.get_by_text("Sue Specialist is answering")).to_be_visible()
    expect(customer.get_by_text("The claim ends")).to_be_visible()
    expect(customer.locator("[data-live-target=here]")).to_have_count(1)
    sue.get_by_role("button", name="Release").click()
    for page in (sue, sam):
        expect(page.get_by_role("button", name="I am answering this")).to_be_visible()

    mine = sam.get_by_role("textbox", name="Your answer")
    mine.fill("The thin one, and push until it clicks.")
    stands = mine.bounding_box()
    sue.get_by_role("textbox", name="Your answer").fill("The thin one.")
    sue.get_by_role("button", name="Post answer").click()
    expect(sue.get_by_text("Your answer is posted.")).to_be_visible()
    shown = sam.locator(".board-so-far").get_by_text("The thin one.", exact=True)
    expect(shown).to_be_visible()
    expect(sam.locator("#announcer")).to_have_text("Sue Specialist answered")
    expect(customer.locator("#answers").get_by_text("The thin one.", exact=True)).to_be_visible()
    assert sam.evaluate("window.opened") == "once", "it appeared without a reload"
    assert mine.input_value() == "The thin one, and push until it clicks."
    until(lambda: _stays(mine, stands) or sam.evaluate(AT_ITS_END))  # what somebody types stays where it is

    sam.get_by_role("button", name="Post answer").click()
    expect(sam.get_by_role("alert").get_by_text("Sue Specialist answered while you wrote")).to_be_visible()
    sam.get_by_role("button", name="Post anyway").click()
    expect(sam.get_by_text("Your answer is posted.")).to_be_visible()
    expect(sue.locator(".board-so-far").get_by_text("push until it clicks")).to_be_visible()


def test_from_the_desk_to_a_sent_answer_in_five_actions_by_keyboard(visit: Open) -> None:
    number = ask(visit, "How long does a repair take in the shop")
    page = at_desk(visit, "sue", number)
    page.locator("summary", has_text="Keep a reply").click()
    page.get_by_label("Name of the reply").fill("Repair time")
    page.get_by_label("Text of the reply").fill("Hello {{customer}}, it takes {{days}} days. {{me}}")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_label("Name of the reply").wait_for(state="hidden")
    page.get_by_label("Text of the reply").wait_for(state="hidden")

    actions = 0

    def act(deed: Callable[[], object]) -> None:
        nonlocal actions
        actions += 1
        deed()

    act(lambda: page.goto(f"{page.url.split('/desk')[0]}/desk?question={number}"))
    expect(page.get_by_role("button", name="Saved replies")).to_be_visible()
    page.locator("[data-composer-target=palette]").wait_for(state="attached")
    page.wait_for_function("document.querySelector('[data-composer-target=blanks]')")
    act(lambda: page.keyboard.press("s"))
    expect(page.get_by_role("option", name="Repair time")).to_be_visible()
    page.keyboard.type("repair")
    act(lambda: page.keyboard.press("Enter"))
    text = page.get_by_role("textbox", name="Your answer")
    expect(text).to_have_value("Hello Carla, it takes {{days}} days. Sue Specialist")
    assert page.evaluate("getSelection().toString()") == "{{days}}", "the open blank is what typing replaces"
    act(lambda: page.keyboard.type("three"))
    act(lambda: page.keyboard.press("Control+Enter"))
    expect(page.locator(".board-so-far").get_by_text("Hello Carla, it takes three days.")).to_be_visible()
    assert actions <= 5


def test_what_is_typed_while_another_deed_is_under_way_stays(visit: Open) -> None:
    """The page that comes back was told before, with the draft as it was then."""
    number = ask(visit, "Which light means that the router updates")
    page, held = at_desk(visit, "sue", number), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    text = page.get_by_role("textbox", name="Your answer")
    text.fill("The blue")
    expect(page.locator("[data-draft-target=status]").first).to_have_text("Draft saved.")
    page.route("**/claim*", hold)
    with page.expect_request("**/claim*"):
        page.get_by_role("button", name="I am answering this").click()
    text.fill("The blue one.")
    text.blur()
    held[0].continue_()
    expect(page.locator("main").get_by_text("Yours.")).to_be_visible()
    expect(text).to_have_value("The blue one.")
    page.unroute_all()
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_text("Your answer is posted.")).to_be_visible()
    expect(page.locator(".board-so-far").get_by_text("The blue one.")).to_be_visible()
    expect(text).to_have_value("")


def test_an_open_blank_is_said_and_tab_goes_to_it(visit: Open) -> None:
    number = ask(visit, "When does the engineer come on Friday")
    page = at_desk(visit, "sue", number)
    text = page.get_by_role("textbox", name="Your answer")
    text.fill("On {{day}} at {{hour}}.")
    expect(page.get_by_text("Still blank: {{day}}, {{hour}}")).to_be_visible()
    text.evaluate("area => area.setSelectionRange(0, 0)")
    page.keyboard.press("Tab")
    page.keyboard.type("Friday")
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_text("Fill in what is still blank: {{hour}}.").first).to_be_visible()
    text.focus()
    text.evaluate("area => area.setSelectionRange(0, 0)")
    page.keyboard.press("Tab")
    page.keyboard.type("nine")
    assert text.input_value() == "On Friday at nine."
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA", "nobody is caught in the field"


def test_notes_reach_colleagues_live_and_nobody_else(visit: Open) -> None:
    number = ask(visit, "Can somebody look at my last bill")
    sue, sam = at_desk(visit, "sue", number), at_desk(visit, "sam", number)
    customer = visit("carla@example.com").go(f"/questions/{number}")
    expect(sam.get_by_text("Here now: Sue Specialist")).to_be_visible()
    sue.locator("summary", has_text="Add a note").click()
    sue.get_by_label("Internal note", exact=True).fill("She called twice. @sam please look")
    sue.get_by_role("button", name="Keep note").click()
    expect(sam.get_by_text("She called twice.")).to_be_visible()
    assert sam.evaluate("window.opened") == "once"
    customer.reload()
    assert "called twice" not in customer.content()
    assert "Internal note" not in customer.content()


def test_an_earlier_answer_is_reused_and_cited(visit: Open) -> None:
    number = ask(visit, "Why does the Wi-Fi drop in the evening")
    page = at_desk(visit, "sam", number)
    rows = page.locator("#past-answers li", has_text="Why does the Wi-Fi drop every evening?")
    rows.get_by_role("button", name="Use text").click()
    text = page.get_by_role("textbox", name="Your answer")
    expect(text).to_have_value("Set the channel to 36 and save. It stays on then.")
    page.keyboard.type(" See ")
    rows.get_by_role("button", name="Cite").click()
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_text("Your answer is posted.")).to_be_visible()
    public = visit().go(f"/questions/{number}")
    expect(
        public.locator(".board-basis").get_by_role("link", name="Why does the Wi-Fi drop every evening?")
    ).to_be_visible()
    page.reload()
    expect(rows.get_by_text("reused 1 time")).to_be_visible()


def _stays(field: Locator, stood: FloatRect | None) -> bool:
    box = field.bounding_box()
    return box is not None and stood is not None and abs(box["y"] - stood["y"]) < 2
