"""Who took part in a challenge, with what, and how much of their caps they have used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import clock
from app.discussion.models import SHOWN as COMMENT_SHOWN
from app.discussion.models import Comment
from app.extensions import db
from app.ideas.models import SHOWN, Challenge, Coauthor, Idea, LedgerLine, Review
from app.voting.models import Vote

# An idea that a moderator removed, or its author took back, uses nothing of the author's cap.
GONE = ("removed", "withdrawn")
COUNTED_AT_ONCE = 1000


@dataclass(frozen=True)
class Exposure:
    """What becomes visible when a challenge is opened: how much, and whose names."""

    idea_count: int
    comment_count: int
    review_count: int
    line_count: int
    people: Sequence[Person]


def took_part(challenge: Challenge) -> bool:
    """Whether anybody but the innovation team wrote or voted in a challenge."""
    return bool(others(challenge))


def others(challenge: Challenge) -> set[int]:
    """Ids of those who wrote or voted in a challenge, without the innovation team."""
    team = {person.id for person in accounts.with_role("innovation")}
    return set(participants(challenge)) - team


def participants(challenge: Challenge) -> Sequence[int]:
    """Ids of those who wrote or voted in a challenge."""
    voted = select(Vote.person_id).where(_on_ideas(Vote, challenge.id), Vote.value > 0)
    wrote = [_authors(challenge.id), _commenters(challenge.id)]
    return db.session.scalars(select(union(*wrote, voted).subquery())).all()


def participant_count(challenge: Challenge, *, with_votes: bool) -> int:
    """How many people wrote what everybody who sees a challenge sees, or voted where the counts are shown.

    Where there are many ideas it is what the worker counted last, within the hour: nobody waits for all rows.
    """
    if challenge.idea_count > COUNTED_AT_ONCE and challenge.people_counted_at is not None:
        return challenge.people_count if with_votes else challenge.writer_count
    return counted_people(challenge, with_votes=with_votes)


def to_count() -> Sequence[Challenge]:
    """Challenges with more ideas than are counted while somebody waits, that are running or were never counted."""
    many = Challenge.idea_count > COUNTED_AT_ONCE
    due = or_(Challenge.closes_at > clock.now() - timedelta(days=1), Challenge.people_counted_at.is_(None))
    return db.session.scalars(select(Challenge).where(many, due).order_by(Challenge.id)).all()


def counted_people(challenge: Challenge, *, with_votes: bool) -> int:
    """The same from all rows."""
    wrote = select(Idea.author_id).where(Idea.challenge_id == challenge.id, *_READ)
    voted = select(Vote.person_id).where(_on_ideas(Vote, challenge.id), Vote.value > 0)
    people = union(wrote, _commenters(challenge.id), *([voted] if with_votes else []))
    return _count(select(func.count()).select_from(people.subquery()))


def exposure(challenge: Challenge) -> Exposure:
    """What customers will see of a challenge once it is opened to them; reviews and the ledger belong to it.

    Who wrote an anonymous idea is not among the names, and what is for the team only stays so.
    """
    ideas = select(Idea.id).where(Idea.challenge_id == challenge.id, *_READ)
    said = (_on_ideas(Comment, challenge.id), Comment.state == COMMENT_SHOWN)
    reviewers = select(Review.reviewer_id).where(Review.idea_id.in_(ideas))
    authors = _authors(challenge.id).where(Idea.anonymous.is_(False), Idea.private.is_(False))
    names = union(authors, _commenters(challenge.id).where(~_beneath_own_anonymous()), reviewers)
    people = select(Person).where(Person.id.in_(select(names.subquery()))).order_by(Person.name, Person.id)
    return Exposure(
        idea_count=_count(select(func.count()).where(Idea.challenge_id == challenge.id, *_READ)),
        comment_count=_count(select(func.count()).where(*said)),
        review_count=_count(select(func.count()).where(Review.idea_id.in_(ideas))),
        line_count=_count(select(func.count()).where(LedgerLine.idea_id.in_(ideas))),
        people=db.session.scalars(people).all(),
    )


def written_by(person: Person, challenge: Challenge) -> tuple[Sequence[Idea], Sequence[Comment]]:
    """The ideas and comments of somebody's own in a challenge that others see or may yet see."""
    mine = select(Idea).where(Idea.challenge_id == challenge.id, Idea.author_id == person.id, Idea.hold.in_(_ALIVE))
    said = select(Comment).where(_on_ideas(Comment, challenge.id), Comment.author_id == person.id)
    said = said.where(Comment.state.in_((COMMENT_SHOWN, "held")))
    return db.session.scalars(mine.order_by(Idea.id)).all(), db.session.scalars(said.order_by(Comment.id)).all()


def ideas_used(person: Person, challenge: Challenge) -> int:
    """How many ideas somebody has in a challenge; those that were removed or taken back do not count."""
    mine = (Idea.challenge_id == challenge.id, Idea.author_id == person.id, Idea.hold.not_in(GONE))
    return _count(select(func.count()).where(*mine))


def votes_used(person: Person | None, challenge_ids: Iterable[int]) -> dict[int, int]:
    """How many votes of somebody stand in each of these challenges, in one query; merged and hidden ideas hold none."""
    wanted = set(challenge_ids)
    if person is None or not wanted:
        return {}
    query = select(Idea.challenge_id, func.count()).join(Vote, Vote.subject_id == Idea.id)
    mine = (Vote.kind == "idea", Vote.person_id == person.id, Vote.value > 0)
    standing = (Idea.challenge_id.in_(wanted), Idea.merged_into_id.is_(None), Idea.hold == SHOWN)
    return dict(db.session.execute(query.where(*mine, *standing).group_by(Idea.challenge_id)).all())


_ALIVE = (SHOWN, "held")
_READ = (Idea.hold == SHOWN, Idea.private.is_(False))


def _authors(challenge_id: int) -> Select[int]:
    return select(Idea.author_id).where(Idea.challenge_id == challenge_id, Idea.hold.in_(_ALIVE))


def _commenters(challenge_id: int) -> Select[int]:
    return select(Comment.author_id).where(_on_ideas(Comment, challenge_id), Comment.state == COMMENT_SHOWN)


def _beneath_own_anonymous() -> ColumnElement[bool]:
    """Comments whose writer's name would tell whose an anonymous idea is."""
    agreed = exists().where(Coauthor.idea_id == Idea.id, Coauthor.person_id == Comment.author_id)
    mine = or_(Idea.author_id == Comment.author_id, agreed)
    return exists().where(Idea.id == Comment.subject_id, Idea.anonymous.is_(True), mine)


def _on_ideas(table: type[Vote] | type[Comment], challenge_id: int) -> ColumnElement[bool]:
    within = exists().where(Idea.id == table.subject_id, Idea.challenge_id == challenge_id)
    return (table.kind == "idea") & within


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0
