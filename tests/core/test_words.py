"""Word-by-word comparison."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core import words

TEXTS = st.text(alphabet="ab \n.,é", max_size=60)


@given(TEXTS, TEXTS)
def test_keep_and_add_give_the_new_text_keep_and_drop_the_old_one(before: str, after: str) -> None:
    pieces = words.between(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "drop") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "add") == before


def test_only_the_changed_word_is_marked() -> None:
    pieces = words.between("Set the channel to 36.", "Set the channel to 44.")
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "keep"] == [("drop", "36"), ("add", "44")]


def test_a_sentence_written_anew_is_read_as_one() -> None:
    pieces = words.between("Keep me. Ask at the desk first.", "Keep me. See the page for the hours.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("keep", "Keep me. "), ("drop", "Ask at the desk first"), ("add", "See the page for the hours"), ("keep", "."),
    ]  # fmt: skip


def test_changes_far_from_each_other_stay_apart() -> None:
    pieces = words.between("One hub for each of us, and a lamp.", "Two hubs for each of us, and a light.")
    assert [piece.text for piece in pieces if piece.kind == "keep"] == [" for each of us, and a ", "."]


def test_long_texts_are_compared_by_lines() -> None:
    before = "one two\n" * 2000
    pieces = words.between(before, before + "three four\n")
    assert [(piece.kind, piece.text) for piece in pieces][1:] == [("add", "three four\n")]


def test_texts_that_repeat_themselves_without_end_are_not_compared_line_by_line() -> None:
    """Twenty thousand signs of two letters a line took minutes of anybody's page of changes."""
    before, after = "x\n" * 10_000, "y\n" + "x\nz\n" * 4_999
    assert words.between(before, after) == [("drop", before[:-1]), ("add", after[:-1]), ("keep", "\n")]


def test_what_stands_before_and_after_a_change_is_kept_however_long_it_is() -> None:
    start, end = "x\n" * 4_000, "y\n" * 4_000
    pieces = words.between(f"{start}old\n{end}", f"{start}new\n{end}")
    assert pieces == [("keep", start), ("drop", "old"), ("add", "new"), ("keep", f"\n{end}")]
