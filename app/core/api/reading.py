"""The API's description as pages: an index of all operations, and a page for each area."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

Document = dict[str, Any]
NAMED = re.compile(r'"#/components/schemas/([^"]+)"')


class Told(NamedTuple):
    """One operation, as its page tells it."""

    method: str
    path: str
    said: dict[str, Any]


def areas(document: Document) -> dict[str, list[Told]]:
    """The operations by area, which is the first part of their path, both in order of their names."""
    found: dict[str, list[Told]] = {}
    for path, methods in sorted(document["paths"].items()):
        told = [Told(method.upper(), path, said) for method, said in methods.items()]
        found.setdefault(path.split("/")[1], []).extend(told)
    return found


def schemas_of(document: Document, told: list[Told]) -> dict[str, Any]:
    """What is sent and answered in these operations, and all that it is made of, in order of their names."""
    known = document["components"]["schemas"]
    found: set[str] = set()
    new = _named([each.said for each in told])
    while new:
        found |= new
        new = _named([known[name] for name in new]) - found
    return {name: known[name] for name in sorted(found)}


def _named(said: list[Any]) -> set[str]:
    return set(NAMED.findall(json.dumps(said)))
