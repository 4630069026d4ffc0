"""Learning in a browser, in a hive of its own: there everybody is asked to accept the guidelines anew."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ROOT, Doorkeeper, Hive, Visit, _wait
from tests.servers import free_port

pytestmark = pytest.mark.browser
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STEPS = 60
BANK = [
    *({"kind": "single", "prompt": f"One, {n}?", "choices": ["Guess", "Right thing"], "right": [1]} for n in range(3)),
    *(
        {"kind": "multiple", "prompt": f"Some, {n}?", "choices": ["Right a", "Right b", "Wrong"], "right": [0, 1]}
        for n in range(2)
    ),
    *(
        {"kind": "order", "prompt": f"Order, {n}?", "choices": ["Read", "Think", "Write"], "right": [0, 1, 2]}
        for n in range(2)
    ),
    *({"kind": "text", "prompt": f"Say, {n}.", "explanation": "Kindly."} for n in range(2)),
]  # fmt: skip
COURSE = {
    "slug": "answering", "title": "Answering", "clears": "answer", "bank": BANK, "pass_share": 1.0,
    "lessons": [{"title": "One lesson", "body": "Read it twice.\n\nhttps://www.youtube.com/watch?v=hive"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def own(hive: Hive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hive]:
    """A copy of the company's hive: its pages alone, as nothing here waits for the worker."""
    data = tmp_path_factory.mktemp("own") / "data"
    shutil.copytree(hive.data, data, ignore=shutil.ignore_patterns("*.sqlite3*", "*.log", "*.new"))
    (database,) = hive.data.glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as theirs, closing(sqlite3.connect(data / database.name)) as ours:
        theirs.backup(ours)
    port = free_port()
    environ = {**hive.environ, "WAGGLE_DATA_DIR": str(data), "WAGGLE_BASE_URL": f"http://127.0.0.1:{port}"}
    made = Hive(environ["WAGGLE_BASE_URL"], data, hive.mailbox, environ)
    command = [sys.executable, "-m", "flask", "run", "--port", str(port)]
    with (data / "web.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"{made.url}/readyz", process)
            yield made
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def at(chromium: Browser, own: Hive, doorkeeper: Doorkeeper) -> Iterator[Callable[..., Page]]:
    """A member's page in that hive."""
    opened: list[Visit] = []

    def go(email: str, path: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        opened.append(doorkeeper.let_in(Visit(context, own), email, is_second=False))
        return opened[-1].go(path)

    yield go
    for visit in opened:
        visit.page.context.close()
    assert [fault for visit in opened for fault in visit.faults] == []


def test_a_novice_is_refused_learns_and_answers_and_is_asked_again(at: Callable[..., Page]) -> None:
    """On a phone: guidelines, course, judge, certificate, answer; then a major version, by keyboard alone."""
    stella = at("stella@example.com", "/learn/teaching")
    teach_anew(stella)
    carla = at("carla@example.com", "/questions/new")
    question = ask(carla, "Which colour does the fuse box have")
    another = ask(carla, "Where does the ladder stand in winter")
    nell = at("nell@example.com", question, **PHONE)
    narrow(nell)
    nell.get_by_role("link", name="Read the guidelines").click()
    learn(nell)
    result = nell.url
    judge(at("mona@example.com", "/learn/judging"))
    nell.goto(result)
    expect(nell.get_by_role("heading", level=1, name="Passed")).to_be_visible()
    expect(nell.get_by_role("article", name="Certificate: Answering")).to_be_visible()
    narrow(nell)
    nell.get_by_role("link", name="Back to where you were stopped").click()
    nell.get_by_role("textbox", name="Your answer").fill("It is **grey**.")
    nell.get_by_role("button", name="Post answer").click()
    expect(nell.get_by_role("article").get_by_text("It is grey.")).to_be_visible()

    publish_anew(stella)
    nell.goto(nell.url.split("/questions")[0] + another)
    accept_by_keyboard(nell)
    nell.wait_for_url(f"**{another}")
    tab_to(nell, nell.get_by_role("textbox", name="Your answer"))
    nell.keyboard.type("In the garage.")
    tab_to(nell, nell.get_by_role("button", name="Post answer"))
    nell.keyboard.press("Enter")
    expect(nell.get_by_role("article").get_by_text("In the garage.")).to_be_visible()


def learn(page: Page) -> None:
    """From the guidelines to the quiz that is handed in."""
    expect(page.get_by_text("Be kind, version 2.")).to_be_visible()
    page.get_by_label("I have read them").check()
    narrow(page)
    page.get_by_role("button", name="Accept guidelines 2").click()
    expect(page.get_by_role("heading", level=1, name="Answering")).to_be_visible()
    page.get_by_role("link", name="Read the first lesson").click()
    expect(page.locator("a.video-card")).to_contain_text("youtube.com")
    expect(page.locator("iframe, video")).to_have_count(0)
    narrow(page)
    page.get_by_role("button", name="Take the quiz").click()
    fill_in(page)
    narrow(page)
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", level=1, name="Handed in")).to_be_visible()
    narrow(page)


def judge(page: Page) -> None:
    """Find every written answer right."""
    page.get_by_role("link", name="Answering").click()
    expect(page.get_by_role("button", name="Judge")).to_be_visible()
    for right in page.get_by_label("Right", exact=True).all():
        right.check()
    page.get_by_role("button", name="Judge").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()


def accept_by_keyboard(page: Page) -> None:
    """From the gate through what changed."""
    tab_to(page, page.get_by_role("link", name="Read the guidelines"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What changed since you accepted version 2")).to_be_visible()
    expect(page.locator("ins", has_text="Say where it is found.")).to_be_visible()
    narrow(page)
    tab_to(page, page.get_by_label("I have read them"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Accept guidelines 3"))
    page.keyboard.press("Enter")


def teach_anew(page: Page) -> None:
    """Let Answering ask in all four ways."""
    page.get_by_label("Or its content").fill(json.dumps(COURSE))
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", level=1, name="Answering")).to_be_visible()


def publish_anew(page: Page) -> None:
    """A major version, at once."""
    page.goto(page.url.split("/learn")[0] + "/learn/guidelines/new")
    page.get_by_label("What is new, in a sentence").fill("Say where.")
    body = page.get_by_label("Guidelines", exact=True)
    body.fill(body.input_value().replace("version 2.", "version 3.") + "\n\nSay where it is found.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1, name="Guidelines 3")).to_be_visible()


def fill_in(page: Page) -> None:
    """Every question right, of whatever kind."""
    expect(page.get_by_role("button", name="Hand it in")).to_be_visible()
    for box in page.locator("fieldset.choices, .field:has(textarea)").all():
        words = box.inner_text()
        if "One," in words:
            box.get_by_label("Right thing").check()
        elif "Some," in words:
            for right in ("Right a", "Right b"):
                box.get_by_label(right).check()
        elif "Order," in words:
            for place, name in enumerate(("Read", "Think", "Write"), 1):
                box.get_by_label(f"Place of: {name}").select_option(str(place))
        else:
            box.locator("textarea").fill("Say it kindly.")


def ask(page: Page, title: str) -> str:
    """Ask something nobody else does; returns the address of the question."""
    page.goto(page.url.split("/questions")[0] + "/questions/new")
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=body]").fill("I looked everywhere.")
    page.get_by_role("button", name="Post question").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return "/questions" + page.url.split("/questions", 1)[1].split("?")[0]


def narrow(page: Page) -> None:
    """Nothing stands out at the side of a phone."""
    assert page.evaluate(SIDEWAYS) <= 0, page.url


def tab_to(page: Page, goal: Locator) -> None:
    """Tab on until the focus is there."""
    goal.wait_for()
    for _step in range(STEPS):
        if goal.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{STEPS} steps of Tab never reach {goal}")
