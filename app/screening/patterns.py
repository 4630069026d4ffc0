"""Patterns that a steward writes, matched by an automaton: no pattern makes a text cost more than its length."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

LONGEST = 500
# Bytes that one compiled pattern may take: `(x{1000}){1000}` is refused instead of filling the memory.
MOST_MEMORY = 1 << 20


class BadPattern(ValueError):
    """A pattern that cannot be used; its text says why, in the words of the engine."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """The pattern, blind to case; raises BadPattern.

    The engine (RE2) knows neither back references nor looking around, which cannot be had in linear time.
    """
    if len(pattern) > LONGEST:
        raise BadPattern(f"longer than {LONGEST} characters")
    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, MOST_MEMORY
    try:
        made = re2.compile(pattern, options)
    except re2.error as error:
        raise BadPattern(error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)) from error
    if made.search("") is not None:
        raise BadPattern("it matches nothing at all, and so every text")
    return made


def find(text: str, patterns: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the patterns match, one pattern after the other; empty matches left out."""
    for pattern in patterns:
        for match in compiled(pattern).finditer(text):
            if match.end() > match.start():
                yield match.span()
