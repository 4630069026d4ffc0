"""Reading the desk: what waits for one employee, in the order of app.board.routing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all

from app.accounts.models import Person
from app.board.models import Claim, Question, QuestionTopic, Snooze
from app.board.queries.markers import MOST_SHOWN, pack, unpack
from app.board.queries.questions import MOST_COUNTED, NEEDS_ANSWER, shown_to
from app.board.queries.routing import candidates
from app.board.queries.visibility import readable
from app.board.routing import SOON, UNKNOWN, Waiting, offered_place, queue_order
from app.core import clock
from app.extensions import db
from app.spaces.models import Space
from app.topics import queries as topics
from app.topics.models import Topic

CANDIDATES = 60
OLDEST = 500
OFFERED = 40
AT_ONCE = 40
FILTERS = ("all", "mine", "known", "free", "due", "private", "snoozed")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of a queue somebody wants to see; `show` is one of FILTERS, `is_lost` asks for what is theirs no more."""

    show: str = "all"
    space: Space | None = None
    topic: Topic | None = None
    is_lost: bool = False


@dataclass(frozen=True)
class Queue:
    """A page of what waits for somebody, best first; `next` marks the page after it, as far as markers go."""

    items: Sequence[Question]
    is_more: bool = False
    next: str | None = None


def desk_queue(person: Person, wanted: Wanted | None = None, *, after: str | None = None, most: int = AT_ONCE) -> Queue:
    """What waits for an employee: own claims, what they were asked by name, then need and fit; nothing put aside.

    `after` is the marker of the page before: nothing that it showed comes again. Raises Invalid for a broken one.
    """
    wanted, shown = wanted or Wanted(), unpack(after)
    weights = topics.weights(person)
    found = _found(person, wanted, weights, _Window(shown, max(CANDIDATES, most + 1)))
    known = {question.id: question for question in found}
    first = queue_order([_waiting(question, person, weights, None) for question in found], clock.now())
    offered = candidates([known[one.question_id] for one in first[:OFFERED]])
    places = {number: offered_place(number, person.id, people) for number, people in offered.items()}
    ordered = queue_order(
        [_waiting(question, person, weights, places.get(question.id)) for question in found], clock.now()
    )
    page, is_more = [known[one.question_id] for one in ordered[:most]], len(ordered) > most
    shown = shown.union(question.id for question in page)
    return Queue(page, is_more, pack(shown) if is_more and len(shown) < MOST_SHOWN else None)


@dataclass(frozen=True)
class _Window:
    """What of the board a page is chosen from: not what was shown, and so much of each kind."""

    shown: frozenset[int]
    most: int

    def of(self, query: Select[Question]) -> Sequence[Question]:
        """The first of a query."""
        return db.session.scalars(self.unseen(query).limit(self.most)).unique().all()

    def unseen(self, query: Select[Any]) -> Select[Any]:
        """A query without what was shown."""
        return query.where(Question.id.not_in(self.shown)) if self.shown else query


def desk_count(person: Person) -> int:
    """How many unanswered questions an employee may see."""
    some = select(Question.id).where(readable(person), Question.state.in_(NEEDS_ANSWER)).limit(MOST_COUNTED)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def claims_now(person: Person | None, limit: int = 8) -> Sequence[Claim]:
    """Who is answering what right now, among what a person may see."""
    # EXISTS makes the database start from the few claims, not from the many questions.
    shown = select(Question.id).where(Question.id == Claim.question_id, readable(person)).exists()
    query = select(Claim).where(Claim.until > clock.now(), shown)
    return db.session.scalars(query.order_by(Claim.claimed_at.desc(), Claim.id).limit(limit)).all()


def claims_of(person: Person) -> Sequence[Claim]:
    """Somebody's own live claims."""
    mine = (Claim.person_id == person.id, Claim.until > clock.now())
    return db.session.scalars(select(Claim).where(*mine).order_by(Claim.id)).all()


def lapsed_claims(moment: datetime, limit: int = 200) -> Sequence[Claim]:
    """Claims that have run out, held against other workers."""
    lapsed = select(Claim).where(Claim.until <= moment).order_by(Claim.id).limit(limit)
    return db.session.scalars(lapsed.with_for_update(of=Claim, skip_locked=True)).all()


def claimants() -> Sequence[int]:
    """Ids of those who are on a question."""
    return db.session.scalars(select(Claim.person_id).distinct().order_by(Claim.person_id)).all()


def snoozed_until(person: Person, question: Question) -> datetime | None:
    """Until when somebody put a question aside; None when it is in their queue."""
    query = select(Snooze.until).join(Question, Question.id == Snooze.question_id)
    return db.session.scalar(query.where(Snooze.question_id == question.id, *_asleep(person)))


def _found(person: Person, wanted: Wanted, weights: dict[int, float], window: _Window) -> list[Question]:
    """Everything that may stand near the top, in a few bounded queries."""
    if wanted.is_lost:
        return []
    waiting = _narrowed(shown_to(person), person, wanted)
    if wanted.show == "snoozed":
        return list(window.of(waiting.order_by(Question.asked_at, Question.id)))
    known = [topic_id for topic_id, weight in weights.items() if weight > 0]
    fitting = Question.id.in_(_known_among_oldest(person, known, window)) if known else None
    own = _own(person, wanted)
    parts = [] if own is None else [*window.of(own)]
    if fitting is not None:
        parts += window.of(waiting.where(fitting).order_by(Question.asked_at, Question.id))
    if wanted.show == "known" and fitting is not None:
        waiting = waiting.where(fitting)
    else:
        parts += window.of(waiting.order_by(Question.asked_at, Question.id))
    parts += window.of(waiting.where(Question.due_at.is_not(None)).order_by(Question.due_at, Question.id))
    return list({question.id: question for question in parts}.values())


def _known_among_oldest(person: Person, topic_ids: list[int], window: _Window) -> Select[int]:
    """Ids of what somebody knows among what has waited longest, state by state: any board costs the same."""
    oldest = [
        select(window.unseen(select(Question.id)).where(readable(person), Question.state == state).order_by(
            Question.asked_at, Question.id).limit(OLDEST).subquery().c.id)
        for state in NEEDS_ANSWER
    ]  # fmt: skip
    some = union_all(*oldest).subquery()
    known = select(QuestionTopic.question_id).join(some, some.c.id == QuestionTopic.question_id)
    return known.where(QuestionTopic.topic_id.in_(topic_ids))


def _own(person: Person, wanted: Wanted) -> Select[Question] | None:
    """What somebody has claimed, and what they were asked by name."""
    if wanted.show not in {"all", "mine", "known"}:
        return None
    mine = select(Claim.question_id).where(Claim.person_id == person.id, Claim.until > clock.now())
    named = and_(Question.asked_of_id == person.id, Question.state.in_(NEEDS_ANSWER), ~_is_aside(person))
    query = _placed(shown_to(person), wanted).where(or_(Question.id.in_(mine), named))
    return query.order_by(Question.id)


def _narrowed(query: Select[Question], person: Person, wanted: Wanted) -> Select[Question]:
    query = _placed(query, wanted).where(Question.state.in_(NEEDS_ANSWER))
    if wanted.show == "snoozed":
        return query.where(_is_aside(person))
    query = query.where(~_is_aside(person))
    claimed = select(Claim.question_id).where(Claim.until > clock.now())
    if wanted.show == "free":
        query = query.where(Question.id.not_in(claimed))
    if wanted.show == "mine":
        own = claimed.where(Claim.person_id == person.id)
        query = query.where(or_(Question.id.in_(own), Question.asked_of_id == person.id))
    if wanted.show == "due":
        query = query.where(Question.due_at < clock.now() + SOON)
    if wanted.show == "private":
        query = query.where(Question.audience == "private")
    return query


def _placed(query: Select[Question], wanted: Wanted) -> Select[Question]:
    if wanted.space is not None:
        query = query.where(Question.space_id == wanted.space.id)
    if wanted.topic is not None:
        about = select(QuestionTopic.question_id).where(QuestionTopic.topic_id == wanted.topic.id)
        query = query.where(Question.id.in_(about))
    return query


def _is_aside(person: Person) -> ColumnElement[bool]:
    """Whether somebody put a question aside, and nothing that would wake it happened since."""
    return select(Snooze.id).where(Snooze.question_id == Question.id, *_asleep(person)).exists()


def _asleep(person: Person) -> tuple[ColumnElement[bool], ...]:
    asleep = or_(Snooze.wakes_on_news.is_(False), Question.active_at <= Snooze.snoozed_at)
    return (Snooze.person_id == person.id, Snooze.until > clock.now(), asleep)


def _waiting(question: Question, person: Person, weights: dict[int, float], offered: int | None) -> Waiting:
    claim = question.live_claim
    return Waiting(
        question_id=question.id, asked_at=question.asked_at, due_at=question.due_at, offered=offered,
        weight=max((weights.get(topic_id, 0.0) for topic_id in question.topic_ids), default=0.0) or UNKNOWN,
        is_own_claim=claim is not None and claim.person_id == person.id, is_claimed=claim is not None,
        is_asked_of_me=question.asked_of_id == person.id,
        is_asked_of_other=question.asked_of_id is not None and question.asked_of_id != person.id,
        is_practice=question.space.visibility == "sandbox",
    )  # fmt: skip
