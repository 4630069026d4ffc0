"""Reading the event book in order, never past a transaction that may still commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, literal_column, select, tuple_

from app.core.events import Entry
from app.extensions import db


@dataclass(frozen=True, order=True)
class Place:
    """A place in the book: everything up to it has been read."""

    xid: int = 0
    entry_id: int = 0


def read_after(place: Place, limit: int, *, name: str | None = None) -> Sequence[Entry]:
    """The next entries after a place, oldest first; of one name only, if it is given."""
    query = _settled(place) if name is None else _settled(place).where(Entry.name == name)
    return db.session.scalars(query.order_by(Entry.xid, Entry.id).limit(limit)).all()


def lag_after(place: Place) -> int:
    """How many settled entries lie after a place."""
    return db.session.scalar(_settled(place).with_only_columns(func.count()).order_by(None)) or 0


def end() -> Place:
    """The place of the last settled entry."""
    last = db.session.execute(
        _settled(Place()).with_only_columns(Entry.xid, Entry.id).order_by(Entry.xid.desc(), Entry.id.desc()).limit(1)
    ).first()
    return Place(last[0], last[1]) if last else Place()


def _settled(place: Place) -> Select[Entry]:
    query = select(Entry).where(tuple_(Entry.xid, Entry.id) > (place.xid, place.entry_id))
    if db.session.get_bind().dialect.name == "postgresql":
        # Ids are handed out before commit: a lower id may appear after a higher one was read, a lower horizon may not.
        query = query.where(Entry.xid < literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
    return query
