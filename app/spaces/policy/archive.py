"""An archived space is read and not changed: the one place that refuses deeds there, whatever way they come in.

Policies ask `is_open`, so that pages offer nothing that is refused. What no policy thought of ends here: a deed
is written into the event book within its own transaction, and the book takes none by a person in an archived space,
be it done on a page, by a program, by mail, in a channel or by an operator's verb.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from app.core.access import Refused
from app.core.events import Actor, Event, guards_book
from app.extensions import db
from app.spaces.models import Space
from app.spaces.policy.spaces import is_open

P = ParamSpec("P")
T = TypeVar("T")
STILL_DONE = ("spaces.", "moderation.")
_lifted: ContextVar[bool] = ContextVar("archive_lifted", default=False)


@guards_book
def refuse_in_archive(happened: Event, by: Actor | None, space_id: int | None) -> None:
    """Raise Refused for what a person does in an archived space; what follows by itself from earlier deeds goes on."""
    if by is not None and not happened.name.startswith(STILL_DONE):
        ensure_open(space_id)


def ensure_open(space_id: int | None) -> None:
    """Raise Refused in an archived space, for deeds that leave no event there."""
    if space_id is None or _lifted.get():
        return
    space = db.session.get(Space, space_id)
    if space is not None and not (decision := is_open(space)):
        raise Refused(decision)


def reaches_archive(deed: Callable[P, T]) -> Callable[P, T]:
    """Let a deed be done in archived spaces as well: taking down what nobody should read has no end."""

    @wraps(deed)
    def lifted(*args: P.args, **kwargs: P.kwargs) -> T:
        before = _lifted.set(True)
        try:
            return deed(*args, **kwargs)
        finally:
            _lifted.reset(before)

    return lifted
