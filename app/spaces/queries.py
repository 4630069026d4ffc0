"""Reading spaces; what a person may see of them, as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import g, has_request_context
from sqlalchemy import ColumnElement, Select, func, or_, select

from app.accounts.models import Person
from app.core.hours import Calendar
from app.core.pages import Page, page
from app.core.rules import once_a_page
from app.extensions import db
from app.spaces import calendars
from app.spaces.models import Addendum, BusinessHours, Membership, Opener, Space


@once_a_page
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


@once_a_page
def listed_ids(person: Person | None) -> Select[int]:
    """The same without archived ones: what lists, counts, feeds and searches are drawn from."""
    return visible_ids(person).where(Space.archived_at.is_(None))


def visible_id_list(person: Person | None) -> list[int]:
    """The ids that lists are drawn from, fetched: for engines that are not the database."""
    return list(db.session.scalars(listed_ids(person)))


def visible(person: Person | None) -> Sequence[Space]:
    """The spaces a person may see, by name; archived ones are left out."""
    return db.session.scalars(select(Space).where(Space.id.in_(listed_ids(person))).order_by(Space.name)).all()


def run_by(person: Person | None) -> Sequence[Space]:
    """The spaces somebody runs, by name, archived ones too: all of them for a steward, else those they own."""
    query = select(Space).where(Space.id.in_(visible_ids(person)))
    if person is None or not person.has_role("steward"):
        owned = (Membership.person_id == (person.id if person else None), Membership.role == "owner")
        query = query.where(Space.id.in_(select(Membership.space_id).where(*owned)))
    return db.session.scalars(query.order_by(Space.name)).all()


def runs_any(person: Person | None) -> bool:
    """Whether somebody runs any space."""
    return person is not None and (person.has_role("steward") or "owner" in leads(person))


def leads(person: Person) -> frozenset[str]:
    """As what somebody leads any space, owner or moderator; asked once a request, as every page's rail needs it."""
    kept: dict[int, frozenset[str]] = g.setdefault("leads", {}) if has_request_context() else {}
    if person.id not in kept:
        mine = (Membership.person_id == person.id, Membership.role.in_(("owner", "moderator")))
        kept[person.id] = frozenset(db.session.scalars(select(Membership.role).where(*mine).distinct()))
    return kept[person.id]


def visible_page(person: Person | None, *, after: str | None = None, limit: int = 30) -> Page[Space]:
    """The spaces a person may see, newest first; archived ones are left out."""
    return page(select(Space).where(Space.id.in_(listed_ids(person))), Space.id, after=after, limit=limit)


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
    """Somebody's role in a space, one of ROLES, or none."""
    if person is None:
        return None
    return db.session.scalar(select(Membership.role).where(Membership.space_id == space.id, _of(person)))


def owners_of(space_id: int) -> Sequence[int]:
    """Ids of the people who own a space."""
    owns = (Membership.space_id == space_id, Membership.role == "owner")
    return db.session.scalars(select(Membership.person_id).where(*owns)).all()


def by_slug(slug: str) -> Space | None:
    """A space by its slug, for operators' verbs."""
    return db.session.scalar(select(Space).where(Space.slug == slug))


def joined_by(person: Person, limit: int = 8) -> Sequence[Space]:
    """The spaces somebody has a role in, by name."""
    mine = select(Space).join(Membership).where(Membership.person_id == person.id, Space.archived_at.is_(None))
    return db.session.scalars(mine.order_by(Space.name, Space.id).limit(limit)).all()


def membership(space: Space, person: Person) -> Membership | None:
    """Somebody's role in a space, with who gave it and when."""
    return db.session.scalar(select(Membership).where(Membership.space_id == space.id, _of(person)))


def members_page(
    space: Space, *, role: str = "", words: str = "", after: str | None = None, limit: int = 30
) -> Page[Membership]:
    """Who has a role in a space, the newest first; of one role, or whose name or handle holds some words."""
    query = select(Membership).where(Membership.space_id == space.id)
    if role:
        query = query.where(Membership.role == role)
    if words:
        like = or_(Person.name.icontains(words, autoescape=True), Person.handle.icontains(words, autoescape=True))
        query = query.where(Membership.person_id.in_(select(Person.id).where(like)))
    return page(query, Membership.id, after=after, limit=limit)


def in_charge(space: Space, limit: int = 12) -> Sequence[Membership]:
    """Who owns and moderates a space, its owners first."""
    runs = (Membership.space_id == space.id, Membership.role.in_(("owner", "moderator")))
    order = (Membership.role.desc(), Membership.id)  # "owner" stands after "moderator" in the alphabet
    return db.session.scalars(select(Membership).where(*runs).order_by(*order).limit(limit)).unique().all()


def role_counts(space: Space) -> dict[str, int]:
    """How many people have each role in a space."""
    counted = select(Membership.role, func.count()).where(Membership.space_id == space.id).group_by(Membership.role)
    return {str(role): int(number) for role, number in db.session.execute(counted)}


def opener(person: Person | None) -> Opener | None:
    """The grant by which somebody may open spaces, if a steward gave them one."""
    if person is None:
        return None
    return db.session.scalar(select(Opener).where(Opener.person_id == person.id))


def openers(*, after: str | None = None, limit: int = 30) -> Page[Opener]:
    """Those whom stewards let open spaces, the newest first."""
    return page(select(Opener), Opener.id, after=after, limit=limit)


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


def _of(person: Person) -> ColumnElement[bool]:
    return Membership.person_id == person.id
