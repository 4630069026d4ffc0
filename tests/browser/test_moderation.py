"""Moderation in a browser: twenty cases by keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hive, Visit
from tests.browser.moderated import REPORTED, SLUG

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
ROOT = Path(__file__).resolve().parents[2]
HERE = f"/moderation?space={SLUG}"


@pytest.fixture(scope="module", autouse=True)
def order(hive: Hive) -> None:
    """The space, its people and its reports."""
    command = [sys.executable, "-m", "tests.browser.moderated"]
    subprocess.run(command, cwd=ROOT, env=hive.environ, check=True)


def test_twenty_cases_take_forty_key_strokes(visit: Open) -> None:
    """One key for the decision, one to decide, and the next case is at hand."""
    page = visit("mira@example.com").go(f"{HERE}&kind=question&source=flag")
    title, strokes = page.locator("#at-hand"), 0
    for _case in range(REPORTED):
        was = title.inner_text()
        for key in ("1", "d"):
            page.keyboard.press(key)
            strokes += 1
        expect(title.or_(page.get_by_text("All decided"))).not_to_have_text(was)
    assert strokes <= 40
    expect(page.get_by_text("All decided")).to_be_visible()
