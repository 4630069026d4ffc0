"""Reading spaces; what a person may see of them, as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, or_, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.spaces.models import Membership, Space


def visible_ids(person: Person | None) -> Select[int]:
    """The ids of the spaces a person may see, as a subquery for every list in the product.

    Visitors see public spaces; members customers' ones too; employees internal and sandbox ones; invited ones only
    their members (and administrators and stewards, who see every space).
    """
    query = select(Space.id)
    if person is None:
        return query.where(Space.visibility == "public")
    if person.has_role("steward"):
        return query
    open_to = ["public", "customers"] + (["internal", "sandbox"] if person.is_employee else [])
    mine = select(Membership.space_id).where(Membership.person_id == person.id)
    return query.where(or_(Space.visibility.in_(open_to), Space.id.in_(mine)))


def visible_id_list(person: Person | None) -> list[int]:
    """The same ids, fetched: for engines that are not the database."""
    return list(db.session.scalars(visible_ids(person)))


def visible(person: Person | None) -> Sequence[Space]:
    """The spaces a person may see, by name."""
    return db.session.scalars(select(Space).where(Space.id.in_(visible_ids(person))).order_by(Space.name)).all()


def visible_page(person: Person | None, *, after: str | None = None, limit: int = 30) -> Page[Space]:
    """The spaces a person may see, newest first."""
    return page(select(Space).where(Space.id.in_(visible_ids(person))), Space.id, after=after, limit=limit)


def visible_space(person: Person | None, slug: str) -> Space | None:
    """A space by its slug, if this person may see it."""
    return db.session.scalar(select(Space).where(Space.slug == slug, Space.id.in_(visible_ids(person))))


def by_id(space_id: int) -> Space:
    """A space that is known to exist."""
    return db.session.get_one(Space, space_id)


def by_ids(ids: Iterable[int]) -> dict[int, Space]:
    """Spaces by id, in one query."""
    wanted = set(ids)
    return {s.id: s for s in db.session.scalars(select(Space).where(Space.id.in_(wanted)))} if wanted else {}


def role_in(person: Person | None, space: Space) -> str | None:
    """Somebody's role in a space: owner, moderator, member or none."""
    if person is None:
        return None
    mine = (Membership.space_id == space.id, Membership.person_id == person.id)
    return db.session.scalar(select(Membership.role).where(*mine))


def owners_of(space_id: int) -> Sequence[int]:
    """Ids of the people who own a space."""
    owns = (Membership.space_id == space_id, Membership.role == "owner")
    return db.session.scalars(select(Membership.person_id).where(*owns)).all()


def by_slug(slug: str) -> Space | None:
    """A space by its slug, for operators' verbs."""
    return db.session.scalar(select(Space).where(Space.slug == slug))


def joined_by(person: Person, limit: int = 8) -> Sequence[Space]:
    """The spaces somebody has a role in, by name."""
    mine = select(Space).join(Membership).where(Membership.person_id == person.id)
    return db.session.scalars(mine.order_by(Space.name, Space.id).limit(limit)).all()


def members_of(space: Space) -> Sequence[tuple[Membership, Person]]:
    """Who has which role in a space, by name."""
    query = select(Membership, Person).join(Person, Person.id == Membership.person_id)
    rows = db.session.execute(query.where(Membership.space_id == space.id).order_by(Person.name, Person.id).limit(200))
    return [(membership, person) for membership, person in rows]
