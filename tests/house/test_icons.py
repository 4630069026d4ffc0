"""Every icon that a page names is drawn."""

from __future__ import annotations

import re

from config import ROOT

NAMED = re.compile(r"""(?:\bicon\(|\bdraw_icon\(|\bicon(?:_name)?=)\s*["']([\w-]+)["']""")
# Behind what a button says and how it looks, as its macros take it without a name.
AFTER_KIND = re.compile(r"""\), "(?:(?:act|good|bad|bare|small) ?)+", "([\w-]+)"[,)]""")


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/images/icons.svg").read_text()))
    pages = [page.read_text() for page in (ROOT / "templates").rglob("*.html")]
    for way in (NAMED, AFTER_KIND):
        named = {name for page in pages for name in way.findall(page)}
        assert named
        assert named - drawn == set()
