"""Rules of who sees what, as SQL that a page builds once, however many of its lists and counts ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

from flask import g, has_request_context

from app.core.transaction import is_reading


class Someone(Protocol):
    """Whoever a rule is asked for: anything with an id."""

    @property
    def id(self) -> int:
        """The person's id."""
        ...


P = TypeVar("P", bound=Someone | None)
T = TypeVar("T")


def only_reads() -> bool:
    """Whether what is asked now stays true until the answer goes out: a page is made, and nothing is changed."""
    return has_request_context() and is_reading()


def once_a_page(rule: Callable[[P], T]) -> Callable[[P], T]:
    """Keep what a rule says of a person while a page is made; where things change it is asked anew each time."""

    @wraps(rule)
    def asked(person: P) -> T:
        if not only_reads():
            return rule(person)
        kept: dict[tuple[Any, int | None], T] = g.setdefault("rules", {})
        key = (rule, None if person is None else person.id)
        if key not in kept:
            kept[key] = rule(person)
        return kept[key]

    return asked
