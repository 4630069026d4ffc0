"""The widget on another site: what is known is found there, what is not is asked; other sites are refused."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import Hive, Visit
from tests.browser.test_accessibility import AXE, SIDEWAYS, _violations
from tests.servers import free_port

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
POLICY = "default-src 'none'; style-src 'self'; script-src {hive}; frame-src {hive}; require-trusted-types-for 'script'"
PAGE = """<!doctype html><html lang="en" dir="{dir}"><meta charset="utf-8"><title>Calderway shop</title>
<h1>Our shop</h1><p id="ask"><a href="{hive}/questions/new?space=help">Ask us</a></p><button id="before">Before</button>
{script}</html>"""
SCRIPT = '<script async src="{hive}/widget.js" data-space="help"{more}></script>'
QUESTION = "Do you post to the islands?"


@contextmanager
def company_site(hive: Hive, host: str) -> Iterator[str]:
    """A site of its own origin, with a policy as strict as can be; yields its address."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            more = ' data-into="#ask"' if "into" in self.path else ""
            script = "" if "bare" in self.path else SCRIPT.format(hive=hive.url, more=more)
            direction = "rtl" if "rtl" in self.path else "ltr"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(hive=hive.url))
            self.end_headers()
            self.wfile.write(PAGE.format(hive=hive.url, script=script, dir=direction).encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", free_port()), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def shop(hive: Hive) -> Iterator[str]:
    """A site of the company on another host name than the hive; so its frame is of another site, too."""
    with company_site(hive, "localhost") as url:
        yield url


@pytest.fixture
def shown(shop: str, visit: Open) -> str:
    """The site, after the steward let it show the space and visitors ask there."""
    page = visit("stella@example.com").go("/admin/spaces/help")
    page.get_by_label("Visitors may ask without an account").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The space is changed.").wait_for()
    page.get_by_role("link", name="Widget").click()
    page.get_by_label("Sites that may show it").fill(f"{shop}/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="What to put on the site")).to_contain_text("/widget.js")
    return shop


def test_an_answer_is_found_and_a_question_asked_on_the_companys_site(hive: Hive, shown: str, visit: Open) -> None:
    """Typing shows what is known, reading it solves it; what is not known is asked, and posted by the link."""
    reader = visit()
    page = reader.page
    page.goto(shown)
    frame = _open(page)
    page.keyboard.type("wifi drops every evening")  # the line has the focus as soon as the frame is there
    known = frame.get_by_role("list", name="Answered questions like yours")
    known.get_by_role("link", name="Why does the Wi-Fi drop every evening?").click()
    expect(frame.get_by_text("Set the channel to 36").first).to_be_visible()  # others may cite it
    frame.get_by_role("link", name="Back to your question").click()
    expect(frame.get_by_label("Your question in one line")).to_have_value("wifi drops every evening")
    known.get_by_role("button", name="This solved it").first.click()
    expect(frame.get_by_role("heading", name="Glad that helped")).to_be_visible()
    frame.get_by_role("group", name="Is it solved now?").get_by_label("Yes").check()
    frame.get_by_role("group", name="Would you have called").get_by_label("Yes").check()
    frame.get_by_role("button", name="Send").click()
    frame.get_by_role("link", name="Back").click()
    _ask(frame)
    assert page.context.cookies() == [], "neither site keeps anything"
    mailed = re.search(r"/questions/proposed/\S+", hive.mail_to("yan@example.com", saying="/questions/proposed/"))
    assert mailed
    poster = visit().go(mailed[0])
    poster.get_by_role("button", name="Post it").click()
    poster.wait_for_url(re.compile(r"/questions/\d+/"))
    expect(visit().go("/questions").get_by_role("link", name=QUESTION)).to_be_visible()
    _counted(hive)


def _ask(frame: FrameLocator) -> None:
    frame.get_by_label("Your question in one line").fill(QUESTION)
    frame.get_by_label("Your e-mail address").fill("yan@example.com")
    frame.get_by_role("button", name="Send me the link").click()
    expect(frame.get_by_role("heading", name="Look into your mail")).to_be_visible()
    frame.get_by_role("link", name="Back").click()
    expect(frame.get_by_label("Your question in one line")).to_have_value("")


def _counted(hive: Hive) -> None:
    """The interaction log names the channel, once the worker has read the book."""
    until = time.monotonic() + 30
    asked = "select count(*) from interaction where channel = 'widget' and kind = 'asked'"
    solved = "select began, solved, otherwise from journey join resolution on journey_id = journey.id"
    while time.monotonic() < until and _rows(hive, asked) != [(1,)]:
        time.sleep(0.2)
    assert _rows(hive, asked) == [(1,)]
    assert ("embed", 1, 1) in _rows(hive, solved)


def _rows(hive: Hive, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(hive.data / "waggle.sqlite3")) as connection:
        return list(connection.execute(query))


def test_keys_open_and_close_it_and_the_page_stays_as_it_was(hive: Hive, shown: str, visit: Open) -> None:
    """Focus goes in and comes back; nothing is left in the page's scope; it is light, and nothing bars the way."""
    page = visit().page
    page.goto(f"{shown}/bare")
    scope = set(page.evaluate("Object.keys(window)"))
    page.goto(f"{shown}/rtl")
    button = page.get_by_role("button", name="Ask us", exact=True)
    button.wait_for()
    assert set(page.evaluate("Object.keys(window)")) == scope
    box = button.bounding_box()
    assert box
    assert box["x"] < 100, "the inline end is on the left where one reads from the right"
    button.focus()
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your question in one line")).to_be_focused()
    inner = page.frames[1]
    weight = inner.evaluate(
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
        ".reduce((sum, each) => sum + each.transferSize, 0)"
    )
    assert 20_000 < weight <= 100_000
    page.evaluate("postMessage({waggle: 'close'}, '*')")  # only the frame is heard
    page.keyboard.type("wifi drops every evening")
    frame.get_by_role("button", name="This solved it").first.wait_for()
    assert inner.evaluate(SIDEWAYS) == 0
    page.keyboard.press("Escape")  # what was found closes first
    expect(frame.get_by_role("button", name="This solved it")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Ask us")).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.get_by_role("button", name="Close").click()
    expect(button).to_be_focused()


def test_the_frame_stands_where_the_site_names_and_without_scripts(hive: Hive, shown: str, visit: Open) -> None:
    """The link gives way to the button; without scripts the link remains, and the frame's form works."""
    page = visit().page
    page.goto(f"{shown}/into")
    page.locator("#ask").get_by_role("button", name="Ask us").wait_for()
    expect(page.get_by_role("link", name="Ask us")).to_have_count(0)
    plain = visit(java_script_enabled=False).page
    plain.goto(f"{shown}/into")
    expect(plain.get_by_role("link", name="Ask us")).to_have_attribute("href", f"{hive.url}/questions/new?space=help")
    plain.goto(f"{hive.url}/widget/help")
    plain.get_by_label("Look first whether it is answered").fill("wifi drops every evening")
    plain.get_by_role("button", name="Look").click()
    expect(plain.get_by_role("button", name="This solved it").first).to_be_visible()
    plain.get_by_role("link", name="Back to your question").click()
    plain.get_by_label("Your question in one line").fill("And what without scripts?")
    plain.get_by_label("Your e-mail address").fill("no scripts")
    plain.get_by_role("button", name="Send me the link").click()
    expect(plain.get_by_role("alert")).to_contain_text("Give an address")
    plain.get_by_label("Your e-mail address").fill("plain@example.com")
    plain.get_by_role("button", name="Send me the link").click()
    expect(plain.get_by_role("heading", name="Look into your mail")).to_be_visible()


def test_a_site_that_is_not_named_is_refused(hive: Hive, shown: str, chromium: Browser) -> None:
    """The browser shows nothing of it there; after a while a plain link stands in its place."""
    refusals: list[str] = []
    with company_site(hive, "127.0.0.1") as elsewhere:
        page = chromium.new_page()
        page.on("console", lambda message: refusals.append(message.text))
        page.goto(elsewhere)
        page.get_by_role("button", name="Ask us").click()
        expect(page.get_by_role("dialog").get_by_role("link", name="Ask us")).to_be_visible(timeout=15_000)
        assert "chrome-error" in page.frames[1].url or page.frames[1].locator("body").inner_text() == ""
        page.close()
    assert any("frame-ancestors" in each for each in refusals), refusals


def test_no_barrier_in_the_frame(hive: Hive, shown: str, visit: Open) -> None:
    """Every page of the frame, in both schemes, by WCAG 2.2 AA and best practice."""
    found: dict[str, list[str]] = {}
    for scheme in ("light", "dark"):
        page = visit(color_scheme=scheme).page
        page.set_viewport_size({"width": 390, "height": 700})
        for path in ("", "/similar?q=wifi+drops+every+evening", "/questions/1", "/asked", "/thanks"):
            page.goto(f"{hive.url}/widget/help{path}")
            page.evaluate(AXE.read_text())
            if (faults := _violations(page)) or page.evaluate(SIDEWAYS):
                found[scheme + path] = faults
    assert found == {}


def _open(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Ask us", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your question in one line")).to_be_focused()
    return frame
