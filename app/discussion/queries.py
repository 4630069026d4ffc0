"""Reading comments and drafts; whoever may see the thing may see its published comments, and authors their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.discussion.models import SHOWN, Comment, Draft
from app.extensions import db

MOST = 300


@dataclass(frozen=True)
class Place:
    """The form that a draft is of: what its page is called, and where it is."""

    title: str
    url: str


Resolver = Callable[[Sequence[str], Person], dict[str, Place]]
PLACES: dict[str, Resolver] = {}


def place(kind: str) -> Callable[[Resolver], Resolver]:
    """Let a higher feature name its forms: of these names, `12` of `answer:12`, those that a person may see."""

    def declare(resolver: Resolver) -> Resolver:
        PLACES[kind] = resolver
        return resolver

    return declare


def places_of(names: Iterable[str], person: Person) -> dict[str, Place]:
    """Those of these forms that a person may see, each kind asked once."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in names:
        kind, _, rest = name.partition(":")
        grouped[kind].append(rest)
    found: dict[str, Place] = {}
    for kind, rests in grouped.items():
        resolved = PLACES[kind](rests, person) if kind in PLACES else {}
        found.update({f"{kind}:{rest}": where for rest, where in resolved.items()})
    return found


def draft_at(person: Person, name: str) -> Draft | None:
    """Somebody's draft of a form, ended ones too."""
    return db.session.scalar(select(Draft).where(Draft.person_id == person.id, Draft.place == name))


def draft_versions(person: Person) -> dict[str, tuple[int, bool]]:
    """The version of each of somebody's drafts, and whether it holds anything, without their texts."""
    query = select(Draft.place, Draft.version, Draft.ended_at).where(Draft.person_id == person.id)
    return {name: (version, ended is None) for name, version, ended in db.session.execute(query)}


def drafts_of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Draft]:
    """Somebody's drafts, newest first."""
    query = select(Draft).where(Draft.person_id == person.id, Draft.ended_at.is_(None))
    return page(query, Draft.saved_at, Draft.id, after=after, limit=limit)


def count_drafts(person: Person) -> int:
    """How many drafts somebody has."""
    live = (Draft.person_id == person.id, Draft.ended_at.is_(None))
    return db.session.scalar(select(func.count()).where(*live)) or 0


def beneath(kind: str, ids: Iterable[int], person: Person | None) -> dict[int, list[Comment]]:
    """The comments beneath these things that a person may see, oldest first, in one query."""
    wanted = list(ids)
    if not wanted:
        return {}
    shown = Comment.state == SHOWN
    if person:
        shown = or_(shown, (Comment.author_id == person.id) & (Comment.state == "held"))
    query = select(Comment).where(Comment.kind == kind, Comment.subject_id.in_(wanted), shown)
    grouped: dict[int, list[Comment]] = defaultdict(list)
    for comment in db.session.scalars(query.order_by(Comment.id).limit(MOST)):
        grouped[comment.subject_id].append(comment)
    return grouped


def by_id(comment_id: int) -> Comment | None:
    """One comment in any state, for those who decide about it."""
    return db.session.get(Comment, comment_id)


def commenters(kind: str, subject_id: int) -> list[int]:
    """Ids of those who commented on one thing."""
    on_it = (Comment.kind == kind, Comment.subject_id == subject_id, Comment.state == SHOWN)
    return list(db.session.scalars(select(Comment.author_id).where(*on_it).distinct()))


def by_external_id(external_id: str) -> Comment | None:
    """An imported comment."""
    return db.session.scalar(select(Comment).where(Comment.external_id == external_id))


def commented_by(kind: str, ids: Iterable[int], people: Iterable[int]) -> set[tuple[int, int]]:
    """Which of these people commented on which of these things, as (thing, person), in one query."""
    things, writers = list(ids), list(people)
    if not things or not writers:
        return set()
    on_them = (Comment.kind == kind, Comment.subject_id.in_(things), Comment.author_id.in_(writers))
    query = select(Comment.subject_id, Comment.author_id).where(*on_them, Comment.state == SHOWN).distinct()
    return {(thing, person) for thing, person in db.session.execute(query)}


def last_comments(kind: str, ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """When each person last commented on each of these things, by (thing, person), in one query."""
    wanted = list(ids)
    if not wanted:
        return {}
    on_them = (Comment.kind == kind, Comment.subject_id.in_(wanted), Comment.state == SHOWN)
    query = select(Comment.subject_id, Comment.author_id, func.max(Comment.posted_at)).where(*on_them)
    rows = db.session.execute(query.group_by(Comment.subject_id, Comment.author_id))
    return {(thing, person): at for thing, person, at in rows}
