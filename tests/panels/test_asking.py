"""What is an answer, for any value that somebody may send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Invalid
from app.panels.asking import check_item, cleaned

WORDS = st.text("aA 1\0é", max_size=5)
PLAIN = st.none() | st.booleans() | st.integers(-3, 12) | st.sampled_from([0.0, 1.5, 2.0]) | WORDS
VALUES = PLAIN | st.lists(PLAIN | st.lists(st.integers(0, 2), max_size=2), max_size=4) | st.dictionaries(WORDS, PLAIN)


@dataclass
class Item:
    kind: str
    options: list[Any] = field(default_factory=lambda: ["A", "B", "C"])
    least: int = 1
    most: int = 2


@given(st.sampled_from(["single", "multiple", "rank", "scale", "text"]), VALUES)
def test_an_answer_fits_or_is_refused_with_a_sentence(kind: str, value: Any) -> None:
    item = Item(kind, most=5) if kind == "scale" else Item(kind)
    try:
        said = cleaned(item, value)
    except ValueError:
        return
    if said is None:
        return
    assert cleaned(item, said) == said
    assert {
        "single": lambda: said in {0, 1, 2},
        "multiple": lambda: said == sorted(set(said)) and 1 <= len(said) <= 2,
        "rank": lambda: sorted(said) == [0, 1, 2],
        "scale": lambda: 1 <= said <= 5 and type(said) is int,
        "text": lambda: said == said.strip() and said,
    }[kind]()


@given(
    WORDS, WORDS, st.lists(WORDS, max_size=6), st.integers(-2, 25),
    st.integers(-2, 25),
)  # fmt: skip
def test_an_item_is_taken_only_if_it_can_be_answered(
    kind: str, prompt: str, options: list[str], least: int, most: int
) -> None:
    for each in (kind, "single", "multiple", "rank", "scale", "text"):
        try:
            low, high = check_item(each, prompt, options, least, most)
        except Invalid:
            continue
        item = Item(each, options, low, high)
        some: dict[str, Any] = {
            "single": 0, "multiple": list(range(max(1, low))), "rank": list(range(len(options))), "scale": high,
            "text": "Yes",
        }  # fmt: skip
        assert cleaned(item, some[each]) == some[each]


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="4000"):
        cleaned(Item("text"), "a" * 4001)
