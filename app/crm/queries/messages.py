"""Reading what people write to the care team, of which each kind has a keeper elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.crm.models import Interaction, SupportContact
from app.extensions import db


@dataclass(frozen=True)
class Message:
    """What somebody wrote; `read` names what they had opened before, such as `question:42`."""

    title: str
    body: str
    url: str
    read: Sequence[str]


Finder = Callable[[Collection[str], Person | None], dict[str, str]]
SUPPORT = "support:"
_finders: list[Finder] = []
_keepers: dict[str, Callable[[int], Message | None]] = {}


def keeper(kind: str) -> Callable[[Callable[[int], Message | None]], Callable[[int], Message | None]]:
    """Let a function tell the messages of a kind, by their number."""

    def keep(tell: Callable[[int], Message | None]) -> Callable[[int], Message | None]:
        _keepers[kind] = tell
        return tell

    return keep


def message(reference: str) -> Message | None:
    """One by its name, such as `filing:7`, as its keeper has it now."""
    kind, _, number = reference.partition(":")
    return _keepers[kind](int(number)) if kind in _keepers and number.isdecimal() else None


def finder(find: Finder) -> Finder:
    """Let a function find the pages, that somebody may open, of what some support contacts were written in.

    It is given the contacts' keys and the reader, and answers by key.
    """
    _finders.append(find)
    return find


def pages_behind(rows: Iterable[Interaction], reader: Person | None) -> dict[str, str]:
    """Where what was written to the care team is read, by the lines' subjects; asks nothing where no line is such."""
    numbers = {int(row.subject.removeprefix(SUPPORT)) for row in rows if row.subject.startswith(SUPPORT)}
    if not numbers:
        return {}
    keys = select(SupportContact.key, SupportContact.id).where(SupportContact.id.in_(numbers))
    subjects = {key: f"{SUPPORT}{number}" for key, number in db.session.execute(keys)}
    return {subjects[key]: url for find in _finders for key, url in find(subjects.keys(), reader).items()}
