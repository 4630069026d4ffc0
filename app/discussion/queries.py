"""Reading comments and drafts; whoever may see the thing may see its published comments, and authors their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.pages import Page, page
from app.discussion.models import SHOWN, Comment, CommentVersion, Draft
from app.extensions import db
from app.spaces.policy.premoderation import tells_published

MOST = 300
A_PAGE = 50
FEW_REPLIES = 20


@dataclass(frozen=True)
class Place:
    """The form that a draft is of: what its page is called, and where it is."""

    title: str
    url: str


@dataclass(frozen=True)
class Said:
    """A comment in its thread: whether it is there for its reader, and which other it answers, if not the first."""

    comment: Comment
    is_shown: bool
    to: Comment | None = None


@dataclass(frozen=True)
class Thread:
    """A first comment with its replies, oldest first; `more` of them are not here."""

    head: Said
    replies: Sequence[Said]
    more: int


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


def threads(
    kind: str,
    subject_id: int,
    person: Person | None,
    *,
    newest: bool = False,
    whole: int | None = None,
    after: str | None = None,
    limit: int = A_PAGE,
) -> Page[Thread]:
    """Threads that a person may see beneath a thing, by their first comments, in three statements.

    A comment that is not there any more keeps its place where others still answer it. Of each thread the first twenty
    replies; all of the `whole` one.
    """
    heads = select(Comment).where(Comment.kind == kind, Comment.subject_id == subject_id, Comment.thread_id.is_(None))
    found = page(heads.where(_has_place(person)), Comment.id, after=after, limit=limit, ascending=not newest)
    ids = [head.id for head in found.items]
    replies, left = _replies(ids, person, whole)
    answered = {said.id: said for said in [*found.items, *(said for each in replies.values() for said in each)]}
    shown = [
        Thread(
            Said(head, is_shown(head, person)),
            [_said(reply, head, answered, person) for reply in replies.get(head.id, [])],
            left.get(head.id, 0),
        )
        for head in found.items
    ]
    return Page(shown, found.next)


def heads_before(comment: Comment, person: Person | None, *, newest: bool = False) -> int:
    """How many threads come before a comment's own, for whoever looks for it."""
    head = comment.thread_id or comment.id
    there = (Comment.kind == comment.kind, Comment.subject_id == comment.subject_id, Comment.thread_id.is_(None))
    earlier = Comment.id > head if newest else Comment.id < head
    return db.session.scalar(select(func.count()).where(*there, earlier, _has_place(person))) or 0


def visible(person: Person | None, kind: str, subject_id: int, comment_id: int) -> Comment | None:
    """A comment beneath a thing that a person sees, if it has a place there for them."""
    here = (Comment.id == comment_id, Comment.kind == kind, Comment.subject_id == subject_id)
    return db.session.scalar(select(Comment).where(*here, _has_place(person)))


def versions(comment: Comment) -> Sequence[CommentVersion]:
    """What a comment said before, oldest first."""
    query = select(CommentVersion).where(CommentVersion.comment_id == comment.id)
    return db.session.scalars(query.order_by(CommentVersion.id)).all()


def _replies(
    heads: Sequence[int], person: Person | None, whole: int | None
) -> tuple[dict[int, list[Comment]], dict[int, int]]:
    """The replies of these threads, and how many more there are of each."""
    if not heads:
        return {}, {}
    place = func.row_number().over(partition_by=Comment.thread_id, order_by=Comment.id).label("place")
    total = func.count().over(partition_by=Comment.thread_id).label("total")
    inner = select(Comment.id.label("id"), place, total).where(Comment.thread_id.in_(heads), _has_place(person))
    ranked = inner.subquery()
    wanted = or_(ranked.c.place <= FEW_REPLIES, Comment.thread_id == whole) if whole else ranked.c.place <= FEW_REPLIES
    query = select(Comment, ranked.c.total).join(ranked, ranked.c.id == Comment.id).where(wanted)
    replies: dict[int, list[Comment]] = defaultdict(list)
    totals: dict[int, int] = {}
    for reply, count in db.session.execute(query.order_by(Comment.id).limit(MOST * 5)):
        replies[reply.thread_id].append(reply)
        totals[reply.thread_id] = count
    return replies, {head: totals[head] - len(found) for head, found in replies.items()}


def _said(reply: Comment, head: Comment, known: dict[int, Comment], person: Person | None) -> Said:
    to = known.get(reply.reply_to_id or 0) if reply.reply_to_id != head.id else None
    return Said(reply, is_shown(reply, person), to if to is not None and is_shown(to, person) else None)


def is_shown(comment: Comment, person: Person | None) -> bool:
    """Whether a person may read a comment beneath a thing that they see: one that waits, only who wrote it."""
    own = person is not None and comment.author_id == person.id and comment.state == "held"
    return comment.state == SHOWN or own


def _has_place(person: Person | None) -> ColumnElement[bool]:
    """What a person may read, and what is gone but still answered by something they may read."""
    answer = aliased(Comment)
    in_thread = answer.thread_id == func.coalesce(Comment.thread_id, Comment.id)
    answers = or_(Comment.thread_id.is_(None), answer.reply_to_id == Comment.id)
    return or_(_readable(Comment, person), exists().where(in_thread, answers, _readable(answer, person)))


def _readable(table: type[Comment], person: Person | None) -> ColumnElement[bool]:
    shown = table.state == SHOWN
    return or_(shown, and_(table.author_id == person.id, table.state == "held")) if person else shown


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


@tells_published
def has_published(person_id: int, space_id: int) -> bool:
    """Whether a comment of theirs can be read in a space."""
    mine = select(Comment.id).where(Comment.author_id == person_id, Comment.space_id == space_id)
    return db.session.scalar(mine.where(Comment.state == SHOWN).limit(1)) is not None
