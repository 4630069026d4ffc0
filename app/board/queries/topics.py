"""Reading topics: what is known, by whom, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all

from app.accounts.models import Person
from app.board.models import Canonical, Question, QuestionTopic
from app.board.queries.questions import NEEDS_ANSWER, shown_to
from app.board.queries.visibility import readable
from app.core import clock
from app.core.pages import Page, encode, page, place
from app.extensions import db
from app.topics import queries as topics
from app.topics.models import Topic

GAP_WITHIN = timedelta(days=90)
ASKED_OFTEN = 3
NEWEST_WAITING = 300
MOST_CANONICAL = 12


@dataclass(frozen=True)
class Gap:
    """What a topic is missing: `people` have asked in the last 90 days without an answer that an expert verified."""

    topic: Topic
    people: int
    questions: int
    has_expert: bool

    @property
    def is_asked_often(self) -> bool:
        """Whether enough people have asked to call it often."""
        return self.people >= ASKED_OFTEN


def visible_topic(person: Person | None, slug: str) -> Topic | None:
    """A topic of at least one question that a person may see, by the slug that it goes or went by."""
    return db.session.scalar(topics.going_by(slug).where(_shown(person)))


def visible_topic_by_id(person: Person | None, topic_id: int) -> Topic | None:
    """The same by its id."""
    return db.session.scalar(select(Topic).where(Topic.id == topic_id, _shown(person)))


def visible_topic_ids(person: Person | None, topic_ids: Iterable[int]) -> set[int]:
    """Those of some topics that a person may see."""
    return set(db.session.scalars(select(Topic.id).where(Topic.id.in_(list(topic_ids)), _shown(person))))


def topic_page(person: Person | None, *, words: str = "", after: str | None = None, limit: int = 60) -> Page[Topic]:
    """The topics that a person may see, by name; `words` are in the name."""
    query = select(Topic).where(_shown(person))
    if words:
        query = query.where(Topic.name.icontains(words, autoescape=True))
    return page(query, Topic.name, Topic.id, after=after, limit=limit, ascending=True)


def topics_shown(person: Person | None, limit: int = 500) -> Sequence[Topic]:
    """Topics of at least one question that a person may see: a name coined in a closed space stays in it."""
    return db.session.scalars(select(Topic).where(_shown(person)).order_by(Topic.name).limit(limit)).all()


def topics_in_need(person: Person | None, limit: int = 8) -> Sequence[tuple[Topic, int]]:
    """Topics with the most questions that nobody has answered, among the newest of those that wait."""
    # State by state, since each has its own order in the index: what waits is never sorted as a whole.
    newest = (Question.asked_at.desc(), Question.id.desc())
    parts = [
        select(select(Question.id).where(readable(person), Question.state == state).order_by(*newest).limit(
            NEWEST_WAITING).subquery().c.id)
        for state in NEEDS_ANSWER
    ]  # fmt: skip
    some = union_all(*parts).subquery()
    count = func.count(QuestionTopic.question_id)
    query = select(Topic, count).join(QuestionTopic, QuestionTopic.topic_id == Topic.id)
    query = query.join(some, some.c.id == QuestionTopic.question_id)
    rows = db.session.execute(query.group_by(Topic.id).order_by(count.desc(), Topic.id).limit(limit))
    return [(topic, number) for topic, number in rows]


def gaps(person: Person | None, *, after: str | None = None, limit: int = 50) -> Page[Gap]:
    """Topics asked about of late that lack a verified answer or an expert, those with the most askers first."""
    people, questions = func.sum(Question.vote_count + 1), func.count(Question.id)
    query = (
        select(Topic, people, questions)
        .join(QuestionTopic, QuestionTopic.topic_id == Topic.id)
        .join(Question, Question.id == QuestionTopic.question_id)
        .where(readable(person), Question.asked_at > clock.now() - GAP_WITHIN)
        .where(Question.verified_count == 0, Question.closed_at.is_(None))
        .group_by(Topic.id)
        .order_by(people.desc(), Topic.id.desc())
        .limit(limit + 1)
    )
    if after:
        asked, topic_id = place(after, int, int)
        query = query.having(or_(people < asked, and_(people == asked, Topic.id < topic_id)))
    rows = [(topic, int(asked), int(number)) for topic, asked, number in db.session.execute(query)]
    known = topics.with_experts([topic.id for topic, _asked, _number in rows])
    found = [Gap(topic, asked, number, topic.id in known) for topic, asked, number in rows[:limit]]
    more = encode([found[-1].people, found[-1].topic.id]) if len(rows) > limit else None
    return Page([gap for gap in found if gap.is_asked_often or not gap.has_expert], more)


def asked_often(person: Person | None, topic: Topic, limit: int = 5) -> Sequence[Question]:
    """What most people ask of a topic without an answer that an expert verified."""
    query = _about(person, topic).where(Question.verified_count == 0, Question.closed_at.is_(None))
    query = query.where(Question.asked_at > clock.now() - GAP_WITHIN)
    return (
        db.session.scalars(query.order_by(Question.vote_count.desc(), Question.id.desc()).limit(limit)).unique().all()
    )


def canonical_of(person: Person | None, topic: Topic) -> Sequence[Question]:
    """The questions that those who know a topic point to first, as far as a person may read them."""
    query = shown_to(person).join(Canonical, Canonical.question_id == Question.id).where(Canonical.topic_id == topic.id)
    return db.session.scalars(query.order_by(Canonical.id).limit(MOST_CANONICAL)).unique().all()


def canonical_topics(question: Question) -> set[int]:
    """Ids of the topics for which a question is canonical."""
    return set(db.session.scalars(select(Canonical.topic_id).where(Canonical.question_id == question.id)))


def best_known(person: Person | None, topic: Topic, *, after: str | None = None, limit: int = 20) -> Page[Question]:
    """Answered questions about a topic, the most wanted first."""
    query = _about(person, topic).where(Question.answer_count > 0)
    return page(query, Question.vote_count, Question.id, after=after, limit=limit)


def _about(person: Person | None, topic: Topic) -> Select[Question]:
    return shown_to(person).join(QuestionTopic).where(QuestionTopic.topic_id == topic.id)


def _shown(person: Person | None) -> ColumnElement[bool]:
    return (
        select(QuestionTopic.topic_id)
        .join(Question, Question.id == QuestionTopic.question_id)
        .where(QuestionTopic.topic_id == Topic.id, readable(person))
        .exists()
    )
