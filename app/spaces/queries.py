"""Reading spaces; what a person may see of them, as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, or_, select

from app.accounts.models import Person
from app.core.hours import Calendar
from app.core.pages import Page, page
from app.extensions import db
from app.spaces import calendars
from app.spaces.models import Addendum, BusinessHours, Membership, Space


def visible_ids(person: Person | None) -> Select[int]:
    """The ids of the spaces a person may see, as a subquery for every list in the product.

    Visitors see public spaces; members customers' ones too; employees internal and sandbox ones; invited ones only
    their members (and administrators and stewards, who see every space).
    """
    query = select(Space.id)
    if person is None:
        return query.where(Space.visibility == "public")
    if person.has_role("steward") and person.is_in_good_standing:
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


def addendum(space: Space, version: int) -> Addendum | None:
    """One version of a space's own rules."""
    return db.session.scalar(select(Addendum).where(Addendum.space_id == space.id, Addendum.version == version))


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


def hours_set(space_id: int | None) -> BusinessHours | None:
    """The business hours that were set for a space itself, or with None for the company."""
    return db.session.scalar(select(BusinessHours).where(BusinessHours.scope == calendars.scope_of(space_id)))


def scopes_of(space_id: int | None) -> tuple[str, str]:
    """The name under which settings of a space are kept, or with None the company's; and the company's beside it."""
    return calendars.scope_of(space_id), calendars.COMPANY


def calendar_of(space_id: int | None) -> Calendar:
    """The calendar a space goes by: its own, else the company's, else the usual office hours."""
    return calendars.calendar(hours_in_force(space_id))


def hours_in_force(space_id: int | None) -> BusinessHours | None:
    """A space's own business hours, else the company's; None where nobody set any."""
    scopes = scopes_of(space_id)
    found = {row.scope: row for row in db.session.scalars(select(BusinessHours).where(BusinessHours.scope.in_(scopes)))}
    return found.get(scopes[0]) or found.get(scopes[1])
