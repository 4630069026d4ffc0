"""Signed numbers as a page says them, in order also where it is read from right to left."""

from __future__ import annotations

from flask_babel import get_locale

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# Invisible, and of a left-to-right script: what follows it keeps its sign in front of its digits.
LEFT_TO_RIGHT_MARK = "\u200e"


def reads_right_to_left() -> bool:
    """Whether the page's language is written from right to left."""
    return str(get_locale() or "en")[:2] in RIGHT_TO_LEFT


def numeral(said: str) -> str:
    """A number with a true minus, and no sign where it rounds to nothing.

    Its sign would stand behind its digits among words from right to left (UAX 9, W7).
    """
    if said[:1] in {"-", "+"} and "0" in said and not said[1:].strip("0."):
        return said[1:]
    said = "−" + said[1:] if said.startswith("-") else said
    return LEFT_TO_RIGHT_MARK + said if said[:1] in {"−", "+"} and reads_right_to_left() else said
