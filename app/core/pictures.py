"""Pictures of a lower feature's things: a higher one, which keeps files, hangs itself on as their keeper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is kept: its `name` is its own among those of its thing, `url` where it is served."""

    token: str
    name: str
    url: str
    thumb_url: str
    width: int
    height: int


class Keeper(Protocol):
    """Who checks, keeps and serves pictures; a thing is called as `course:3`, and who may see it the keeper knows."""

    def prepared(self, name: str, content: bytes) -> Any:
        """Check a picture and make it anew, without the database; raises Invalid on `files`."""

    def keep(self, prepared: Any, name: str, subject: str, *, by: Any) -> Picture:
        """Hang it on a thing, in place of one of the same name; the same bytes change nothing. Raises Invalid."""

    def of(self, subject: str) -> list[Picture]:
        """The pictures of a thing, in the order they came."""

    def content(self, picture: Picture) -> bytes:
        """Its bytes."""

    def drop(self, name: str, subject: str, *, by: Any) -> None:
        """Take one away."""


_keepers: list[Keeper] = []


def keeps_pictures(keeper: Keeper) -> Keeper:
    """Let a higher feature keep the pictures of the lower ones."""
    _keepers.append(keeper)
    return keeper


def keeper() -> Keeper:
    """Who keeps them."""
    return _keepers[0]
