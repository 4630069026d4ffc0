"""From text to the words that are compared: the same for both engines and for what is typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from whoosh.lang.porter import stem as porter

from app.search.engine.port import Document

LONGEST_WORD = 64
MOST_WORDS = 5_000
MOST_ASKED = 24
EXCERPT = 400
# Scripts without spaces are compared character by character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as words, space-separated.

    `title` are the title's stems, `joined` its neighbouring words run together, `typed` its words unstemmed; `text`
    are the stems of everything else.
    """

    title: str
    joined: str
    typed: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: its words as they stand, their stems, and neighbours run together ("log in" is "login")."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    joined: tuple[str, ...]

    @property
    def last(self) -> str:
        """The last word, which may be unfinished."""
        return self.words[-1] if self.words else ""

    @property
    def last_stem(self) -> str:
        """The last word's stem."""
        return stem(self.last)


def words(text: str) -> list[str]:
    """The words of a text, folded but not stemmed."""
    folded = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text).casefold())
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded)[:MOST_WORDS]]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of an English word (Porter 1980); other words as they are."""
    return str(porter(word)) if word.isascii() else word


def analyse(document: Document) -> Indexed:
    """The words under which a document is found."""
    title = words(document.title)
    rest = words(f"{document.answer}\n{document.body}\n{' '.join(document.topics)}")
    return Indexed(
        title=" ".join(map(stem, title)),
        joined=" ".join(_joined(title)),
        typed=" ".join(dict.fromkeys(title)),
        text=" ".join(map(stem, rest)),
    )


def ask(text: str) -> Asked:
    """The words of what somebody types; of a long text the beginning."""
    asked = words(text)[:MOST_ASKED]
    return Asked(tuple(asked), tuple(dict.fromkeys(map(stem, asked))), tuple(dict.fromkeys(_joined(asked))))


def trigrams(word: str) -> set[str]:
    """The three letters in a row that a word has, its beginning and its end among them."""
    edged = f" {word} "
    return {edged[at : at + 3] for at in range(len(edged) - 2)}


def _joined(row: Sequence[str]) -> list[str]:
    return [stem(one + other) for one, other in pairwise(row)]
