"""Who an idea is by, and who may know: its authors always, everybody else once it is not anonymous any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import Coauthor, FormerAuthor, Idea


@dataclass(frozen=True)
class Byline:
    """Who stands above an idea as one reader may know it: nobody where `hidden`, else its author first."""

    people: tuple[Person, ...]
    hidden: bool
    anonymous: bool

    @property
    def first(self) -> Person | None:
        """The one who submitted it."""
        return self.people[0] if self.people else None

    @property
    def others(self) -> tuple[Person, ...]:
        """The co-authors."""
        return self.people[1:]


def authors(idea: Idea) -> tuple[Person, ...]:
    """The author, then the co-authors who agreed: for those who tell them, never for what others read."""
    return (idea.author, *(each.person for each in idea.partners if each.agreed_at is not None))


def author_ids(idea: Idea) -> list[int]:
    """The same as ids."""
    return [idea.author_id, *(each.person_id for each in idea.partners if each.agreed_at is not None)]


def is_author(person: Person | None, idea: Idea) -> bool:
    """Whether somebody is its author or a co-author who agreed."""
    return person is not None and person.id in author_ids(idea)


def has_written(person: Person | None, idea: Idea) -> bool:
    """Whether somebody is one of its authors, or was before they left it."""
    return is_author(person, idea) or (
        person is not None and any(each.person_id == person.id for each in idea.former_authors)
    )


def former_authors(ids: Iterable[int]) -> dict[int, set[int]]:
    """By idea the ids of the co-authors who left it, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    for left in db.session.scalars(select(FormerAuthor).where(FormerAuthor.idea_id.in_(list(ids)))):
        found[left.idea_id].add(left.person_id)
    return found


def is_invited(person: Person | None, idea: Idea) -> bool:
    """Whether somebody was asked to be a co-author and has not said yet."""
    return person is not None and any(each.person_id == person.id and not each.agreed_at for each in idea.partners)


def byline(idea: Idea, reader: Person | None) -> Byline:
    """Who it is by, for this reader: names of an anonymous idea are for its authors and those whom they asked."""
    hidden = idea.anonymous and not is_author(reader, idea) and not is_invited(reader, idea)
    return Byline(() if hidden else authors(idea), hidden, idea.anonymous)


def wrote(idea: Idea, person_id: int, at: datetime) -> bool:
    """Whether somebody was an author when they wrote beneath it: before one agreed one spoke as oneself."""
    agreed = (each.agreed_at for each in idea.partners if each.person_id == person_id)
    return person_id == idea.author_id or any(moment is not None and moment <= at for moment in agreed)


def unnamed(idea: Idea, person_id: int, at: datetime, reader: Person | None) -> bool:
    """Whether the name beneath a comment would tell this reader who wrote an anonymous idea."""
    return wrote(idea, person_id, at) and byline(idea, reader).hidden


def own(person: Person) -> ColumnElement[bool]:
    """Ideas that somebody wrote, alone or with others."""
    agreed = select(Coauthor.idea_id).where(Coauthor.person_id == person.id, Coauthor.agreed_at.is_not(None))
    return or_(Idea.author_id == person.id, Idea.id.in_(agreed))


def written(person: Person) -> ColumnElement[bool]:
    """Ideas that somebody is or was an author of."""
    left = select(FormerAuthor.idea_id).where(FormerAuthor.person_id == person.id)
    return or_(own(person), Idea.id.in_(left))


def entrusted(person: Person) -> ColumnElement[bool]:
    """Ideas that somebody wrote, or was asked to stand beside."""
    asked = select(Coauthor.idea_id).where(Coauthor.person_id == person.id)
    return or_(Idea.author_id == person.id, Idea.id.in_(asked))


def by_author(author_id: int, reader: Person | None) -> ColumnElement[bool]:
    """Ideas of one person, those left out of which this reader may not know that."""
    agreed = select(Coauthor.idea_id).where(Coauthor.person_id == author_id, Coauthor.agreed_at.is_not(None))
    theirs = or_(Idea.author_id == author_id, Idea.id.in_(agreed))
    named = Idea.anonymous.is_(False)
    return and_(theirs, named if reader is None else or_(named, entrusted(reader)))


def partner_of(idea: Idea, person_id: int) -> Coauthor | None:
    """The row of one who was asked to be a co-author, whether or not they agreed."""
    mine = (Coauthor.idea_id == idea.id, Coauthor.person_id == person_id)
    return db.session.scalar(select(Coauthor).where(*mine))
