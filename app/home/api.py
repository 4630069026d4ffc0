"""The API's operation on the event book, for programs that follow everything."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app.accounts.current import somebody
from app.core import book, pages
from app.core.access import ensure
from app.core.api import Cursor, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.core.events import Entry
from app.home import policy


class EventsQuery(Cursor):
    """Which events."""

    name: Text | None = Field(None, max_length=80, description="Such as `board.question_asked`.")


class EventOut(Out):
    """One line of the book; `cursor` is what to continue after, also when nothing follows yet.

    `payload` names members by id alone; whose a mention from elsewhere is stays here.
    """

    id: int
    cursor: str
    name: str
    actor_id: int | None
    space_id: int | None
    payload: dict[str, Any]
    at: Moment
    recorded_at: Moment

    @classmethod
    def of(cls, entry: Entry) -> EventOut:
        """From a row."""
        plain = {name: getattr(entry, name) for name in cls.model_fields if name not in {"cursor", "payload"}}
        return cls(**plain, payload=entry.told, cursor=pages.encode([entry.xid, entry.id]))


@operation("listEvents", "GET /events", query=EventsQuery, returns=Listing[EventOut], scope="events")
def list_events(query: EventsQuery) -> Listing[EventOut]:
    """The event book, oldest first: all that happened, by ids."""
    ensure(policy.may_read_book(somebody()))
    entries = book.read_after(_place(query.after), query.limit + 1, name=query.name)
    items = [EventOut.of(entry) for entry in entries[: query.limit]]
    return Listing(items=items, next=items[-1].cursor if len(entries) > query.limit else None)


def _place(cursor: str | None) -> book.Place:
    if not cursor:
        return book.Place()
    return book.Place(*pages.place(cursor, int, int))
