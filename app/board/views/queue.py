"""What of the queue an address asks for: a kept view, or filters one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from app.accounts.models import Person
from app.board import queries
from app.board.models import DeskView
from app.board.views.frame import CHOICES
from app.spaces import queries as spaces


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is shown of the queue, by which of somebody's views, and how addresses carry it on."""

    wanted: queries.Wanted
    views: Sequence[DeskView]
    view: DeskView | None
    after: str

    @property
    def kept(self) -> str:
        """The same choice as the end of an address; with a view that opens the desk, everything is a choice too."""
        if self.view is not None:
            return f"&view={self.view.id}"
        wanted, opening = self.wanted, any(each.opens for each in self.views)
        chosen = {
            "show": wanted.show if wanted.show != "all" or opening else "",
            "space": wanted.space.slug if wanted.space else "", "topic": wanted.topic.slug if wanted.topic else "",
        }  # fmt: skip
        said = urlencode({key: value for key, value in chosen.items() if value})
        return f"&{said}" if said else ""

    @property
    def is_plain(self) -> bool:
        """Whether everything is shown."""
        return self.wanted == queries.Wanted()

    @property
    def page(self) -> str:
        """The same choice with the page of it."""
        return self.kept + (f"&{urlencode({'after': self.after})}" if self.after else "")


def choice(person: Person) -> Choice:
    """What the address asks for, else the view that the desk opens with; what it names wrongly is left out."""
    views = queries.desk_views(person)
    view = _view(views)
    wanted = queries.wanted_by(view, person) if view else asked_for(person, request.args)
    return Choice(wanted=wanted, views=views, view=view, after=request.args.get("after", ""))


def asked_for(person: Person, said: Mapping[str, str]) -> queries.Wanted:
    """Filters by their names in an address or a form."""
    show, space, topic = said.get("show"), said.get("space"), said.get("topic")
    return queries.Wanted(
        show=show if show in queries.FILTERS else "all",
        space=spaces.visible_space(person, space) if space else None,
        topic=queries.visible_topic(person, topic) if topic else None,
    )


def _view(views: Sequence[DeskView]) -> DeskView | None:
    number = request.args.get("view", type=int)
    if number is not None:
        return next((each for each in views if each.id == number), None)
    chosen = any(name in request.args for name in CHOICES)
    return None if chosen else next((each for each in views if each.opens), None)
