"""The API's operation on the interaction log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, Listing, Out, operation
from app.core.api.operations import Day, Moment, Text
from app.crm import policy, queries


class LogQuery(Cursor):
    """Whose interactions, and which."""

    contact: Text | None = Field(None, max_length=120)
    handle: Text | None = Field(None, max_length=254)
    kind: Text | None = Field(None, max_length=40)
    channel: Text | None = Field(None, max_length=20)
    since: Day | None = None
    until: Day | None = None
    tone: Literal["bad", "neutral", "good"] | None = None

    def filters(self) -> queries.Filters:
        """The same for the query; `until` is the last day that counts."""
        return queries.Filters(
            kinds=(self.kind,) if self.kind else (), channel=self.channel or "", since=_start_of(self.since),
            until=_start_of(self.until, 1), tone=self.tone or "",
        )  # fmt: skip


class InteractionOut(Out):
    """One line of the interaction log."""

    id: str
    kind: str
    at: Moment
    channel: str
    contact: str | None
    handle: str
    subject: str
    summary: str
    url: str
    sentiment: float | None
    urgency: float | None

    @classmethod
    def of(cls, line: queries.Line) -> InteractionOut:
        """From a line; the contact is whoever the identity was tied to at its time, by the ties that stand now."""
        row, contact = line.row, line.contact
        return cls(
            id=row.key, kind=row.kind, at=row.at, channel=row.channel,
            contact=contact.external_id if contact else None, handle=row.identity.value,
            subject=line.subject, summary=line.summary, url=line.url,
            sentiment=row.sentiment, urgency=row.urgency,
        )  # fmt: skip


@operation("listInteractions", "GET /crm/interactions", query=LogQuery, returns=Listing[InteractionOut], scope="crm")
def list_interactions(query: LogQuery) -> Listing[InteractionOut]:
    """The interaction log, newest first, of a contact, a handle, or everybody."""
    person = somebody()
    ensure(policy.may_read_log(person))
    contact = found(queries.contact_by_reference(query.contact)) if query.contact else None
    page = queries.interactions(
        contact=contact, handle=query.handle or "", filters=query.filters(), after=query.after, limit=query.limit
    )
    return Listing(items=[InteractionOut.of(line) for line in queries.lines(page, person).items], next=page.next)


def _start_of(day: date | None, later: int = 0) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=later) if day else None
