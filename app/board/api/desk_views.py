"""The API's operations on the views of one's queue."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import DeskView
from app.core.access import ensure, found
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Text
from app.spaces import queries as spaces

Show = Literal["all", "mine", "known", "free", "due", "private", "snoozed"]


class DeskViewIn(In):
    """Filters under a name; `space` and `topic` are slugs."""

    name: Text = Field(min_length=1, max_length=200)
    show: Show = "all"
    space: Text | None = Field(None, max_length=60)
    topic: Text | None = Field(None, max_length=60)


class DeskFilters(In):
    """What of the queue a view shows."""

    show: Show = "all"
    space: Text | None = Field(None, max_length=60)
    topic: Text | None = Field(None, max_length=60)


class DeskViewChange(In):
    """What changes of a view: its filters all together, its name, its place (the first is 1), whether it opens."""

    name: Text | None = Field(None, min_length=1, max_length=200)
    filters: DeskFilters | None = None
    place: int | None = Field(None, ge=1, le=100)
    opens: bool | None = None


class DeskViewOut(Out):
    """A view; `lost` when its space or topic is no longer yours to see: it is named no more, and nothing is shown."""

    id: int
    name: str
    show: Show
    space: str | None
    topic: str | None
    opens: bool
    lost: bool

    @classmethod
    def of(cls, view: DeskView, *, lost: bool = False) -> DeskViewOut:
        """From a row."""
        return cls(
            id=view.id, name=view.name, show=view.show, opens=view.opens, lost=lost,
            space=view.space.slug if view.space and not lost else None,
            topic=view.topic.slug if view.topic and not lost else None,
        )  # fmt: skip


@operation("listDeskViews", "GET /desk/views", returns=Listing[DeskViewOut])
def list_desk_views() -> Listing[DeskViewOut]:
    """The views of your queue, in your order; there are at most 20."""
    person = somebody()
    ensure(policy.may_work(person))
    views = queries.desk_views(person)
    lost = queries.lost_views(views, person)
    return Listing(items=[DeskViewOut.of(view, lost=view.id in lost) for view in views], next=None)


@operation("createDeskView", "POST /desk/views", body=DeskViewIn, returns=DeskViewOut, status=201)
def create_desk_view(body: DeskViewIn) -> DeskViewOut:
    """Keep filters under a name."""
    person = somebody()
    ensure(policy.may_work(person))
    return DeskViewOut.of(commands.keep_view(body.name, _wanted(person, body), by=person))


@operation("updateDeskView", "PATCH /desk/views/<id:view_id>", body=DeskViewChange, returns=DeskViewOut)
def update_desk_view(view_id: int, body: DeskViewChange) -> DeskViewOut:
    """Rename, change, move a view, or let your desk open with it."""
    person, view = somebody(), _own(view_id)
    ensure(policy.may_work(person))
    if body.name is not None:
        commands.rename_view(view, body.name, by=person)
    if body.filters is not None:
        commands.change_view(view, _wanted(person, body.filters))
    if body.place is not None:
        commands.place_view(view, body.place, by=person)
    if body.opens is not None and body.opens != view.opens:
        commands.open_with(view if body.opens else None, by=person)
    return DeskViewOut.of(view, lost=bool(queries.lost_views([view], person)))


@operation("deleteDeskView", "DELETE /desk/views/<id:view_id>")
def delete_desk_view(view_id: int) -> None:
    """Keep a view no longer."""
    view = _own(view_id)
    ensure(policy.may_work(somebody()))
    commands.drop_view(view)


def _own(view_id: int) -> DeskView:
    person = me()
    return found(queries.desk_view(person, view_id) if person is not None else None)


def _wanted(person: Person, said: DeskViewIn | DeskFilters) -> queries.Wanted:
    return queries.Wanted(
        show=said.show,
        space=found(spaces.visible_space(person, said.space)) if said.space else None,
        topic=found(queries.visible_topic(person, said.topic)) if said.topic else None,
    )
