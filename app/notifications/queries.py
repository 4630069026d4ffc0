"""Reading follows and notifications."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import BigInteger, Case, ColumnElement, and_, case, cast, exists, func, select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core.pages import Page, page
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Challenge, Idea
from app.notifications.models import Circular, Follow, Notification

# What somebody hears of until they want to no more.
UNASKED = ("badges:",)


def _number_after(prefix: str) -> Case[int]:
    """Only what is of this kind is taken for a number, whatever order the database would rather work in."""
    rest = func.substr(Notification.subject, len(prefix) + 1)
    return case((Notification.subject.like(f"{prefix}%"), cast(rest, BigInteger)))


QUESTION_ID, IDEA_ID, CHALLENGE_ID = map(_number_after, ("question:", "idea:", "challenge:"))


def of(person: Person, *, after: str | None = None, limit: int = 30) -> Page[Notification]:
    """What somebody was told, newest first."""
    return page(select(Notification).where(_theirs(person)), Notification.id, after=after, limit=limit)


def one(person: Person, notification_id: int) -> Notification | None:
    """One of somebody's own notifications."""
    return db.session.scalar(select(Notification).where(Notification.id == notification_id, _theirs(person)))


def unread_count(person: Person) -> int:
    """How much somebody has not looked at yet."""
    new = (Notification.person_id == person.id, Notification.read_at.is_(None))
    if db.session.scalar(select(Notification.id).where(*new).limit(1)) is None:
        return 0
    return db.session.scalar(select(func.count()).select_from(Notification).where(*new, _theirs(person))) or 0


def _theirs(person: Person) -> ColumnElement[bool]:
    """What somebody was told, without what is about things that they may see no more: a title says much."""
    closed = exists().where(Question.id == QUESTION_ID, board.closed_to(person))
    shut = exists().where(Challenge.id == CHALLENGE_ID, ideas.closed_to(person))
    gone = exists().where(Idea.id == IDEA_ID, ideas.out_of_sight(person))
    return and_(Notification.person_id == person.id, ~closed, ~shut, ~gone)


def follows(person: Person, subject: str) -> bool:
    """Whether somebody follows a subject."""
    if subject.startswith(UNASKED):
        return not mutes(person.id, subject)
    mine = (Follow.person_id == person.id, Follow.subject == subject, Follow.muted.is_(False))
    return db.session.scalar(select(Follow.id).where(*mine)) is not None


def mutes(person_id: int, subject: str) -> bool:
    """Whether somebody wants to hear no more of a subject."""
    mine = (Follow.person_id == person_id, Follow.subject == subject, Follow.muted)
    return db.session.scalar(select(Follow.id).where(*mine)) is not None


def want_no_mail(subject: str, people: Iterable[int]) -> set[int]:
    """Those of these people who ended the mails about a subject, or stopped following it."""
    muted = (Follow.subject == subject, Follow.muted.is_(True), Follow.person_id.in_(list(people)))
    return set(db.session.scalars(select(Follow.person_id).where(*muted)))


def told_of(subject: str) -> Sequence[int]:
    """Ids of those who were told something of a subject."""
    return db.session.scalars(select(Notification.person_id).where(Notification.subject == subject).distinct()).all()


def not_read_yet(kind: str, subject: str, people: Iterable[int]) -> set[int]:
    """Those of these people who were told so of a thing and have not looked yet: once is enough for them."""
    told = (Notification.kind == kind, Notification.subject == subject, Notification.read_at.is_(None))
    query = select(Notification.person_id).where(Notification.person_id.in_(list(people)), *told)
    return set(db.session.scalars(query))


def is_any_circular() -> bool:
    """Whether very many are being told something."""
    return db.session.scalar(select(Circular.id).limit(1)) is not None


def followers(subject: str) -> Sequence[int]:
    """Ids of those who follow a subject."""
    on_it = (Follow.subject == subject, Follow.muted.is_(False))
    return db.session.scalars(select(Follow.person_id).where(*on_it)).all()


def readers(subject: str, people: Iterable[int]) -> list[int]:
    """Those of these people who may see a subject such as `idea:7` now; nobody where it is gone."""
    kind, _colon, number = subject.partition(":")
    if kind == "question":
        question = board.by_id(int(number))
        return list(board.readers(question, people)) if question is not None else []
    if kind == "challenge":
        challenge = ideas.challenge_by_id(int(number))
        return ideas.challenge_readers(challenge, people) if challenge is not None else []
    idea = ideas.idea_by_id(int(number))
    return ideas.readers(idea, people) if idea is not None else []
