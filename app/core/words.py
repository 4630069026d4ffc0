"""What changed between two texts, word by word; pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond so many words the comparison, which takes the product of both lengths, goes by lines.
MOST_WORDS = 1500
Kind = Literal["keep", "drop", "add"]


class Piece(NamedTuple):
    """A run of text, and what became of it."""

    kind: Kind
    text: str


def between(before: str, after: str) -> list[Piece]:
    """Both texts in reading order as runs that were kept, dropped or added; joining keep and add gives `after`."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("keep", "".join(old[i:j])))
            continue
        pieces += [Piece("drop", "".join(old[i:j]))] if j > i else []
        pieces += [Piece("add", "".join(new[k:m]))] if m > k else []
    return pieces
