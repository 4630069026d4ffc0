"""Reading what badges were awarded for, as far as a reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import PUBLISHED, Answer, Question
from app.core.pages import Page, encode, place
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.recognition import badges
from app.recognition.models import Award, BadgeRule, PointLine
from app.recognition.queries.rules import counts_for, pages_about

LASTING = ("answer", "accepted", "verified", "helpful")


@dataclass(frozen=True)
class Piece:
    """Something that a badge rests on, with the page where it stands."""

    title: str
    url: str


@dataclass(frozen=True)
class Ground:
    """A piece of evidence: of which kinds it counts, how often, and when for the last time."""

    piece: Piece
    times: int
    at: datetime


def pieces(subjects: Iterable[str], reader: Person | None) -> dict[str, Piece]:
    """What subjects such as `answer:7` are, as far as a reader may see them; two queries, however many."""
    numbers: dict[str, set[int]] = {"answer": set(), "idea": set()}
    for subject in subjects:
        kind, _sep, number = subject.partition(":")
        if kind in numbers and number.isdecimal():
            numbers[kind].add(int(number))
    return {**_answers(numbers["answer"], reader), **_ideas(numbers["idea"], reader)}


def grounds(
    award: Award, rule: BadgeRule | None, reader: Person | None, *, after: str | None = None, limit: int = 30
) -> Page[Ground]:
    """All that a badge rests on and that a reader may see, the latest first; raises Invalid for a broken marker."""
    last = func.max(PointLine.id)
    query = select(PointLine.subject, func.count(), func.max(PointLine.at), last)
    query = query.where(*_counted(award, rule), _visible(reader)).group_by(PointLine.subject)
    if after:
        query = query.having(last < place(after, int)[0])
    rows = db.session.execute(query.order_by(last.desc()).limit(limit + 1)).all()
    known = pieces([row[0] for row in rows], reader)
    items = [Ground(known[subject], times, at) for subject, times, at, _last in rows[:limit] if subject in known]
    return Page(items, encode([rows[limit - 1][3]]) if len(rows) > limit else None)


def counted(award: Award, rule: BadgeRule | None) -> int:
    """On how many deeds a badge rests, whoever may see them."""
    return db.session.scalar(select(func.count()).select_from(PointLine).where(*_counted(award, rule))) or 0


def _counted(award: Award, rule: BadgeRule | None) -> list[ColumnElement[bool]]:
    mine = [PointLine.person_id == award.person_id, PointLine.void == ""]
    if award.badge == badges.EXPERT:
        about = PointLine.page.in_(pages_about(award.topic_id or 0))
        return [*mine, PointLine.kind.in_(LASTING), about]
    if rule is None:
        known = badges.BY_KEY.get(award.badge)
        return [*mine, PointLine.kind == (known.kind if known else ""), PointLine.at <= award.at]
    if rule.within_days is not None:
        mine.append(PointLine.at > award.at - timedelta(days=rule.within_days))
    return [*mine, *counts_for(rule), PointLine.at <= award.at]


def _visible(reader: Person | None) -> ColumnElement[bool]:
    """Whether what a line is about may be seen: asked one by one, as the lines of one person are few."""
    answer = select(Answer.id).join(Question).where(
        Answer.id == _number("answer"), Answer.state == PUBLISHED, board.may_read(reader)
    )  # fmt: skip
    idea = select(Idea.id).where(Idea.id == _number("idea"), ideas.may_see(reader))
    return or_(answer.exists(), idea.exists())


def _number(kind: str) -> ColumnElement[int]:
    """The number in a subject of this kind, nothing in others: PostgreSQL would not cast them."""
    told = cast(func.substr(PointLine.subject, len(kind) + 2), BigInteger)
    return case((PointLine.subject.like(f"{kind}:%"), told))


def _answers(ids: set[int], reader: Person | None) -> Mapping[str, Piece]:
    if not ids:
        return {}
    query = select(Answer).join(Answer.question).options(contains_eager(Answer.question))
    query = query.where(Answer.id.in_(ids), Answer.state == PUBLISHED, board.may_read(reader))
    found = db.session.scalars(query).unique()
    return {f"answer:{answer.id}": Piece(answer.question.title, answer.url) for answer in found}


def _ideas(ids: set[int], reader: Person | None) -> Mapping[str, Piece]:
    if not ids:
        return {}
    query = select(Idea).where(Idea.id.in_(ids), ideas.may_see(reader))
    return {f"idea:{idea.id}": Piece(idea.title, idea.url) for idea in db.session.scalars(query).unique()}
