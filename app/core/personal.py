"""What the product holds of a person: each feature declares it once, and both the export and the erasure go by that.

A test of the house compares the declarations with the tables, so that no new table is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, inspect, select

from app.core import clock
from app.extensions import db

# goes: the rows are deleted. blanked: what they say is taken out, always. words: the same, if the person wants what
# they wrote to go too. stays: by then it is nobody's, since it names a person by id only.
Fate = Literal["goes", "blanked", "words", "stays"]
NOTHING = "(erased)"
SHORTEST, TELLING = 4, 12
AT_ONCE = 500


@dataclass(frozen=True)
class Held:
    """Rows of a table that are about a person: the part of the export they make up, and what erasure does with them.

    `owner` is the column with the person's id; `whose` says it instead where that takes more. `blanks` are the values
    that columns get, or functions of the row. Rows that are things of their own have a `subject` such as "question";
    what is put on record about somebody under another name, such as "case", has that name as `about`. Rows that others
    are found by, such as a name elsewhere, are a `key`.
    """

    model: Any
    owner: str
    fate: Fate
    part: str = ""
    shows: tuple[str, ...] = ()
    blanks: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    about: str = ""
    key: bool = False
    whose: Callable[[Any], ColumnElement[bool]] | None = None

    def condition(self, person: Any) -> ColumnElement[bool]:
        """Which rows are this person's."""
        if self.whose is not None:
            return self.whose(person)
        owner: ColumnElement[bool] = getattr(self.model, self.owner) == person.id
        return owner


@dataclass
class Gone:
    """What an erasure took out: the things it was about, and the words, by which copies are found elsewhere.

    Anybody may write anything, also what the record of others says, and must not take that along. So all words are
    looked for only `near` them: in what is about them and their things. Everywhere else it is who they were (`naming`).
    """

    person_id: int
    subjects: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of the words, whole, in whatever case."""
        return any_of(self.words)

    @property
    def telling(self) -> re.Pattern[str]:
        """Finds those that are hardly said by chance."""
        return any_of({*filter(_tells, self.words), *self.naming})

    @property
    def naming(self) -> set[str]:
        """Names and addresses of theirs that are hardly words as well."""
        return set(filter(_tells, self.names))


Before = Callable[[Any, bool], None]
After = Callable[[Gone], None]
HELD: list[Held] = []
REFERRED: set[tuple[str, str]] = set()
BEFORE: list[Before] = []
AFTER: list[After] = []
SETTLED: list[Callable[[], None]] = []
FILES: list[Callable[[Any], Iterable[tuple[str, Path]]]] = []


def holds(*held: Held) -> None:
    """Declare what a feature holds of people."""
    HELD.extend(each for each in held if each not in HELD)


def refers(model: Any, *columns: str) -> None:
    """Declare columns that say by id only who did something to a thing that is not their own."""
    REFERRED.update((model.__tablename__, column) for column in columns)


def before_erasing(act: Before) -> Before:
    """Let a feature act `(person, words)` before anything is erased, through its own commands."""
    if act.__module__ not in {known.__module__ for known in BEFORE}:
        BEFORE.append(act)
    return act


def after_erasing(act: After) -> After:
    """Let a feature take out its copies of what was erased."""
    if act.__module__ not in {known.__module__ for known in AFTER}:
        AFTER.append(act)
    return act


def once_erased(act: Callable[[], None]) -> Callable[[], None]:
    """Let a feature clean what is outside the database, once an erasure is committed."""
    if act.__module__ not in {known.__module__ for known in SETTLED}:
        SETTLED.append(act)
    return act


def parts(person: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """All that is held of somebody, part by part, as plain values."""
    for held in HELD:
        if held.part:
            yield held.part, [_shown(row, held.shows) for row in _rows(held, person)]


def files(person: Any) -> Iterator[tuple[str, Path]]:
    """The files that belong to somebody, each with a name for it."""
    for tell in FILES:
        yield from tell(person)


def take_out(person: Any, *, words: bool) -> Gone:
    """Delete and blank what is held of somebody; `words` says whether what they wrote goes too."""
    gone = Gone(person.id)
    gone.names = set(_strings([person.name, person.handle, person.email, person.external_id]))
    # What others are found by goes after them, and the account itself last.
    for held in sorted(HELD, key=lambda each: (each.model.__tablename__ == "person", each.key)):
        stays = held.fate == "stays" or (held.fate == "words" and not words)
        if stays and not (held.subject or held.about):
            continue
        for row in _rows(held, person):
            gone.near |= {f"{name}:{row.id}" for name in (held.subject, held.about) if name}
            if not stays:
                _take(row, held, gone)
        db.session.flush()
    return gone


def _take(row: Any, held: Held, gone: Gone) -> None:
    if held.subject:
        gone.subjects.add(f"{held.subject}:{row.id}")
    if held.fate == "goes":
        # Most of what such rows show are words of the product, such as kinds and roles.
        gone.words |= set(filter(_tells, _strings(_shown(row, held.shows))))
        db.session.delete(row)
    else:
        _blank(row, held.blanks, gone)


def _tells(word: str) -> bool:
    return "@" in word or " " in word or len(word) >= TELLING


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some words, whole, in whatever case."""
    longest_first = sorted(words, key=len, reverse=True)
    found = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)" if found else r"(?!)", re.IGNORECASE)


def said_in(value: Any) -> Iterator[str]:
    """The texts in a plain value, however deep, without the names of its fields."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from said_in(each)
    elif isinstance(value, str):
        yield value


def _rows(held: Held, person: Any) -> Iterator[Any]:
    key = inspect(held.model).primary_key
    query = select(held.model).where(held.condition(person)).order_by(*key)
    yield from db.session.scalars(query).unique().all()


def _blank(row: Any, blanks: Mapping[str, Any], gone: Gone) -> None:
    for name, value in blanks.items():
        was = getattr(row, name)
        new = value(row) if callable(value) else value
        if was != new:
            gone.words |= set(_strings(was)) - set(_strings(new))
            setattr(row, name, new)


def _strings(value: Any) -> Iterator[str]:
    """The words in a value by which copies of it can be found: neither short ones nor what only looks like words."""
    said = (text.strip() for text in said_in(value))
    return (text for text in said if len(text) >= SHORTEST and text != NOTHING)


def _shown(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
