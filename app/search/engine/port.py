"""What the rest of the product knows of a search engine."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

# Beside the kinds of documents: questions, but only those with an answer.
ANSWERED = "answered question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A thing that can be found; `key` is "question:42", `answer` the text that answers it, if any."""

    key: str
    kind: str
    space_id: int
    title: str
    at: datetime
    body: str = ""
    answer: str = ""
    topics: tuple[str, ...] = ()
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; `answer` begins its answer, `alikeness` (0 to 1) says how surely it is about the same."""

    key: str
    kind: str
    space_id: int
    title: str
    answer: str
    score: float
    alikeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits, best first, and how many there are in all."""

    items: tuple[Hit, ...] = ()
    total: int = 0


class Engine(Protocol):
    """An index that can be filled, searched, and rebuilt from the database at any time.

    `spaces` limits to the spaces the reader may see; None means all of them. Whoever shows hits checks again what
    the reader may see: the index lags behind the database.
    """

    def put(self, docs: Iterable[Document]) -> None:
        """Add documents, each in the place of the one with its key."""

    def drop(self, keys: Iterable[str]) -> None:
        """Take documents out; unknown keys are no mistake."""

    def search(
        self, q: str, kind: str | None = None, spaces: AbstractSet[int] | None = None, limit: int = 30, offset: int = 0
    ) -> Hits:
        """Documents with all the words (the last may be unfinished); with any of them where none has all."""

    def similar(self, q: str, spaces: AbstractSet[int] | None = None, limit: int = 5, kind: str = ANSWERED) -> Hits:
        """Answered questions, or other documents of a kind, most like this text, which may still be in the typing."""

    def count(self) -> int:
        """How many documents there are."""

    def clear(self) -> None:
        """Forget everything, the watermark too."""

    def compact(self) -> None:
        """Write the index anew as one, so that nothing lies in it that was taken out."""

    def watermark(self) -> int:
        """The last event taken in, 0 at first."""

    def set_watermark(self, event_id: int) -> None:
        """Note the last event taken in, after its documents are."""
