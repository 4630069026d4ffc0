"""What changed between two texts, paragraph by paragraph."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from app.training import changes

lines = st.lists(st.sampled_from(["Be kind.", "Be kind and quick.", "Say what you know.", "x", "y z"]), max_size=8)


@settings(deadline=None)
@given(lines, lines)
def test_dropped_and_added_words_are_those_of_the_texts(before: list[str], after: list[str]) -> None:
    shown = changes.paragraphs("\n".join(before), "\n".join(after))
    pieces = [piece for paragraph in shown for piece in paragraph.pieces]
    old = [*"".join(piece.text + " " for piece in pieces if piece.kind == "drop").split()]
    new = [*"".join(piece.text + " " for piece in pieces if piece.kind == "add").split()]
    assert not Counter(old) - Counter(re.findall(r"\w+|\.", " ".join(before))) - Counter(" ".join(before).split())
    assert not Counter(new) - Counter(re.findall(r"\w+|\.", " ".join(after))) - Counter(" ".join(after).split())
    assert (shown == []) is (before == after)


def test_a_reworded_paragraph_shows_its_words_and_a_new_one_stands_whole() -> None:
    before = "# Rules\n\nBe kind to all.\n\nNever promise.\n\nSign."
    after = "# Rules\n\nBe kind to everybody.\n\nPrices come from the list.\n\nSign."
    shown = changes.paragraphs(before, after)
    assert [paragraph.kind for paragraph in shown] == ["keep", "reworded", "add", "drop", "keep"]
    assert shown[1].pieces == [("keep", "Be kind to "), ("drop", "all"), ("add", "everybody"), ("keep", ".")]


def test_only_what_is_near_a_change_is_shown() -> None:
    before = "\n".join(f"Line {n}." for n in range(9))
    after = before.replace("Line 4.", "Line four.")
    assert changes.near(changes.between(before, after)) == [
        ("keep", "Line 3."), ("drop", "Line 4."), ("add", "Line four."), ("keep", "Line 5."),
    ]  # fmt: skip
    assert changes.near(changes.between(before, before)) == []
