"""The rail: each feature hangs its own entry, with the count of what waits there for the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request


@dataclass(frozen=True)
class Entry:
    """One place in the rail; `shown` and `count` are asked per person (None: a visitor).

    `also` are the addresses beside its own whose pages belong to it.
    """

    label: Callable[[], str]
    url: str
    icon: str
    order: int
    work: bool = False
    shown: Callable[[Any], bool] = lambda person: True
    count: Callable[[Any], int] | None = None
    act: bool = False
    also: tuple[str, ...] = ()


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    """Hang one entry; adding the same address again replaces it."""
    _entries[:] = sorted([e for e in _entries if e.url != entry.url] + [entry], key=lambda e: e.order)


def sections(person: Any) -> list[dict[str, Any]]:
    """The rail as the frame draws it: everybody's places, then the work that this person has a role for."""
    shown = [entry for entry in _entries if entry.shown(person)]
    held = {url: e for e in shown for url in (e.url, *e.also) if _holds(url, request.path)}
    here = held[max(held, key=len)] if held else None
    groups = ((False, None), (True, "Work"))
    built = [
        {"label": label, "items": [_item(e, person, here) for e in shown if e.work is work]} for work, label in groups
    ]
    return [section for section in built if section["items"]]


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url + "/"))


def _item(entry: Entry, person: Any, here: Entry | None) -> dict[str, Any]:
    return {
        "label": entry.label(),
        "url": entry.url,
        "icon": entry.icon,
        "count": entry.count(person) if entry.count else 0,
        "act": entry.act,
        "current": entry is here,
    }
