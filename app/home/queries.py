"""What only home asks of several features at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core import clock
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Challenge, Idea, Move
from app.spaces import queries as spaces
from app.spaces.models import Space

WEEK = timedelta(days=7)
MOST_IN_SITEMAP = 20_000


Row = tuple[int, str, datetime]


@dataclass(frozen=True)
class Listed:
    """A page that search engines may read, and when it changed last if that is known."""

    path: str
    changed_at: datetime | None


@dataclass(frozen=True)
class Week:
    """The last seven days of what a person may see."""

    asked: int
    solved: int


def week(person: Person | None) -> Week:
    """How many questions were asked in the last seven days, and how many of these are solved."""
    fresh = (board.readable(person), Question.asked_at > clock.now() - WEEK)
    asked, solved = db.session.execute(select(func.count(), func.count(Question.solved_at)).where(*fresh)).one()
    return Week(asked, solved)


def last_moves(ideas: Iterable[Idea]) -> dict[int, Move]:
    """The last step of each of these ideas, in one query."""
    wanted = [idea.id for idea in ideas]
    last = select(func.max(Move.id)).where(Move.idea_id.in_(wanted)).group_by(Move.idea_id)
    return {move.idea_id: move for move in db.session.scalars(select(Move).where(Move.id.in_(last)))}


def public_questions(part: int | None = None) -> Sequence[Row]:
    """Id, title and last change of the questions that everybody may read, or of one range of their numbers."""
    query = select(Question.id, Question.title, Question.active_at).where(board.readable(None))
    if part is not None:
        query = query.where(Question.id > part * MOST_IN_SITEMAP, Question.id <= (part + 1) * MOST_IN_SITEMAP)
    rows = db.session.execute(query.order_by(Question.id.desc()).limit(MOST_IN_SITEMAP))
    return [(number, title, changed_at) for number, title, changed_at in rows]


def sitemap_parts() -> list[int]:
    """The ranges of question numbers that need a file each; none while all fit into one."""
    last = db.session.scalar(select(func.max(Question.id)).where(board.readable(None))) or 0
    return list(range((last - 1) // MOST_IN_SITEMAP + 1)) if last > MOST_IN_SITEMAP else []


def public_ideas() -> Sequence[tuple[int, str]]:
    """Ids and titles of the newest ideas that everybody may read."""
    query = select(Idea.id, Idea.title).where(ideas.may_see(None), Idea.space_id.in_(spaces.listed_ids(None)))
    query = query.where(Idea.merged_into_id.is_(None))
    return [
        (number, title) for number, title in db.session.execute(query.order_by(Idea.id.desc()).limit(MOST_IN_SITEMAP))
    ]


def public_places() -> Sequence[str]:
    """Addresses of the challenges and spaces that everybody may read."""
    seen = spaces.listed_ids(None)
    rooms = db.session.scalars(select(Space).where(Space.id.in_(seen)).order_by(Space.id)).all()
    begun = (Challenge.audience == "public", Challenge.opens_at <= clock.now())
    challenges = select(Challenge).where(*begun, Challenge.space_id.in_(seen)).order_by(Challenge.id)
    topics = board.topics_shown(None, MOST_IN_SITEMAP)
    listed = [*rooms, *topics, *db.session.scalars(challenges.limit(MOST_IN_SITEMAP))]
    return [thing.url for thing in listed]
