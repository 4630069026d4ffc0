"""The API's operations on spaces."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.core.access import ensure, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Text
from app.spaces import commands, policy, queries


class SpaceIn(In):
    """A space to open; in a `one_way` one only those who answer read the questions.

    Where it `takes_guests`, visitors ask without an account, by a link in a mail.
    """

    slug: Text = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    name: Text = Field(min_length=1, max_length=80)
    purpose: Text = Field("", max_length=2000)
    visibility: Literal["public", "customers", "internal", "invited", "sandbox"] = "public"
    one_way: bool = False
    takes_guests: bool = False


class SpaceOut(Out):
    """A space."""

    id: int
    slug: str
    name: str
    purpose: str
    visibility: str
    one_way: bool
    takes_guests: bool


@operation("listSpaces", "GET /spaces", query=Cursor, returns=Listing[SpaceOut])
def list_spaces(query: Cursor) -> Listing[SpaceOut]:
    """The spaces you may see."""
    public()
    found = queries.visible_page(me(), after=query.after, limit=query.limit)
    return Listing(items=[SpaceOut.model_validate(space) for space in found.items], next=found.next)


@operation("createSpace", "POST /spaces", body=SpaceIn, returns=SpaceOut, status=201)
def create_space(body: SpaceIn) -> SpaceOut:
    """Open a space for a programme."""
    person = somebody()
    ensure(policy.may_open_as(person, body.visibility))
    return SpaceOut.model_validate(commands.open_own(**body.model_dump(), by=person))
