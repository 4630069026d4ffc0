"""A question from another network: its account is connected on a page, a mention is asked, answered and thanked for.

The network is a real one on this machine; the product is the running one, whose worker looks and speaks by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hive, Visit
from tests.counterparts.bluesky import PASSWORD, Member, Network, bluesky_network, until

pytestmark = [pytest.mark.browser, pytest.mark.bluesky, pytest.mark.slow]
Open = Callable[..., Visit]
ASKED = "does the hub work with a powerline adapter?"
PATIENCE = 60_000  # the worker looks every quarter of a minute


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    """The network."""
    with bluesky_network() as started:
        yield started


def test_a_question_from_another_network(hive: Hive, visit: Open, network: Network) -> None:
    """The whole paragraph in one story."""
    ours, cleo = network.join("hive"), network.join("cleo")
    operator = visit("stella@example.com").page
    _connect(operator, hive, ours, network, password="wrong")
    _wait_for(operator, "does not take this handle with this password")
    _connect(operator, hive, ours, network, password=PASSWORD)
    _wait_for(operator, "Listening")
    post = cleo.say(ASKED, to=ours)

    colleague = visit("sam@example.com").page
    url = _asked(colleague, hive, cleo)
    colleague.get_by_role("textbox", name="Your answer").fill("Yes, **any** adapter with Gigabit does.")
    colleague.get_by_role("button", name="Post answer").click()
    said = until(lambda: next((one for one in ours.posts() if "any adapter" in one.value.text), None), every=1)
    assert said.value.text.startswith("Yes, any adapter with Gigabit does.\n\n")
    assert said.value.reply.parent.uri == post.uri

    reader = visit().page
    reader.goto(said.value.facets[-1].features[0].uri)
    expect(reader.get_by_text("adapter with Gigabit does")).to_be_visible()
    cleo.say("Thanks, bought one.", reply_to=(post, said))
    reader.goto(hive.url + url)
    expect(reader.get_by_text("Thanks, bought one.")).to_be_visible(timeout=PATIENCE)  # live, on the open page
    _paused(operator, hive)


def _connect(page: Page, hive: Hive, ours: Member, network: Network, *, password: str) -> None:
    page.goto(hive.url + "/admin")
    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Channels").click()
    page.get_by_role("textbox", name="Handle or address").fill(ours.handle)
    page.get_by_label("Password").fill(password)
    page.get_by_role("textbox", name="Server").fill(network.pds)
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_text("It is connected.")).to_be_visible()


def _wait_for(page: Page, words: str) -> None:
    def shown() -> bool:
        page.reload()
        return bool(page.get_by_text(words).count())

    until(shown, every=1)


def _asked(page: Page, hive: Hive, asker: Member) -> str:
    """Open the mention as a question, once it is one; returns its address."""
    link = page.get_by_role("link", name=ASKED)

    def there() -> bool:
        page.goto(hive.url + "/questions")
        return bool(link.count())

    until(there, every=1)
    link.first.click()
    expect(page.get_by_text(f"@{asker.handle}").first).to_be_visible()
    expect(page.get_by_text("on Bluesky").first).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url)


def _paused(page: Page, hive: Hive) -> None:
    page.goto(hive.url + "/admin/channels")
    said = page.get_by_role("list", name="What was said")
    for line in ("replied", "We answered", "asked"):
        expect(said.get_by_text(re.compile(line)).first).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused")).to_be_visible()
