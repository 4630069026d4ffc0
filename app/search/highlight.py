"""Which part of a text to show for what was asked, and its words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape
from whoosh.lang.stopwords import stoplists

from app.search.engine.analysis import stem, words

LENGTH = 220
LEAD = 60
SHORTEST_BEGINNING = 3
FILLERS = frozenset(stoplists["en"])
_WORD = re.compile(r"\w+")


def window(text: str, q: str, length: int = LENGTH) -> str:
    """The stretch of a plain text around the first word that was asked for, or its beginning; about `length` long."""
    at = next((match.start() for match in _found(text, q)), 0)
    start = 0 if at < LEAD or len(text) <= length else text.rfind(" ", 0, at - LEAD + 1) + 1
    end = len(text) if len(text) - start <= length else start + length
    shown = text[start:end] if end == len(text) else text[start:end].rsplit(" ", 1)[0].rstrip(",.;:")
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")


def marked(text: str, q: str) -> Markup:
    """The text with the words that were asked for in `<mark>`, everything else escaped."""
    parts: list[Markup] = []
    last = 0
    for match in _found(text, q):
        parts += [escape(text[last : match.start()]), Markup("<mark>{}</mark>").format(match[0])]
        last = match.end()
    return Markup("").join([*parts, escape(text[last:])])


def _found(text: str, q: str) -> Iterator[re.Match[str]]:
    asked = words(q)
    # "how do I" is in every question: marked, it hides the words by which one was found.
    telling = [word for word in asked if word not in FILLERS] or asked
    stems, last = set(map(stem, telling)), asked[-1] if asked else ""
    for match in _WORD.finditer(text):
        here = words(match[0])
        begun = len(last) >= SHORTEST_BEGINNING and any(word.startswith(last) for word in here)
        if begun or any(stem(word) in stems for word in here):
            yield match
