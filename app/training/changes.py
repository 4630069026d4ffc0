"""What changed between two texts, paragraph by paragraph; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

MARKS = re.compile(r"^\s*(?:#{1,6}|[-*+>])\s+|\*\*|__|`")  # Markdown's own signs say nothing about the words
Kind = Literal["keep", "drop", "add"]


class Change(NamedTuple):
    """One paragraph or list item, and what became of it."""

    kind: Kind
    text: str


def between(before: str, after: str) -> list[Change]:
    """Every paragraph of both texts in reading order, each with what became of it."""
    old, new = list(_paragraphs(before)), list(_paragraphs(after))
    changes: list[Change] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [Change("keep", words) for words in new[new_start:new_end]]
            continue
        changes += [Change("drop", words) for words in old[old_start:old_end]]
        changes += [Change("add", words) for words in new[new_start:new_end]]
    return changes


def near(changes: list[Change], around: int = 1) -> list[Change]:
    """Only what changed, with so many unchanged paragraphs before and after each change."""
    touched = [place for place, change in enumerate(changes) if change.kind != "keep"]
    kept = {place + step for place in touched for step in range(-around, around + 1)}
    return [change for place, change in enumerate(changes) if place in kept]


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if words := " ".join(MARKS.sub("", line).split()):
            yield words
