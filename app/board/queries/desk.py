"""Reading the desk: what waits for one employee, ranked by what they know and how long it has waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from app.accounts.models import Person
from app.board.models import Claim, Question, QuestionTopic
from app.board.queries.questions import MOST_COUNTED, NEEDS_ANSWER, shown_to
from app.board.queries.visibility import readable
from app.core import clock
from app.extensions import db
from app.topics import queries as topics

CANDIDATES = 120
SHOWN_AT_ONCE = 40
FULL_DAY = 24 * 3600


def desk_queue(person: Person, *, for_me: bool = False) -> Sequence[Question]:
    """Unanswered questions and own claims, best match first; `for_me` leaves out topics they do not know."""
    weights = topics.weights(person)
    known = [topic_id for topic_id, weight in weights.items() if weight > 0]
    oldest = _first(_waiting(person).order_by(Question.asked_at, Question.id))
    found = {question.id: question for question in (*_own_claims(person), *_known(person, known))}
    if not for_me or not known:
        found |= {question.id: question for question in oldest}
    ranked = sorted(found.values(), key=lambda question: _rank(question, person, weights), reverse=True)
    return ranked[:SHOWN_AT_ONCE]


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


def _waiting(person: Person) -> Select[Question]:
    return shown_to(person).where(Question.state.in_(NEEDS_ANSWER))


def _known(person: Person, topic_ids: list[int]) -> Sequence[Question]:
    if not topic_ids:
        return []
    about = select(QuestionTopic.question_id).where(QuestionTopic.topic_id.in_(topic_ids))
    return _first(_waiting(person).where(Question.id.in_(about)).order_by(Question.asked_at, Question.id))


def _own_claims(person: Person) -> Sequence[Question]:
    mine = select(Claim.question_id).where(Claim.person_id == person.id, Claim.until > clock.now())
    return _first(shown_to(person).where(Question.id.in_(mine)))


def _first(query: Select[Question]) -> Sequence[Question]:
    return db.session.scalars(query.limit(CANDIDATES)).unique().all()


def _rank(question: Question, person: Person, weights: dict[int, float]) -> tuple[bool, bool, float, int]:
    """Own claims first, colleagues' last; between them knowledge (0 to 1) plus up to a day's waiting (0 to 1)."""
    claim = question.live_claim
    mine = claim is not None and claim.person_id == person.id
    knows = max((weights.get(topic_id, 0.0) for topic_id in question.topic_ids), default=0.0)
    waited = min((clock.now() - question.asked_at).total_seconds() / FULL_DAY, 1.0)
    return mine, claim is None, knows + waited, -question.id
