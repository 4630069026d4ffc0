"""What is said elsewhere reads the same here, and what is said here reads well elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.core.plain import literal, plain
from app.core.text import render

AWKWARD = st.text(st.sampled_from([*"ab1.\\`*_[]<>~|&;#+-=()! \n\"'"]), max_size=80)


def shown(source: str) -> str:
    """What a reader sees, with runs of white space as one."""
    return " ".join(Markup(re.sub(r"<[^>]*>", " ", str(render(source)).replace("<br>", " "))).unescape().split())


@given(AWKWARD)
def test_plain_text_is_shown_as_it_was_typed(words: str) -> None:
    assert shown(literal(words)).replace(" ", "") == "".join(words.split())
    # An address in it is a link, as "a.ba" is: what was typed as one would not be shown.
    assert not re.search(r"<(?!/?(p|br|a)\b)", str(render(literal(words)))), "no markup comes of it"


def test_lines_and_paragraphs_stay() -> None:
    assert str(render(literal("One\ntwo\n\n\nthree"))).split() == ["<p>One<br>", "two</p>", "<p>three</p>"]


def test_links_can_be_followed() -> None:
    html = str(render(literal("see https://a.example/x_y_z?b=1&c=2 *now*")))
    assert 'href="https://a.example/x_y_z?b=1&amp;c=2"' in html
    assert "*now*" in html


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Choose channel **36**, not `auto`.", "Choose channel 36, not auto."),
        ("See [the manual](https://a.example/m).", "See the manual (https://a.example/m)."),
        ("See https://a.example/m.", "See https://a.example/m."),
        (
            "First.\n\nThen:\n\n- one\n- two\n\n1. three\n2. four",
            "First.\n\nThen:\n\n- one\n- two\n\n1. three\n2. four",
        ),
        ("### Steps\n\n> kind\nwords", "Steps\n\nkind words"),
        ("```\nping\n  -c 3\n```\nafter", "ping\n  -c 3\n\nafter"),
        ("a  \nb", "a\nb"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a  b\n1  2"),
        ("", ""),
    ],
)
def test_markdown_is_told_plainly(source: str, told: str) -> None:
    assert plain(source) == told


@given(st.text(max_size=200))
def test_any_markdown_can_be_told(source: str) -> None:
    assert isinstance(plain(source), str)
