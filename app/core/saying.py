"""Words that a feature beneath screening takes: whoever screens hangs on here, and refuses before they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Mapping[str, str], Any], None]
_checks: list[Check] = []


def screens_words(check: Check) -> Check:
    """Let a feature refuse what somebody says: `check(words by field, by)` raises Invalid with the fields."""
    _checks.append(check)
    return check


def ensure_sayable(words: Mapping[str, str], *, instead_of: object = None, by: Any) -> None:
    """Raise what a check raises for words that everybody would read, by the fields they were typed in.

    What the row that they stand in says already in a field of the same name is not checked again.
    """
    new = {field: said for field, said in words.items() if said != getattr(instead_of, field, "")}
    for check in _checks:
        check(new, by)
