"""Reading service levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.board.clocks import Span
from app.board.models import (
    AskBack,
    ClockSpan,
    Question,
    ServiceRules,
    TargetClock,
)
from app.board.queries.visibility import readable
from app.core import clock
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.models import Space

USUAL_DAYS = timedelta(days=90)
SETTLED_AFTER = timedelta(days=2)
MOST_SAMPLED = 200
LEAST_SAMPLED = 20
USUAL_SHARE = 0.8


@dataclass(frozen=True)
class Usual:
    """Within how many hours questions of a space are usually answered, and of how many that is said."""

    hours: int
    n: int


def rules_set(space_id: int | None) -> ServiceRules | None:
    """The rules that were set for a space itself, or with None for the company."""
    return db.session.scalar(select(ServiceRules).where(ServiceRules.scope == spaces.scopes_of(space_id)[0]))


def rules_in_force(space_id: int | None) -> ServiceRules | None:
    """A space's own rules, else the company's; None where nothing is promised."""
    scopes = spaces.scopes_of(space_id)
    found = {row.scope: row for row in db.session.scalars(select(ServiceRules).where(ServiceRules.scope.in_(scopes)))}
    return found.get(scopes[0]) or found.get(scopes[1])


def spans_of(question_id: int) -> list[ClockSpan]:
    """When a question waited for us, in order."""
    query = select(ClockSpan).where(ClockSpan.question_id == question_id)
    return list(db.session.scalars(query.order_by(ClockSpan.began_at, ClockSpan.id)))


def as_spans(rows: Sequence[ClockSpan]) -> list[Span]:
    """The same for reckoning."""
    return [Span(row.began_at, row.ended_at) for row in rows]


def clocks_of(question_id: int) -> dict[str, TargetClock]:
    """A question's clocks by their target."""
    rows = db.session.scalars(select(TargetClock).where(TargetClock.question_id == question_id))
    return {row.target: row for row in rows}


def open_ask_back(question: Question) -> AskBack | None:
    """What the asker is being asked, while the question waits for them."""
    if question.asked_back_at is None:
        return None
    mine = (AskBack.question_id == question.id, AskBack.ended_at.is_(None))
    return db.session.scalar(select(AskBack).where(*mine).order_by(AskBack.id.desc()).limit(1))


def is_ask_back(comment_id: int) -> bool:
    """Whether a comment asks the asker back."""
    return db.session.scalar(select(AskBack.id).where(AskBack.comment_id == comment_id)) is not None


def due_for_look(moment: datetime, limit: int) -> Sequence[Question]:
    """Questions whose clocks want looking at, longest due first, held against other workers."""
    held = due_statement(moment, limit).with_for_update(of=Question, skip_locked=True)
    return db.session.scalars(held).unique().all()


def due_statement(moment: datetime, limit: int) -> Select[Question]:
    """What `due_for_look` asks the database."""
    archived = select(Space.id).where(Space.archived_at.is_not(None))
    due = (Question.look_at <= moment, Question.space_id.not_in(archived))
    return select(Question).where(*due).order_by(Question.look_at).limit(limit)


def usually_answered(person: Person | None, space: Space) -> Usual | None:
    """The hours within which four of five questions got their first answer, unanswered ones counted as never.

    Of the newest questions of the last 90 days that this person may read; None where they are too few to tell.
    """
    now = clock.now()
    asked = (Question.asked_at > now - USUAL_DAYS, Question.asked_at < now - SETTLED_AFTER)
    query = select(Question.asked_at, Question.first_answered_at).where(
        Question.space_id == space.id, *asked, readable(person), Question.channel != "import"
    )
    rows = db.session.execute(query.order_by(Question.asked_at.desc(), Question.id.desc()).limit(MOST_SAMPLED)).all()
    waits = sorted((first - at).total_seconds() / 3600 for at, first in rows if first is not None)
    place = int(USUAL_SHARE * len(rows) + 0.999999) - 1
    if len(rows) < LEAST_SAMPLED or place >= len(waits):
        return None
    return Usual(max(1, int(waits[place] + 0.999999)), len(rows))
