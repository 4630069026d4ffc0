"""Whole words and phrases, found in one pass over the words of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_APOSTROPHES = "'\u2019"
_SENTENCE_END = frozenset(".!?\n")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*", re.IGNORECASE)
# Written without spaces between words, so each character counts as a word of its own.
_UNSPACED = (
    "CJK UNIFIED",
    "CJK COMPATIBILITY IDEOGRAPH",
    "HIRAGANA",
    "KATAKANA",
    "THAI ",
    "LAO ",
    "KHMER ",
    "MYANMAR ",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared (folded) and where it stands."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _role(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return "hidden"
    if category[0] not in "LNM":
        return "apostrophe" if char in _APOSTROPHES else "gap"
    return "alone" if unicodedata.name(char, "").startswith(_UNSPACED) else "letter"


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The form in which two spellings of a word are equal: NFKC, casefold, nothing hidden; diacritics stay."""
    seen = "".join(char for char in word if unicodedata.category(char) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return folded.replace("\u2019", "'")


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    if text.isascii():
        for found in _ASCII_WORD.finditer(text):
            yield Word(found.group().lower(), found.start(), found.end())
        return
    for start, end in _spans(text):
        yield Word(fold(text[start:end]), start, end)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, char in enumerate(text):
        role = _role(char)
        if role == "letter" or (start is not None and (role == "hidden" or _joins(role, text, at))):
            start = at if start is None else start
            continue
        if start is not None:
            yield start, at
            start = None
        if role == "alone":
            yield at, at + 1
    if start is not None:
        yield start, len(text)


def _joins(role: str, text: str, at: int) -> bool:
    return role == "apostrophe" and at + 1 < len(text) and _role(text[at + 1]) == "letter"


def apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those left out that begin within an earlier one."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    is_end: bool = False


class Terms:
    """Terms to look for, as a tree of words; a scan costs at most the words of the text times the longest term."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Build the tree; a term without any word in it is ignored."""
        self._root = _Node()
        for term in terms:
            self._plant([word.folded for word in words(term)])

    def _plant(self, term: list[str]) -> None:
        node = self._root
        for word in term:
            node = node.next.setdefault(word, _Node())
        node.is_end = bool(term)

    def find(self, text: str, line: list[Word] | None = None) -> list[tuple[int, int]]:
        """Where the terms stand, longest first at each place, none overlapping; a phrase never crosses a sentence.

        `line` are the words of the text, where somebody counted them before.
        """
        line = list(words(text)) if line is None else line
        spans: list[tuple[int, int]] = []
        at = 0
        while at < len(line):
            last = self._longest(text, line, at)
            if last is not None:
                spans.append((line[at].start, line[last].end))
            at = at + 1 if last is None else last + 1
        return spans

    def _longest(self, text: str, line: list[Word], at: int) -> int | None:
        node, last = self._root, None
        for index in range(at, len(line)):
            if index > at and not _SENTENCE_END.isdisjoint(text[line[index - 1].end : line[index].start]):
                break
            step = _step(node, line[index].folded)
            if step is None:
                break
            node = step
            last = index if node.is_end else last
        return last


def _step(node: _Node, word: str) -> _Node | None:
    # "idiot's" is the word "idiot" too, unless the term itself was written with the ending.
    return node.next.get(word) or (node.next.get(word[:-2]) if word.endswith("'s") else None)
