"""Named blanks: what is known is filled, the rest stays open, and code is left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core import blanks, text

NAMES = st.from_regex(r"[a-z][a-z ]{0,8}[a-z]", fullmatch=True)


def test_the_known_is_filled_and_the_rest_stays_open() -> None:
    filled = blanks.fill("Hello {{customer}}, your {{ product }} comes {{date}}.", {"customer": "Ben", "product": ""})
    assert filled == "Hello Ben, your {{ product }} comes {{date}}."
    assert blanks.unfilled(filled) == ["product", "date"]


def test_code_keeps_its_braces() -> None:
    words = "Write `{{ user }}` or\n```\n{{ host }}\n```\nand then {{this}}."
    assert blanks.unfilled(words) == ["this"]
    assert blanks.fill(words, {"user": "x", "host": "x", "this": "that"}) == words.replace("{{this}}", "that")


@given(NAMES, st.text(max_size=40))
def test_a_value_never_makes_a_new_blank(name: str, value: str) -> None:
    filled = blanks.fill("{{" + name + "}}", {" ".join(name.split()): value})
    assert not value or blanks.unfilled(filled) == []


@given(st.text(max_size=200))
def test_any_text_goes_through(words: str) -> None:
    assert blanks.fill(words, {}) == words
    assert all(blanks.unfilled("{{" + name + "}}") for name in blanks.unfilled(words))


def test_open_blanks_stand_out_in_the_preview() -> None:
    html = blanks.marked(str(text.render("Dear {{customer}}, type `{{x}}`.")))
    assert html.count('<mark class="blank">') == 1
    assert "<code>{{x}}</code>" in html
