"""The product as people run it (supervisor, three processes, real SMTP receiver) and browsers to use it with."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.browser.company import PASSWORD, found
from tests.servers import Mailbox, free_port, smtp_server

ROOT = Path(__file__).resolve().parents[2]
# What should appear at once may take its time where the whole suite runs beside it.
expect.set_options(timeout=30_000)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 60
FAILED = pytest.StashKey[bool]()
AGE = 240  # seconds a session is used again: less than what the product counts as a fresh proof of who is there


@dataclass(frozen=True)
class Hive:
    """A running community."""

    url: str
    data: Path
    mailbox: Mailbox
    environ: dict[str, str]

    def flask(self, *words: str) -> str:
        """Run an operator's verb beside the running product."""
        command = [sys.executable, "-m", "flask", *words]
        ran = subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)
        assert ran.returncode in (0, 1), ran.stderr
        return ran.stdout + ran.stderr

    def mail_to(self, address: str, *, saying: str) -> str:
        """The text of the newest mail to an address that says something; waits for it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for message in reversed(self.mailbox.messages):
                text = _plain_text(message)
                if message["To"] == address and (saying in text or saying in str(message["Subject"])):
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} says {saying}")


def _plain_text(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    return "".join(bytes(part.get_payload(decode=True)).decode() for part in parts)


@pytest.fixture(scope="session")
def hive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hive]:
    """A small company's hive, started the way an operator starts it."""
    data = tmp_path_factory.mktemp("hive")
    with smtp_server() as (mail_url, mailbox):
        port = _two_free_ports()
        environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WAGGLE_")},
            "WAGGLE_DATA_DIR": str(data),
            "WAGGLE_BASE_URL": f"http://127.0.0.1:{port}",
            "WAGGLE_MAIL_URL": mail_url,
            "WAGGLE_SITE_NAME": "Calderway Hive",
            "WAGGLE_HOLDOUT": "0",
            "WAGGLE_EGRESS_ALLOW": "localhost",
            "FLASK_APP": "wsgi",
        }
        found(environ)
        with _running(port, environ):
            yield Hive(environ["WAGGLE_BASE_URL"], data, mailbox, environ)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; skips, saying so, where it is missing."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Visit:
    """One person's browser; any script error or refused content fails the test."""

    def __init__(self, context: BrowserContext, hive: Hive) -> None:
        self.hive = hive
        self.faults: list[str] = []
        context.set_default_timeout(30_000)
        self.page: Page = context.new_page()
        self.page.on("pageerror", self._failed)
        self.page.on("console", self._heard)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.hive.url + path)
        return self.page

    def is_signed_in(self) -> bool:
        """Whether the site knows this browser's person."""
        return self.page.request.get(self.hive.url + "/settings", max_redirects=0).ok

    def sign_in(self, email: str) -> Visit:
        """Sign in with the password that everybody in the tests has."""
        page = self.go("/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    def _failed(self, error: Error) -> None:
        if error.name != "AbortError":  # Turbo drops a page that a later one overtakes, and does not catch that
            self.faults.append(str(error))

    def _heard(self, message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        if kind == "error" and re.search("Content.Security|TrustedHTML|Refused to", text):
            self.faults.append(text)


class Doorkeeper:
    """Lets people in: by the form, or for a while by the cookie that an earlier test got for the same person."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, list[Any]]] = {}

    def let_in(self, visit: Visit, email: str, *, is_second: bool) -> Visit:
        """Sign in; a second browser of one person in one test is another device, with a session of its own."""
        key = visit.hive.url, email
        since, cookies = self._known.get(key, (-AGE, []))
        if not is_second and time.monotonic() - since < AGE:
            visit.page.context.add_cookies(cookies)
            if visit.is_signed_in():  # else it was ended, as by a new password
                visit.go("/")
                return visit
            visit.page.context.clear_cookies()
        visit.sign_in(email)
        cookies = [cookie for cookie in visit.page.context.cookies() if cookie["name"] == "waggle"]
        self._known[key] = time.monotonic(), cookies
        return visit


@pytest.fixture(scope="session")
def doorkeeper() -> Doorkeeper:
    """Who signed in lately, over all tests of a run."""
    return Doorkeeper()


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, chromium: Browser, hive: Hive, doorkeeper: Doorkeeper
) -> Iterator[Callable[..., Visit]]:
    """Open browsers: `visit()` for a stranger, `visit("emma@example.com")` for a member; nothing moves unless asked."""
    opened: list[tuple[BrowserContext, Visit]] = []
    here: set[str] = set()

    def open_for(email: str = "", **options: object) -> Visit:
        chosen = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        context = chromium.new_context(**chosen)  # type: ignore[arg-type]
        made = Visit(context, hive)
        opened.append((context, made))
        if email:
            doorkeeper.let_in(made, email, is_second=email in here)
            here.add(email)
        return made

    yield open_for
    if request.node.stash.get(FAILED, False):
        request.node.add_report_section("teardown", "browsers", "\n\n".join(_shown(made.page) for _, made in opened))
    faults = [fault for _context, made in opened for fault in made.faults]
    for context, _made in opened:
        context.close()
    assert faults == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note that a journey failed, so that its last pages are shown."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def _shown(page: Page) -> str:
    """Where a browser is, what its cookie says, and what stands there."""
    try:
        said = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}.get("waggle", "")
        _holds, session = URLSafeTimedSerializer("any", salt="cookie-session").loads_unsafe(said)
        return f"{page.url}\n{session}\n{page.inner_text('body', timeout=2_000)[:2_000]}"
    except Error as gone:
        return f"{page.url}\n{gone}"


@contextmanager
def _running(port: int, environ: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "bin/supervise.py", "--port", str(port), "--no-demo"]
    with (Path(environ["WAGGLE_DATA_DIR"]) / "run.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"{environ['WAGGLE_BASE_URL']}/readyz", process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the product did not start; see run.log in its data folder")


def _two_free_ports() -> int:
    """A port whose neighbour is free too, for the socket."""
    import socket

    while True:
        port = free_port()
        with socket.socket() as probe:
            if port < 65_000 and probe.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port
