"""What a monitor listens for: words, "phrases", -words that must not be there, and OR between ways to say it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _

LONGEST = 300
MOST_TERMS = 40
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_TERM = re.compile(r'(-?)"([^"]*)"|(\S+)')


class BadQuery(ValueError):
    """Words that say nothing to listen for; the text says what to change."""


@dataclass(frozen=True)
class Way:
    """One of the ways to say it: all of `wanted`, none of `unwanted`; each a phrase of folded words."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Whether a text, folded by `folded`, says it this way."""
        return all(term in text for term in self.wanted) and not any(term in text for term in self.unwanted)


@dataclass(frozen=True)
class Query:
    """What is listened for."""

    ways: tuple[Way, ...]

    def finds(self, text: str) -> bool:
        """Whether a text says it in any of the ways."""
        return self.fits(folded(text))

    def fits(self, text: str) -> bool:
        """The same of a text that is folded already."""
        return any(way.fits(text) for way in self.ways)


def words(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def folded(text: str) -> str:
    """A text as its words with a space before and behind each, in which a phrase is found whole."""
    return f" {' '.join(words(text))} "


@lru_cache(maxsize=512)
def parse(said: str) -> Query:
    """A query from what was typed; raises BadQuery with a sentence for whoever typed it."""
    if len(said) > LONGEST:
        raise BadQuery(_("At most %(most)d characters.", most=LONGEST))
    if said.count('"') % 2:
        raise BadQuery(_("Close the quotation marks around the phrase."))
    ways: list[tuple[list[str], list[str]]] = [([], [])]
    for minus, phrase, word in _TERM.findall(said.replace("“", '"').replace("”", '"')):
        if word == "OR":
            ways.append(([], []))
            continue
        is_unwanted = bool(minus) or (word.startswith("-") and len(word) > 1)
        term = folded(phrase or word)
        if term.strip():
            ways[-1][is_unwanted].append(term)
    return _checked(ways)


def _checked(ways: list[tuple[list[str], list[str]]]) -> Query:
    if any(not wanted for wanted, _unwanted in ways):
        raise BadQuery(_("Each way needs a word that must be there, on both sides of OR."))
    if sum(len(wanted) + len(unwanted) for wanted, unwanted in ways) > MOST_TERMS:
        raise BadQuery(_("At most %(most)d words and phrases.", most=MOST_TERMS))
    return Query(tuple(Way(tuple(wanted), tuple(unwanted)) for wanted, unwanted in ways))
