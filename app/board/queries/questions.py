"""Reading questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, defer

from app.accounts.models import Person
from app.board.models import SHOWN, UNSOLVED, Question, QuestionMerge, QuestionTopic
from app.board.queries.visibility import in_audience, may_read, moderated_by, moderates_everywhere, readable
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.topics.models import Topic

SORTS = ("newest", "active", "needs-answer", "votes")
NEEDS_ANSWER = ("open", "escalated")
MOST_COUNTED = 1000
IN_FEED = 30
MOST_MERGED = 50
RISING_WITHIN = timedelta(days=14)


def visible_questions(
    person: Person | None,
    *,
    space: Space | None = None,
    topic: Topic | None = None,
    state: str | None = None,
    sort: str = "newest",
    after: str | None = None,
    limit: int = 30,
) -> Page[Question]:
    """The questions a person may see: newest, active, votes, or needs-answer (unanswered, most wanted first)."""
    query = shown_to(person, space)
    if topic is not None:
        query = query.join(QuestionTopic).where(QuestionTopic.topic_id == topic.id)
    if state:
        query = query.where(Question.state == state)
    if sort == "needs-answer":
        query = query.where(Question.state.in_(NEEDS_ANSWER))
    return page(query, _key(sort), Question.id, after=after, limit=limit)


def shown_to(person: Person | None, space: Space | None = None) -> Select[Question]:
    """What lists may hold: shown questions of the spaces a person sees, without their texts; one's own if archived."""
    query = select(Question).options(defer(Question.body), defer(Question.body_html))
    if space is None:
        return query.where(readable(person))
    return query.where(may_read(person), Question.merged_into_id.is_(None), Question.space_id == space.id)


def visible_question(person: Person | None, question_id: int) -> Question | None:
    """One question, if this person may see it; held ones only for their author, all of them for moderators."""
    query = select(Question).where(Question.id == question_id, Question.space_id.in_(spaces.visible_ids(person)))
    return db.session.scalars(query.where(may_see_held(person), in_audience(person))).unique().one_or_none()


def may_see_held(person: Person | None) -> ColumnElement[bool]:
    """The rule for questions that are not shown to everybody."""
    shown = Question.hold == SHOWN
    if person is None:
        return shown
    if moderates_everywhere(person):
        return Question.hold.is_not(None)
    own = (Question.author_id == person.id) & (Question.hold == "held")
    return or_(shown, own, Question.space_id.in_(moderated_by(person)))


def by_id(question_id: int) -> Question | None:
    """One question in any state, for those who decide about it."""
    return db.session.get(Question, question_id)


def by_external_id(external_id: str) -> Question | None:
    """The question that was imported under this id."""
    return db.session.scalars(select(Question).where(Question.external_id == external_id)).unique().one_or_none()


def questions_by_ids(person: Person | None, ids: Iterable[int]) -> dict[int, Question]:
    """Those of these questions that a person may see, in one query."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = db.session.scalars(shown_to(person).where(Question.id.in_(wanted))).unique()
    return {question.id: question for question in rows}


def merged_into(person: Person | None, question: Question) -> Sequence[QuestionMerge]:
    """The duplicates of a question that a person may read, in the order they were merged."""
    query = select(QuestionMerge).join(QuestionMerge.question).where(QuestionMerge.into_id == question.id)
    return (
        db.session.scalars(query.where(may_read(person)).order_by(QuestionMerge.id).limit(MOST_MERGED)).unique().all()
    )


def newest_for_feed(*, space: Space | None = None, topic: Topic | None = None) -> Sequence[Question]:
    """The newest questions that everybody may read, with their texts, for feeds."""
    query = select(Question).where(readable(None))
    if space is not None:
        query = query.where(Question.space_id == space.id)
    if topic is not None:
        query = query.join(QuestionTopic).where(QuestionTopic.topic_id == topic.id)
    return _first(query.order_by(Question.asked_at.desc(), Question.id.desc()), IN_FEED)


def asked_by(author: Person, viewer: Person | None, limit: int = 10) -> Sequence[Question]:
    """Somebody's latest questions that the viewer may see; not those they asked for a handle."""
    own = (Question.author_id == author.id, Question.handle.is_(None))
    return _first(shown_to(viewer).where(*own).order_by(Question.asked_at.desc(), Question.id.desc()), limit)


def solved_recently(person: Person | None, limit: int = 5) -> Sequence[Question]:
    """What was solved last."""
    query = shown_to(person).where(Question.solved_at.is_not(None), Question.state == "solved")
    return _first(query.order_by(Question.solved_at.desc(), Question.id.desc()), limit)


def rising(person: Person | None, limit: int = 5) -> Sequence[Question]:
    """Fresh questions that most people share."""
    query = shown_to(person).where(Question.asked_at > clock.now() - RISING_WITHIN)
    return _first(query.order_by(Question.vote_count.desc(), Question.active_at.desc(), Question.id.desc()), limit)


def count_by_state(person: Person | None) -> dict[str, int]:
    """How many questions a person may see in each unsolved state, counted up to MOST_COUNTED: more says no more."""
    some = {
        state: select(Question.id).where(readable(person), Question.state == state).limit(MOST_COUNTED)
        for state in UNSOLVED
    }
    counts = [select(func.count()).select_from(query.subquery()).scalar_subquery() for query in some.values()]
    return {state: n for state, n in zip(some, db.session.execute(select(*counts)).one(), strict=True) if n}


def _key(sort: str) -> InstrumentedAttribute[Any]:
    keys: dict[str, InstrumentedAttribute[Any]] = {
        "active": Question.active_at, "votes": Question.vote_count, "needs-answer": Question.vote_count,
    }  # fmt: skip
    return keys.get(sort, Question.asked_at)


def _first(query: Select[Question], limit: int) -> Sequence[Question]:
    return db.session.scalars(query.limit(limit)).unique().all()
