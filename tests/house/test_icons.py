"""Every icon that a page names is drawn."""

from __future__ import annotations

import re

from config import ROOT

NAMED = re.compile(r"""(?:\bicon\(|\bdraw_icon\(|\bicon(?:_name)?=)\s*["']([\w-]+)["']""")


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/images/icons.svg").read_text()))
    named = {name for page in (ROOT / "templates").rglob("*.html") for name in NAMED.findall(page.read_text())}
    assert named
    assert named - drawn == set()
