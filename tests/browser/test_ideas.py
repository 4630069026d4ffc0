"""Ideas: by a guided form, with files, changed; anonymous until decided; duplicates; votes through a colleague."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_story import rows, sees, until
from tests.files.pictures import png

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
CHALLENGE = "What would make the bill plain to you?"
SLUG = "what-would-make-the-bill-plain-to-you"
IDEA = "Show last year beside this year"
DUPLICATE = "Print the year before next to this one"


def test_an_anonymous_idea_is_talked_about_and_its_authors_named_once_decided(hive: Hive, visit: Open) -> None:
    team, author, partner = visit("ines@example.com"), visit("carla@example.com"), visit("jimbo@example.com")
    reader = visit("colin@example.com")
    _open_challenge(team.go("/challenges/new"))
    page = _share(author, IDEA, anonymous=True)
    address = f"/ideas/{_id(hive, IDEA)}/x"
    page.locator(".ideas-authors summary").click()
    page.get_by_label("Ask somebody to be a co-author").fill("@jimbo")
    page.get_by_role("button", name="Ask them").click()
    sees(page, "has not answered yet")
    asked = partner.go(address)
    sees(asked, "Carla Customer asks you to be a co-author")
    asked.get_by_role("button", name="Agree").click()
    expect(asked.get_by_role("button", name="Agree")).to_be_hidden()
    for stranger in (reader, team):
        _names_nobody(stranger.go(address))

    _ask(reader.go(address), "Which year counts if I moved in May?")
    page = author.go("/ideas/questions")
    page.get_by_role("link", name="Which year counts").click()
    page.get_by_text("Answer the question").click()
    page.get_by_label("Your reply").fill("The one of the flat you live in now.")
    page.locator(".comment-form[open]").get_by_role("button", name="Reply").click()
    page = reader.go(address)
    sees(page, "A question to the author, answered")
    _names_nobody(page)
    expect(page.get_by_role("article", name="Comment by the author")).to_contain_text("The one of the flat")

    page = visit("sam@example.com").go(address)
    page.get_by_text("Endorse it", exact=True).click()
    page.get_by_label("Why do you endorse it?").fill("Half of the calls after a bill ask for just this.")
    page.get_by_role("button", name="Endorse", exact=True).click()
    sees(page, "Half of the calls after a bill")

    page = team.go(address)
    page.get_by_text("Move to another stage").click()
    page.locator("form[action$='/moves'] select[name=stage]").select_option("declined")
    page.locator("form[action$='/moves'] textarea").fill("The next bill has a chart instead.")
    page.get_by_role("button", name="Move", exact=True).click()
    sees(page, "The next bill has a chart instead.")
    page = reader.go(address)
    expect(page.locator(".page-head")).to_contain_text("Carla Customer")
    expect(page.locator(".page-head")).to_contain_text("Jimbo")


def test_a_duplicate_is_merged_and_parted_and_a_customer_votes_through_a_colleague(hive: Hive, visit: Open) -> None:
    team, one, both = visit("ines@example.com"), visit("erik@example.com"), visit("colin@example.com")
    author = visit("jimbo@example.com")
    titles = ("Send the bill when the payday is", "Let me choose the day of the bill")
    _open_challenge(team.go("/challenges/new"), "Days of the bill")
    for title in titles:
        _share(author, title, challenge="days-of-the-bill")
    stays, goes = (_id(hive, title) for title in titles)
    for voter, ideas in ((one, [goes]), (both, [stays, goes])):
        for each in ideas:
            button = voter.go(f"/ideas/{each}/x").locator("#main .vote")
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
    until(lambda: rows(hive, f"SELECT vote_count FROM idea WHERE id = {goes}") == [(2,)])
    page = team.go(f"/ideas/{goes}/merge?into={stays}")
    effect = page.get_by_label("What the merge will do")
    expect(effect).to_contain_text(re.compile(r"1\s*voted for both\s*1\s*vote comes along\s*2\s*votes after the merge"))
    page.get_by_role("button", name="Merge").click()
    count = f"SELECT vote_count FROM idea WHERE id = {stays}"
    until(lambda: rows(hive, count) == [(2,)])
    sees(visit().go(f"/ideas/{goes}/x"), "It goes on as")
    page = team.go(f"/ideas/{goes}/x")
    page.get_by_role("button", name="Undo the merge").click()
    until(lambda: rows(hive, count) == [(1,)])

    page = team.go(f"/ideas/{stays}/x")
    page.get_by_text("Vote for a customer").click()
    page.get_by_label("Customer", exact=True).fill("hanna@elsewhere.example")
    page.get_by_label("Name, if they are new").fill("Hanna Far")
    page.get_by_role("button", name="Count the vote").click()
    sees(page, "1 on behalf")
    mail = hive.mail_to("hanna@elsewhere.example", saying=titles[0])
    link = re.search(r"http\S+/proxy-votes/\S+", mail)
    assert link
    stranger = visit().page
    stranger.goto(link.group(0))
    stranger.get_by_role("button", name="Take the vote back").click()
    until(lambda: rows(hive, count) == [(1,)])


def test_an_idea_answers_the_form_of_its_challenge_and_is_changed(hive: Hive, visit: Open) -> None:
    team, author, voter = visit("ines@example.com"), visit("carla@example.com"), visit("colin@example.com")
    _open_challenge(team.go("/challenges/new"), "Dark rooms")
    page = team.go("/challenges/dark-rooms/form")
    page.get_by_role("button", name="Add a field").click()
    page.locator("input[name$='-label']").last.fill("When does it wake you?")
    page.get_by_role("button", name="Save the form").last.click()
    expect(page.get_by_text("The form is saved.").first).to_be_visible()

    page = author.go("/ideas/new?challenge=dark-rooms")
    page.get_by_label("When does it wake you?").fill("At three, each night")
    page.locator("input[name=title]").fill("A cover for the light of the hub")
    page.locator("textarea[name=body]").fill("Felt would do.")
    page.locator("input[type=file]").set_input_files({"name": "cover.png", "mimeType": "image/png", "buffer": png()})
    page.locator(".attached-name", has_text="cover.png").wait_for()
    page.get_by_role("button", name="Submit idea").click()
    sees(page, "At three, each night")
    expect(page.get_by_role("list", name="Attachments").get_by_role("img")).to_be_visible()
    number = _id(hive, "A cover for the light of the hub")
    address = f"/ideas/{number}/x"

    page = visit("erik@example.com").go("/ideas/new?challenge=dark-rooms")
    page.locator("input[name=title]").press_sequentially("A cover for the light of my hub")
    page.get_by_role("button", name="Vote for this one").first.click()
    sees(page, "Felt would do.")
    button = voter.go(address).locator("#main .vote")
    button.click()
    until(lambda: rows(hive, f"SELECT vote_count FROM idea WHERE id = {number}") == [(2,)])

    page = author.go(address)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("When does it wake you?")).to_have_value("At three, each night")
    page.locator("textarea[name=body]").fill("Cork would do.")
    page.get_by_role("button", name="Save").click()
    sees(page, "Cork would do.")
    page = voter.go(address)
    sees(page, "It was changed after you voted for it.")
    page.get_by_role("link", name="See what changed").click()
    expect(page.locator("ins")).to_have_text("Cork")
    expect(page.locator("del")).to_have_text("Felt")


def _open_challenge(page: Page, title: str = CHALLENGE) -> None:
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=brief]").fill("Say what you look for on it and do not find.")
    page.get_by_label("Always open").check()
    page.get_by_label("Ideas may be anonymous").check()
    page.get_by_role("button", name="Open the challenge").click()
    page.wait_for_url(lambda url: "/challenges/new" not in url)


def _share(author: Visit, title: str, *, challenge: str = SLUG, anonymous: bool = False) -> Page:
    page = author.go(f"/ideas/new?challenge={challenge}")
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=body]").fill("So that I need not call to understand it.")
    if anonymous:
        page.get_by_label("Anonymous until it is decided").check()
    page.get_by_role("button", name="Submit idea").click()
    page.wait_for_url(lambda url: "/ideas/new" not in url)
    return page


def _ask(page: Page, words: str) -> None:
    page.get_by_label("Your comment").fill(words)
    page.get_by_label("This is a question to the author").check()
    page.get_by_role("button", name="Post comment").click()
    sees(page, words)


def _names_nobody(page: Page) -> None:
    sees(page, "Anonymous until decided")
    told = page.content()
    assert "Carla" not in told
    assert "Jimbo" not in told


def _id(hive: Hive, title: str) -> object:
    return rows(hive, f"SELECT id FROM idea WHERE title = '{title}'")[0][0]
