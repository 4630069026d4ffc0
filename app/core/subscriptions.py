"""Subscribers read the event book in order, each from its own cursor, exactly once in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, String, Text, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import book, clock, transaction
from app.core.at_hand import at_hand
from app.core.book import Place
from app.core.events import Entry, Event
from app.core.pages import Page, page
from app.extensions import Id, Model, db

BATCH = 200
PARKED_ATTEMPTS = 8
EVERY = "*"
log = logging.getLogger(__name__)

Handler = Callable[[Any, Entry], None]


class Cursor(Model):
    """How far one subscriber has read."""

    __tablename__ = "cursor"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    xid: Mapped[int] = mapped_column(BigInteger, default=0)
    entry_id: Mapped[int] = mapped_column(BigInteger, default=0)
    moved_at: Mapped[datetime]


class Parked(Model):
    """An event that a subscriber could not digest, kept for another try while the rest goes on."""

    __tablename__ = "parked_event"
    __table_args__ = (UniqueConstraint("subscriber", "entry_id"),)

    id: Mapped[Id]
    subscriber: Mapped[str] = mapped_column(String(60))
    entry_id: Mapped[int] = mapped_column(BigInteger)
    error: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=1)
    next_try_at: Mapped[datetime]


class Subscriber:
    """A named reader of the book; `reset` empties what it built, so that `replay` can rebuild it.

    With `reset=None` what it did once is done: a letter is not written again because the book is read again.
    `then` runs whenever it has caught up, outside its transaction: for slow work that must not hold the database; it
    returns for how much of it there may be something new to read. `keeps` names the rows of others, never changed by
    it, that it reads once for a whole batch.
    """

    def __init__(
        self, name: str, *, reset: Callable[[], None] | None, then: Callable[[], int | None] = lambda: 0,
        keeps: tuple[type[Model], ...] = (),
    ) -> None:  # fmt: skip
        if name in SUBSCRIBERS:
            raise ValueError(f"the subscriber {name} is declared twice")
        self.name, self.reset, self.then, self.keeps = name, reset, then, keeps
        self.handlers: dict[str, list[Handler]] = {}
        SUBSCRIBERS[name] = self

    def on(self, *kinds: type[Event] | str) -> Callable[[Handler], Handler]:
        """Hand events of these kinds to the decorated function `(event, entry)`; it must not commit.

        A kind of a neighbour, whose classes are not to be imported, is named as the event book names it.
        """

        def attach(handler: Handler) -> Handler:
            for kind in kinds:
                name = kind if isinstance(kind, str) else kind.name
                self.handlers.setdefault(name, []).append(handler)
            return handler

        return attach

    def on_every(self, handler: Handler) -> Handler:
        """Hand every event, of whatever kind, to the decorated function."""
        self.handlers.setdefault(EVERY, []).append(handler)
        return handler

    def wants(self, name: str) -> bool:
        """Whether any handler takes events of this name."""
        return name in self.handlers or EVERY in self.handlers

    def digest(self, entry: Entry) -> None:
        """Run every handler of one entry."""
        token = _digested.set(entry)
        try:
            for handler in (*self.handlers.get(entry.name, ()), *self.handlers.get(EVERY, ())):
                handler(entry.event, entry)
        finally:
            _digested.reset(token)


SUBSCRIBERS: dict[str, Subscriber] = {}
_digested: ContextVar[Entry | None] = ContextVar("digested", default=None)


def digested() -> Entry | None:
    """The entry that is being digested, perhaps for a second time where a subscriber is rebuilt."""
    return _digested.get()


@dataclass(frozen=True)
class Status:
    """What an operator sees of one subscriber."""

    name: str
    place: Place
    lag: int
    parked: int


def run(subscriber: Subscriber, limit: int = BATCH) -> int:
    """Digest one batch; the subscriber's rows and its cursor commit together. Returns how many entries were read."""
    with transaction.unit():
        cursor = _hold_cursor(subscriber.name)
        if cursor is None:
            return 0
        entries = book.read_after(Place(cursor.xid, cursor.entry_id), limit)
        wanted = [entry for entry in entries if subscriber.wants(entry.name)]
        if not _digest_together(subscriber, wanted):
            for entry in wanted:
                _digest(subscriber, entry)
        if entries:
            cursor.xid, cursor.entry_id = entries[-1].xid, entries[-1].id
            cursor.moved_at = clock.now()
        return len(entries)


def run_all() -> int:
    """Let every subscriber catch up; returns how many entries were digested in all.

    Where there is nothing to read, nothing is held: on SQLite each turn at writing is one that a voter waits for.
    One that fails as a whole keeps no other one back; what it raised is raised when all have had their turn.
    """
    total, faults, there = 0, [], _at_the_end()
    for subscriber in SUBSCRIBERS.values():
        try:
            total += (subscriber.then() or 0) if subscriber.name in there else _catch_up(subscriber)
        except Exception as fault:
            log.exception("the subscriber %s could not go on", subscriber.name)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("subscribers could not go on", faults)
    return total


def retry_parked() -> int:
    """Try again what is parked and due; returns how many were digested."""
    due = select(Parked).where(Parked.next_try_at <= clock.now(), Parked.attempts < PARKED_ATTEMPTS)
    with transaction.reading():
        if db.session.scalar(due.limit(1)) is None:
            return 0
    with transaction.unit():
        held = due.order_by(Parked.id).limit(BATCH).with_for_update(skip_locked=True)
        return sum(_retry(parked) for parked in db.session.scalars(held).all())


def parked_events(*, after: str | None = None, limit: int = 30) -> Page[Parked]:
    """What subscribers could not digest, newest first."""
    return page(select(Parked), Parked.id, after=after, limit=limit)


def parked_event(parked_id: int) -> Parked | None:
    """One of them."""
    return db.session.get(Parked, parked_id)


def again(parked: Parked) -> None:
    """Let a parked event be tried again now, and as often as a fresh one."""
    parked.attempts, parked.next_try_at = 1, clock.now()


def replay(name: str) -> int:
    """Rebuild one subscriber from the first event; raises KeyError for an unknown name.

    One whose deeds are done for good goes on from where it is, and tries at once what it could not digest.
    """
    subscriber = SUBSCRIBERS[name]
    mine = Parked.subscriber == name
    with transaction.unit():
        if subscriber.reset is None:
            db.session.execute(update(Parked).where(mine).values(attempts=1, next_try_at=clock.now()))
        else:
            subscriber.reset()
            db.session.execute(delete(Parked).where(mine))
            db.session.execute(delete(Cursor).where(Cursor.name == name))
    return _catch_up(subscriber)


def status() -> Sequence[Status]:
    """Cursor, lag and parked events of each subscriber."""
    parked = dict(db.session.execute(select(Parked.subscriber, func.count()).group_by(Parked.subscriber)).all())
    places = {cursor.name: Place(cursor.xid, cursor.entry_id) for cursor in db.session.scalars(select(Cursor))}
    return [
        Status(name, place := places.get(name, Place()), book.lag_after(place), parked.get(name, 0))
        for name in sorted(SUBSCRIBERS)
    ]


def _at_the_end() -> set[str]:
    """The names of the subscribers that have read all there is."""
    with transaction.reading():
        end = book.end()
        places = {cursor.name: Place(cursor.xid, cursor.entry_id) for cursor in db.session.scalars(select(Cursor))}
    return {name for name, place in places.items() if place >= end}


def _catch_up(subscriber: Subscriber) -> int:
    total = read = run(subscriber)
    while read == BATCH:
        total += (read := run(subscriber))
    return total + (subscriber.then() or 0)


def _hold_cursor(name: str) -> Cursor | None:
    """The cursor, held against other workers; None while another worker holds it."""
    held = db.session.scalar(select(Cursor).where(Cursor.name == name).with_for_update(skip_locked=True))
    if held is not None or db.session.get(Cursor, name) is not None:
        return held
    db.session.add(made := Cursor(name=name, xid=0, entry_id=0, moved_at=clock.now()))
    db.session.flush()
    return made


def _digest_together(subscriber: Subscriber, entries: Sequence[Entry]) -> bool:
    """Digest a batch in one savepoint, at half the cost; if one fails nothing of it stands, and each gets its own."""
    try:
        with db.session.begin_nested(), at_hand(*subscriber.keeps):
            for entry in entries:
                subscriber.digest(entry)
                db.session.flush()
    except Exception:  # it says what, when it fails alone
        return False
    return True


def _digest(subscriber: Subscriber, entry: Entry) -> None:
    try:
        with db.session.begin_nested():
            subscriber.digest(entry)
    except Exception as error:  # parked with its reason: one bad event must not stop the rest
        log.exception("%s could not digest event %s (%s)", subscriber.name, entry.id, entry.name)
        db.session.add(
            Parked(subscriber=subscriber.name, entry_id=entry.id, error=repr(error)[:2000], next_try_at=_next_try(1))
        )


def _retry(parked: Parked) -> int:
    entry = db.session.get(Entry, parked.entry_id)
    subscriber = SUBSCRIBERS.get(parked.subscriber)
    if entry is None or subscriber is None:
        db.session.delete(parked)
        return 0
    try:
        with db.session.begin_nested():
            subscriber.digest(entry)
    except Exception as error:
        parked.attempts += 1
        parked.error, parked.next_try_at = repr(error)[:2000], _next_try(parked.attempts)
        return 0
    db.session.delete(parked)
    return 1


def _next_try(attempts: int) -> datetime:
    return clock.now() + timedelta(seconds=30 * 4**attempts)
