"""What changed between two texts, word by word; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Of so many words, or else lines, a comparison takes a moment whatever they are; it grows with the product of both.
MOST = 1500
Kind = Literal["keep", "drop", "add"]
KINDS: tuple[Kind, ...] = ("keep", "drop", "add")


class Piece(NamedTuple):
    """A run of text, and what became of it."""

    kind: Kind
    text: str


def between(before: str, after: str) -> list[Piece]:
    """Both texts in reading order as runs that were kept, dropped or added; joining keep and add gives `after`.

    What lies between the first and the last change goes by words, where these are too many by lines, else as a whole.
    What stayed between two changes and is shorter than either goes with them: a sentence that was written anew is read
    as one, not as the words that both happen to have.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    start = _alike(zip(old, new, strict=False))
    end = _alike(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    changed = _changed(old[start : len(old) - end], new[start : len(new) - end])
    return [*_piece("keep", old[:start]), *changed, *_piece("keep", old[len(old) - end :])]


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    if max(len(old), len(new)) > MOST:
        old, new = "".join(old).splitlines(keepends=True), "".join(new).splitlines(keepends=True)
    if max(len(old), len(new)) > MOST:
        return [*_piece("drop", old), *_piece("add", new)]
    steps: list[_Step] = []
    kept = ""
    # What stands in one place of a hundred begins no match, or texts of few words said again and again take minutes.
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            kept = "".join(old[i:j])
            continue
        step = _Step(kept, "".join(old[i:j]), "".join(new[k:m]))
        while steps and len(step.kept) < min(steps[-1].size, step.size):
            last = steps.pop()
            step = _Step(last.kept, last.dropped + step.kept + step.dropped, last.added + step.kept + step.added)
        steps.append(step)
        kept = ""
    told = [Piece(kind, text) for step in steps for kind, text in zip(KINDS, step, strict=True)]
    return [piece for piece in [*told, Piece("keep", kept)] if piece.text]


class _Step(NamedTuple):
    """One change, and what stayed before it."""

    kept: str
    dropped: str
    added: str

    @property
    def size(self) -> int:
        """How much of the text it is."""
        return max(len(self.dropped), len(self.added))


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many of these pairs are of equals, before the first that is not."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _piece(kind: Kind, words: Sequence[str]) -> list[Piece]:
    return [Piece(kind, "".join(words))] if words else []
