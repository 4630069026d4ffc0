"""The API's operations on drafts, which the pages use as well."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.discussion import commands, queries

Name = Annotated[Text, Field(min_length=1, max_length=60)]
Said = Annotated[Text, Field(max_length=commands.MOST_CHARACTERS)]


class DraftIn(In):
    """A whole form; `version` is the one that it is a change of, 0 for none, and another one at hand answers 409."""

    fields: dict[Name, Said | list[Said]] = Field(max_length=40)
    version: int = Field(0, ge=0, lt=2**31 - 1)


class DraftOut(Out):
    """A draft; one that was posted or discarded has no fields."""

    place: str
    fields: dict[str, str | list[str]]
    version: int
    saved_at: Moment


@operation("listDrafts", "GET /drafts", query=Cursor, returns=Listing[DraftOut])
def list_drafts(query: Cursor) -> Listing[DraftOut]:
    """Your drafts, newest first."""
    page = queries.drafts_of(_writer(), after=query.after, limit=query.limit)
    return Listing(items=[DraftOut.model_validate(draft) for draft in page.items], next=page.next)


@operation("getDraft", "GET /drafts/<place>", returns=DraftOut)
def get_draft(place: str) -> DraftOut:
    """Your draft at a place such as `question:new`, `answer:12` or `comment:question:12`."""
    return DraftOut.model_validate(found(queries.draft_at(_writer(), place)))


@operation(
    "saveDraft", "PUT /drafts/<place>", body=DraftIn, returns=DraftOut,
    also={409: "Another text was kept, posted or discarded since: it is answered, and nothing was changed"},
)  # fmt: skip
def save_draft(place: str, body: DraftIn) -> DraftOut | tuple[DraftOut, int]:
    """Keep a form as it stands."""
    person = _writer()
    found(queries.places_of([place], person).get(place))
    try:
        return DraftOut.model_validate(commands.save_draft(place, body.fields, version=body.version, by=person))
    except commands.Overtaken as overtaken:
        return DraftOut.model_validate(overtaken.draft), 409


@operation("discardDraft", "DELETE /drafts/<place>")
def discard_draft(place: str) -> None:
    """Let your draft go on all devices."""
    person = _writer()
    found(queries.draft_at(person, place))
    commands.end_draft(place, by=person)


def _writer() -> Person:
    """Drafts are one's own: there is no other door than being somebody."""
    person = somebody()
    ensure(True)
    return person
