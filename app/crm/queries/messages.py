"""Reading what people write to the care team, of which each kind has a keeper elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """What somebody wrote; `read` names what they had opened before, such as `question:42`."""

    title: str
    body: str
    url: str
    read: Sequence[str]


_keepers: dict[str, Callable[[int], Message | None]] = {}


def keeper(kind: str) -> Callable[[Callable[[int], Message | None]], Callable[[int], Message | None]]:
    """Let a function tell the messages of a kind, by their number."""

    def keep(tell: Callable[[int], Message | None]) -> Callable[[int], Message | None]:
        _keepers[kind] = tell
        return tell

    return keep


def message(reference: str) -> Message | None:
    """One by its name, such as `filing:7`, as its keeper has it now."""
    kind, _, number = reference.partition(":")
    return _keepers[kind](int(number)) if kind in _keepers and number.isdecimal() else None
