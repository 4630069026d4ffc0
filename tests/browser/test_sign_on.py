"""Somebody signs on elsewhere: an address opens nobody's account; once connected, it is the way in."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app import create_app
from app.accounts import commands
from app.core import transaction
from app.extensions import db
from config import load
from tests.counterparts.provider import CLIENT, SECRET, Provider, provider_process
from tests.servers import free_port

pytestmark = pytest.mark.browser
PASSWORD = "seven quiet lanterns"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider that asks whoever comes, as providers do."""
    with provider_process() as running:
        running.state(reset=True, asks=True)
        yield running


@pytest.fixture(scope="module")
def house(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A house of its own with two providers, a customer and an administrator, since the shared one has none."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    told = {
        f"WAGGLE_SIGN_ON_{name.upper()}_{key}": value
        for name, audience in (("staff", "employees"), ("clients", "customers"))
        for key, value in {
            "ISSUER": provider.issuer(name), "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "FOR": audience,
            "LABEL": f"Calderway {name}",
        }.items()
    }  # fmt: skip
    folder = str(tmp_path_factory.mktemp("house"))
    environ = {
        "WAGGLE_DATA_DIR": folder, "WAGGLE_BASE_URL": url, "WAGGLE_EGRESS_ALLOW": "127.0.0.1",
        "WAGGLE_SIGN_ON": "staff clients", "PATH": os.environ["PATH"], **told,
    }  # fmt: skip
    app = create_app(load(environ))
    with app.app_context():
        db.create_all()
        with transaction.unit():
            for name, kind, roles in (("carla", "customer", ()), ("ada", "employee", ("admin",))):
                commands.add_person(
                    name=name.title(), handle=name, kind=kind, email=f"{name}@example.com", password=PASSWORD,
                    roles=roles, confirmed=True,
                )  # fmt: skip
        db.session.remove()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser that nobody is signed in with."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def _with_password(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_customer_connects_their_account_elsewhere_and_comes_in_with_it(
    house: str, provider: Provider, page: Page, chromium: Browser
) -> None:
    provider.says(sub="c-1", email="carla@example.com", name="Carla")
    page.goto(f"{house}/sign-in?next=/settings")
    ways = page.get_by_role("list", name="Or with an account you have elsewhere")
    expect(ways).to_contain_text("For employees of the company")
    ways.get_by_role("link", name="Sign in with Calderway clients").click()
    page.get_by_role("button", name="I am Carla").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that the account here is yours")
    page.get_by_role("link", name="Sign in with the password").click()
    _with_password(page, "carla@example.com")
    page.get_by_role("link", name="Connect Calderway clients").click()
    page.get_by_role("button", name="I am Carla").click()
    expect(page.get_by_role("list", name="Single sign-on")).to_contain_text("Connected")
    elsewhere = chromium.new_context().new_page()
    elsewhere.goto(f"{house}/sign-in?next=/settings")
    elsewhere.get_by_role("link", name="Sign in with Calderway clients").click()
    elsewhere.get_by_role("button", name="I am Carla").click()
    expect(elsewhere).to_have_url(f"{house}/settings")
    expect(elsewhere.get_by_label("Name", exact=True)).to_have_value("Carla")
    elsewhere.context.close()


def test_the_operator_tests_a_provider(house: str, page: Page) -> None:
    page.goto(f"{house}/sign-in?next=/admin/sign-on")
    _with_password(page, "ada@example.com")
    page.get_by_role("region", name="Calderway clients").get_by_role("button", name="Test it").click()
    found = page.get_by_role("status", name="What the test found")
    expect(found).to_contain_text("It knows this client and its secret.")
    expect(found).to_contain_text("Good")
