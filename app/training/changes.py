"""What changed between two texts, paragraph by paragraph, and within one word by word; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from app.core import words
from app.core.words import Piece

# Markdown's own signs say nothing about the words.
MARKS = re.compile(r"^\s*(?:#{1,6}|[-*+>])\s+|\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
ALIKE = 0.5  # the share in common from which on a paragraph was reworded rather than replaced
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


class Paragraph(NamedTuple):
    """One paragraph or list item: kept, dropped, added, or reworded, as the runs of words that became of it."""

    kind: Literal["keep", "drop", "add", "reworded"]
    pieces: list[Piece]


def paragraphs(before: str, after: str) -> list[Paragraph]:
    """What changed, with one unchanged paragraph around each change; a reworded one shows which words did."""
    shown: list[Paragraph] = []
    drops: list[str] = []
    for change in [*between(before, after), Change("keep", "")]:
        if change.kind == "drop":
            drops.append(change.text)
            continue
        place = _source(drops, change.text) if change.kind == "add" else None
        gone = drops if change.kind == "keep" else drops[: place or 0]
        shown += [_whole("drop", text) for text in gone]
        if place is None:
            shown.append(_whole(change.kind, change.text))
        else:
            shown.append(Paragraph("reworded", words.between(drops[place], change.text)))
        drops = [] if change.kind == "keep" else drops[0 if place is None else place + 1 :]
    kept = _kept_near([paragraph.kind != "keep" for paragraph in shown], 1)
    return [paragraph for place, paragraph in enumerate(shown[:-1]) if place in kept]


def _whole(kind: Kind, text: str) -> Paragraph:
    return Paragraph(kind, [Piece(kind, text)])


def _source(drops: list[str], added: str) -> int | None:
    """Which of the dropped paragraphs this one was made from."""
    for place, dropped in enumerate(drops):
        if SequenceMatcher(None, dropped.split(), added.split(), autojunk=False).ratio() >= ALIKE:
            return place
    return None


def near(changes: list[Change], around: int = 1) -> list[Change]:
    """Only what changed, with so many unchanged paragraphs before and after each change."""
    kept = _kept_near([change.kind != "keep" for change in changes], around)
    return [change for place, change in enumerate(changes) if place in kept]


def _kept_near(touched: list[bool], around: int) -> set[int]:
    places = [place for place, changed in enumerate(touched) if changed]
    return {place + step for place in places for step in range(-around, around + 1)}


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if words := " ".join(MARKS.sub("", line).split()):
            yield words
