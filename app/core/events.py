"""The event book: every deed is one row, written in the transaction of the change itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar, dataclass_transform

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from app.core import clock
from app.extensions import Id, Model, db


class Actor(Protocol):
    """Whoever does a deed: anything with an id."""

    @property
    def id(self) -> int:
        """The person's id."""
        ...


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: past tense, ids only; `topics` name the live pages it changes.

    `inside` names fields that are for our own subscribers, and told to no program elsewhere.
    """

    name: ClassVar[str] = ""
    topics: ClassVar[tuple[str, ...]] = ()
    inside: ClassVar[tuple[str, ...]] = ()

    def live_topics(self) -> list[str]:
        """The topics to announce, such as `question:42`."""
        return [topic.format(**dataclasses.asdict(self)) for topic in self.topics]


E = TypeVar("E", bound=Event)
KINDS: dict[str, type[Event]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def happening(name: str, *topics: str, inside: tuple[str, ...] = ()) -> Callable[[type[E]], type[E]]:
    """Declare an event class under its public name `feature.past_tense`; raises ValueError if the name is taken."""

    def declare(cls: type[E]) -> type[E]:
        if name in KINDS:
            raise ValueError(f"the event {name} is declared twice")
        cls.name, cls.topics, cls.inside = name, topics, inside
        KINDS[name] = made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        return made

    return declare


class _Transaction(FunctionElement[int]):
    """On PostgreSQL a reader must not pass a transaction that commits late, so each row carries its id."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Transaction)
def _one_at_a_time(*_asked: Any, **_more: Any) -> str:
    return "0"


@compiles(_Transaction, "postgresql")
def _many_at_once(*_asked: Any, **_more: Any) -> str:
    return "pg_current_xact_id()::text::bigint"


class Entry(Model):
    """One line of the event book; `at` is when it happened, `recorded_at` when it was written down."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_xid_id", "xid", "id"),)

    id: Mapped[Id]
    xid: Mapped[int] = mapped_column(BigInteger, default=_Transaction())
    name: Mapped[str] = mapped_column(String(80), index=True)
    actor_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    space_id: Mapped[int | None] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]

    @property
    def event(self) -> Event:
        """The event as it was recorded; fields that the class has lost since are left out."""
        kind = KINDS[self.name]
        known = {field.name for field in dataclasses.fields(kind)}
        return kind(**{key: value for key, value in self.payload.items() if key in known})

    @property
    def told(self) -> dict[str, Any]:
        """The payload as programs elsewhere are told of it."""
        inside = KINDS[self.name].inside if self.name in KINDS else ()
        return {key: value for key, value in self.payload.items() if key not in inside}


_guards: list[Callable[[Event, Actor | None, int | None], None]] = []


def guards_book(check: Callable[[Event, Actor | None, int | None], None]) -> Callable[..., None]:
    """Let a feature refuse that something is done: `check(event, by, space_id)` raises before it is written."""
    _guards.append(check)
    return check


def record(happened: Event, *, by: Actor | None, space_id: int | None = None, at: datetime | None = None) -> Entry:
    """Write one event into the book, in the transaction of the change; raises what a guard of the book raises."""
    for check in _guards:
        check(happened, by, space_id)
    entry = Entry(
        name=happened.name,
        actor_id=by.id if by else None,
        space_id=space_id,
        payload=dataclasses.asdict(happened),
        at=at or clock.now(),
        recorded_at=clock.now(),
    )
    db.session.add(entry)
    return entry
