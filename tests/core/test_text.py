"""What people write becomes HTML that can do nothing: hostile lists, invented nesting, and the ordinary."""

from __future__ import annotations

import html
import json
import os
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import text
from app.core.text import ATTRIBUTES, LONGEST, SCHEMES, TAGS, TextTooLong

DATA = Path(os.environ.get("WAGGLE_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
WRAPS = ("{}", "[x]({})", "<a href='{}'>x</a>", "**{}**", "> {}\n", "`{}`", "| a |\n|---|\n| {} |", "![x]({})", "<{}>")


class Walls(HTMLParser):
    """Fails on any element, attribute or address that is not allowed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, []), (tag, name)
            if name == "href":
                scheme = re.match(r"[^a-z]*([a-z][a-z0-9+.-]*):", re.sub(r"\s", "", value or "").casefold())
                assert scheme is None or scheme[1] in SCHEMES, value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")


def check(source: str) -> None:
    walls = Walls(convert_charrefs=True)
    walls.feed(str(text.render(source)))
    walls.close()
    assert len(text.excerpt(source, 80)) <= 80


def hostile() -> list[str]:
    """Both lists where they are: every naughty string, every block of the evasion sheet."""
    naughty, sheet = DATA / "blns" / "blns.json", DATA / "owasp_xss" / "XSS_Filter_Evasion_Cheat_Sheet.md"
    if not (naughty.exists() and sheet.exists()):
        pytest.skip(f"no hostile strings under {DATA}; set WAGGLE_TEST_DATA")
    blocks = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", sheet.read_text(), re.DOTALL)
    return [*json.loads(naughty.read_text()), *(block or inline for block, inline in blocks)]


def test_hostile_strings_do_nothing_in_any_place() -> None:
    strings = hostile()
    assert len(strings) > 500
    for string in strings:
        check(string)
        check(html.unescape(string))


@pytest.mark.slow
@pytest.mark.parametrize("wrap", WRAPS)
def test_hostile_strings_do_nothing_inside_markdown(wrap: str) -> None:
    for string in hostile():
        check(wrap.replace("{}", string)[:LONGEST])


@given(st.text(alphabet="<>\"'`*_[]()!#&;:/\\-|~= \n\tajsxhrefonclidv\0", max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_invented_text_breaks_out(source: str) -> None:
    check(source)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Say *this* and **that**.", "<p>Say <em>this</em> and <strong>that</strong>.</p>"),
        ("# Loud", "<h3>Loud</h3>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("![a cat](https://example.com/cat.png)", None),
    ],
)
def test_the_ordinary_looks_as_meant(source: str, shown: str | None) -> None:
    rendered = str(text.render(source)).strip()
    assert "<img" not in rendered
    assert shown is None or rendered == shown


def test_links_lead_out_without_credit_and_only_where_links_may() -> None:
    rendered = str(text.render("[x](https://example.com) and https://example.org"))
    assert rendered.count('rel="nofollow ugc noopener"') == 2
    for address in ("javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:x"):
        assert "href" not in str(text.render(f"[x]({address})")), address


def test_a_text_has_its_length() -> None:
    assert text.render("x" * LONGEST)
    with pytest.raises(TextTooLong):
        text.render("x" * (LONGEST + 1))


@pytest.mark.parametrize(
    "source", ["[" * 9000, "> " * 5000, "*a_" * 5000, "`" * 9999, "<" * 9999, "[a](" * 4000, "|" * 9000]
)
def test_no_text_makes_the_renderer_slow(source: str) -> None:
    check(source)


@given(st.text(max_size=300), st.integers(10, 200))
@settings(max_examples=80, deadline=None)
def test_an_excerpt_is_one_plain_line_of_its_length(source: str, length: int) -> None:
    line = text.excerpt(source, length)
    assert len(line) <= length
    assert "\n" not in line


@given(st.text())
def test_a_slug_is_never_empty_and_always_plain(words: str) -> None:
    assert re.fullmatch(r"-|[a-z0-9]+(-[a-z0-9]+)*-?", text.slug(words))
    assert len(text.slug(words)) <= 80


@given(st.text())
def test_a_tidy_line_is_one_line_and_stays_as_it_is(words: str) -> None:
    tidy = text.tidy(words)
    assert text.tidy(tidy) == tidy
    assert all(c.isprintable() for c in tidy)


@pytest.mark.parametrize(
    "source",
    [
        "bbbbbbbbbbbbbbb[https://x.y\nftp://e.f.",
        "bbbbbbbbbbbbbbb[ftp://e.fhttps://x.y",
        "www.g.com[\nhttpswww.g.comxhttp://n.m&#104;https://x.yhttps://x.yhttp://a.b/c_d_e](http://q.r)",
    ],
)
def test_an_open_bracket_among_addresses_is_no_fault(source: str) -> None:
    """The library measures a link's words by what was read before them, and then went backwards and gave up."""
    check(source)
    assert "<a " in text.render(source)


def test_the_end_of_what_was_read_is_enough_to_see_an_address() -> None:
    words = "a long sentence goes before "
    shown = text.render(f"{words}https://a.example/x_y_z, <b> xhttps://b.example and *https://c.example/*")
    assert shown.startswith(f'<p>{words}<a href="https://a.example/x_y_z"')
    assert 'xhttps://b.example and <em><a href="https://c.example/"' in shown


@pytest.mark.parametrize("piece", ["http://a", "http://(", "http://[", "://"])
def test_addresses_without_end_are_read_in_a_moment(piece: str) -> None:
    """Each looked through all before it: the longest text took seconds, and a preview is for anybody."""
    begun = time.process_time()
    text.render(piece * (LONGEST // len(piece)))
    assert time.process_time() - begun < 0.6


def test_a_table_is_not_filled_up_without_end() -> None:
    wide = "a|" * 3300 + "\n" + "-|" * 3300 + "\n" + "a\n" * 3000
    assert len(text.render(wide)) < 5 * len(wide)
