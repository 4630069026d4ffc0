"""Reading challenges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import selectinload

from app.accounts import queries as accounts
from app.accounts.models import CustomerFacts, Person
from app.core import clock, mail
from app.core.pages import Page, page
from app.core.rules import once_a_page
from app.extensions import db
from app.ideas.models import Challenge, ChosenSegment
from app.spaces import queries as spaces

MOST_DIGITS = 19
MOST_OFFERED = 100
SETTLING = timedelta(days=3)


@once_a_page
def may_see(person: Person | None) -> ColumnElement[bool]:
    """The rule: its space is visible, and its audience is; what is yet to open is for employees only."""
    rule = Challenge.space_id.in_(spaces.visible_ids(person))
    if person is not None and person.is_employee:
        return rule
    audience = Challenge.audience == "public"
    if person is not None:
        audience = or_(audience, and_(Challenge.audience == "segments", Challenge.id.in_(_chosen_for(person))))
    return and_(rule, audience, Challenge.opens_at <= clock.now())


def is_listed(person: Person | None) -> ColumnElement[bool]:
    """Whether its space is in lists: archived ones are not."""
    return Challenge.space_id.in_(spaces.listed_ids(person))


def _chosen_for(person: Person) -> Select[int]:
    """Ids of the challenges that name the segment which the CRM has somebody in."""
    theirs = select(ChosenSegment.challenge_id).join(CustomerFacts, CustomerFacts.segment == ChosenSegment.segment)
    return theirs.where(CustomerFacts.person_id == person.id)


def visible_challenges(person: Person | None, *, after: str | None = None, limit: int = 30) -> Page[Challenge]:
    """Challenges, those that close last first."""
    query = select(Challenge).where(may_see(person), is_listed(person)).options(selectinload(Challenge.chosen))
    return page(query, Challenge.closes_at, Challenge.id, after=after, limit=limit)


def open_challenges(person: Person | None, limit: int = 5) -> Sequence[Challenge]:
    """Challenges that take ideas now or soon, those that close first first."""
    query = select(Challenge).where(may_see(person), is_listed(person), Challenge.closes_at > clock.now())
    return db.session.scalars(query.order_by(Challenge.closes_at, Challenge.id).limit(limit)).all()


def visible_challenge(person: Person | None, slug: str) -> Challenge | None:
    """A challenge by its slug, if this person may see it."""
    return db.session.scalar(select(Challenge).where(Challenge.slug == slug, may_see(person)))


def named(person: Person | None, name: str | int) -> Challenge | None:
    """A challenge by its slug or its id, if this person may see it."""
    found, word = visible_challenge(person, str(name)), str(name)
    if found is None and word.isascii() and word.isdigit() and len(word) < MOST_DIGITS:
        found = db.session.scalar(select(Challenge).where(Challenge.id == int(word), may_see(person)))
    return found


def taking_ideas(person: Person | None) -> Sequence[Challenge]:
    """Challenges that take ideas now, those that close first first."""
    return [challenge for challenge in open_challenges(person, MOST_OFFERED) if challenge.allows("submit")]


def to_refit() -> Sequence[Challenge]:
    """Open challenges, and those that closed lately, whose hidden counts now rank."""
    lately = clock.now() - SETTLING
    return db.session.scalars(select(Challenge).where(Challenge.closes_at > lately).order_by(Challenge.id)).all()


def by_slug(slug: str) -> Challenge | None:
    """A challenge by its slug, for imports."""
    return db.session.scalar(select(Challenge).where(Challenge.slug == slug))


def challenge_by_id(challenge_id: int) -> Challenge | None:
    """A challenge in any state, for subscribers."""
    return db.session.get(Challenge, challenge_id)


def visible_challenge_by_id(person: Person | None, challenge_id: int) -> Challenge | None:
    """A challenge by its id, if this person may see it."""
    return db.session.scalar(select(Challenge).where(Challenge.id == challenge_id, may_see(person)))


def visible_challenge_ids(person: Person | None, ids: Iterable[int]) -> set[int]:
    """Those of these challenges that a person may see."""
    wanted = list(ids)
    if not wanted:
        return set()
    return set(db.session.scalars(select(Challenge.id).where(Challenge.id.in_(wanted), may_see(person))))


def closed_to(person: Person | None) -> ColumnElement[bool]:
    """What is not, or no more, for a person's eyes: a condition on `Challenge`."""
    return not_(may_see(person))


def challenge_readers(challenge: Challenge, people: Iterable[int]) -> list[int]:
    """Those of these people who may see a challenge; everybody where visitors may."""
    wanted = list(people)
    if not wanted or visible_challenge_by_id(None, challenge.id) is not None:
        return wanted
    this = Challenge.id == challenge.id
    return accounts.who_see(wanted, lambda person: select(Challenge.id).where(this, may_see(person)))


@mail.may_hear("challenge")
def may_hear_of_challenge(challenge_id: int, address: str) -> bool:
    """Whether a mail about a challenge may still go: to whoever may see it now."""
    return visible_challenge_by_id(accounts.by_email(address), challenge_id) is not None
