"""Reading who accepted the rules that a space has beside the guidelines."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.models import Addendum, Space
from app.training import changes
from app.training.changes import Paragraph
from app.training.models import AddendumAcceptance


@dataclass(frozen=True)
class AddendumNews:
    """What changed in a space's own rules since somebody accepted them."""

    accepted: Addendum
    paragraphs: list[Paragraph]


def accepted_addendum(person: Person | None, space: Space) -> int:
    """The newest version of a space's own rules that somebody accepted, 0 for none."""
    if person is None:
        return 0
    mine = (AddendumAcceptance.person_id == person.id, AddendumAcceptance.space_id == space.id)
    return db.session.scalar(select(func.max(AddendumAcceptance.version)).where(*mine)) or 0


def addendum_acceptance(person: Person, space: Space, version: int) -> AddendumAcceptance | None:
    """Somebody's acceptance of exactly this version."""
    mine = (AddendumAcceptance.person_id == person.id, AddendumAcceptance.space_id == space.id)
    return db.session.scalar(select(AddendumAcceptance).where(*mine, AddendumAcceptance.version == version))


def addendum_news(person: Person, space: Space) -> AddendumNews | None:
    """What is new since somebody last accepted; None when they never did, or when nothing is new."""
    accepted = spaces.addendum(space, accepted_addendum(person, space))
    if accepted is None or accepted.version == space.addendum_version:
        return None
    return AddendumNews(accepted, changes.paragraphs(accepted.body, space.addendum))


def has_accepted_addendum(person_id: InstrumentedAttribute[int], space: Space) -> ColumnElement[bool]:
    """Whether somebody has accepted what a space asks of them, as a condition on a column of people."""
    if not space.addendum_needed:
        return true()
    accepted = select(AddendumAcceptance.id).where(AddendumAcceptance.person_id == person_id)
    in_space = (AddendumAcceptance.space_id == space.id, AddendumAcceptance.version >= space.addendum_needed)
    return accepted.where(*in_space).exists()
