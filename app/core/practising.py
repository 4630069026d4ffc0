"""What novices practise on: a hook, so that courses can ask for it while practice stands on what is above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Offered:
    """An old question that somebody may practise on; `asked` says which, as its number alone might be another's."""

    title: str
    url: str
    asked: str


class PracticeBook(Protocol):
    """Who knows what may be practised on, and what was."""

    def offered(self, question_id: int, person: Any) -> Offered | None:
        """A question, if this person may practise on it, or with None if it is fit for anybody's practice."""

    def handed_in(self, person: Any) -> dict[int, str]:
        """By question, what a mentor said of somebody's practice: `ready`, `not_yet`, or nothing while it waits."""


_books: list[PracticeBook] = []


def knows_practice(book: PracticeBook) -> PracticeBook:
    """Let a higher feature say what was practised."""
    _books.append(book)
    return book


def book() -> PracticeBook:
    """Who knows."""
    return _books[0]
