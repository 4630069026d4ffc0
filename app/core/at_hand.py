"""What is the same for a whole batch of events, or of effects, is read once for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from sqlalchemy import event

from app.extensions import Model, db

T = TypeVar("T")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def at_hand(*kinds: type[Model]) -> Iterator[None]:
    """Let the block ask `once`, and hold on to the rows of these kinds that it reads, which it never changes.

    A session lets go of what nobody holds, and would read it anew for each event.
    """
    held: list[object] = []

    def hold(_session: object, row: object) -> None:
        if isinstance(row, kinds):
            held.append(row)

    session, token = db.session(), _known.set({})
    event.listen(session, "loaded_as_persistent", hold)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", hold)
        _known.reset(token)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """What `ask` says, asked once a batch; outside of one, each time."""
    known = _known.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    answer: T = known[key]
    return answer


def forget() -> None:
    """Ask anew from here on: something went otherwise than expected."""
    if (known := _known.get()) is not None:
        known.clear()
