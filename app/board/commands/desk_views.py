"""The views that somebody keeps of their queue; they are theirs alone, so nothing is told of them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.board.models import DeskView
from app.board.queries import FILTERS, Wanted, desk_views
from app.core import clock, text
from app.core.access import Invalid
from app.extensions import db

MOST = 20
LONGEST_NAME = 40


def keep_view(name: str, wanted: Wanted, *, by: Person) -> DeskView:
    """Keep a choice of filters under a name; raises Invalid for a bad or taken name, or when there are enough."""
    views = _held(by)
    if len(views) >= MOST:
        raise Invalid(
            {"name": _("You have %(most)d views, which is as many as one may keep. Drop one first.", most=MOST)}
        )
    view = DeskView(
        person_id=by.id, name=_name(name, views), place=max((each.place for each in views), default=0) + 1,
        opens=False, made_at=clock.now(),
    )  # fmt: skip
    _fill(view, wanted)
    try:
        with db.session.begin_nested():
            db.session.add(view)
    except IntegrityError as twice:  # the same person's other click was faster
        raise Invalid({"name": _taken(view.name)}) from twice
    return view


def rename_view(view: DeskView, name: str, *, by: Person) -> None:
    """Call a view something else; raises Invalid like `keep_view`."""
    view.name = _name(name, [each for each in _held(by) if each.id != view.id])


def change_view(view: DeskView, wanted: Wanted) -> None:
    """Let a view ask for something else."""
    _fill(view, wanted)


def place_view(view: DeskView, place: int, *, by: Person) -> None:
    """Move a view to a place among its person's, the first being 1; beyond the last is last."""
    others = [each for each in _held(by) if each.id != view.id]
    others.insert(min(max(place, 1), len(others) + 1) - 1, view)
    for number, each in enumerate(others, start=1):
        each.place = number


def open_with(view: DeskView | None, *, by: Person) -> None:
    """Let somebody's desk open with a view, or with None with everything."""
    for each in _held(by):
        each.opens = view is not None and each.id == view.id


def drop_view(view: DeskView) -> None:
    """Keep it no longer."""
    db.session.delete(view)


def _held(person: Person) -> list[DeskView]:
    """Somebody's views, held against their own other click."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    return list(desk_views(person))


def _fill(view: DeskView, wanted: Wanted) -> None:
    if wanted.show not in FILTERS:
        raise Invalid({"show": _("Choose one of these: %(names)s.", names=", ".join(FILTERS))})
    view.show, view.space, view.topic = wanted.show, wanted.space, wanted.topic


def _name(typed: str, others: list[DeskView]) -> str:
    """The name as it is kept."""
    name = text.tidy(typed)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": _("Name the view in at most %(most)d characters.", most=LONGEST_NAME)})
    if any(each.name.casefold() == name.casefold() for each in others):
        raise Invalid({"name": _taken(name)})
    return name


def _taken(name: str) -> str:
    said: str = _("You have a view “%(name)s” already.", name=name)
    return said
