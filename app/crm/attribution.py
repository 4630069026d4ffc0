"""Whose an identity's deeds are, by the ties that stand: a pure reckoning, from scratch each time.

A tie holds from a moment on, until the next one begins. So a handle that passes to somebody else leaves what was done
before where it was, and undoing a tie gives its stretch back to the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # before every deed
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # after every deed


class Tie(Protocol):
    """A tie that stands: whose, from when on."""

    @property
    def contact_id(self) -> int:
        """The contact's id."""
        ...

    @property
    def valid_from(self) -> datetime:
        """The first moment of which it speaks."""
        ...


@dataclass(frozen=True)
class Span:
    """A stretch of time, from `since` up to but not with `until`, and whose the deeds in it are."""

    since: datetime
    until: datetime
    contact_id: int | None


@dataclass(frozen=True)
class Change:
    """A stretch whose deeds passed from one contact to another; None is nobody."""

    since: datetime
    until: datetime
    before: int | None
    after: int | None


def spans(ties: Iterable[Tie]) -> list[Span]:
    """The whole of time in stretches, each with its owner; no two ties may begin at the same moment."""
    ordered = sorted(ties, key=lambda tie: tie.valid_from)
    edges = [tie.valid_from for tie in ordered]
    found = [
        Span(tie.valid_from, until, tie.contact_id) for tie, until in zip(ordered, [*edges, NEVER][1:], strict=True)
    ]
    if not edges or edges[0] > ALWAYS:
        found.insert(0, Span(ALWAYS, edges[0] if edges else NEVER, None))
    return found


def owner(ties: Iterable[Tie], at: datetime) -> int | None:
    """Whose a deed of this moment is."""
    begun = [tie for tie in ties if tie.valid_from <= at]
    return max(begun, key=lambda tie: tie.valid_from).contact_id if begun else None


def changes(before: Sequence[Span], after: Sequence[Span]) -> list[Change]:
    """Where the two differ, oldest first, neighbouring stretches of the same change put together."""
    edges = sorted({span.since for span in (*before, *after)})
    found: list[Change] = []
    for since, until in zip(edges, [*edges, NEVER][1:], strict=True):
        was, now = _at(before, since), _at(after, since)
        if was == now:
            continue
        last = found[-1] if found else None
        if last is not None and (last.until, last.before, last.after) == (since, was, now):
            found[-1] = Change(last.since, until, was, now)
        else:
            found.append(Change(since, until, was, now))
    return found


def _at(stretches: Sequence[Span], at: datetime) -> int | None:
    return next(span.contact_id for span in stretches if span.since <= at < span.until)
