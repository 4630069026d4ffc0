"""A save that did not know the latest text is told so, with both texts, instead of winning."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _

from app.core.access import Conflict


class Worded(Protocol):
    """Something whose words change; `version` changes with them."""

    body: str

    @property
    def version(self) -> str:
        """What a form remembers of the words that it changes."""


@dataclass
class Words:
    """Words that stand somewhere, with the version that they are."""

    version: str
    body: str


class Stale(Conflict):
    """Somebody else changed the text since it was read: `version` and `body` are the latest."""

    def __init__(self, thing: Worded) -> None:
        said = _("Somebody changed this text while you were writing. Nothing of either text is lost.")
        super().__init__(said, version=thing.version, body=thing.body)


def fingerprint(said: object) -> str:
    """A version for what has none of its own: it changes with what is said, a value that JSON can write."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def check_version(thing: Worded, version: str | None) -> None:
    """Raise Stale where a version is given that is not the latest; whoever holds the row may rely on it."""
    if version and version != thing.version:
        raise Stale(thing)
