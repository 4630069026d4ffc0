"""Reading practice: the old questions that are fit for it, and who may see what novices wrote to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import defer

from app.accounts.models import Person
from app.board.models import PUBLISHED, Answer, Practice, Question, QuestionTopic, Remark
from app.board.queries.visibility import may_read, readable
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db
from app.spaces.models import Membership, Space
from app.topics import queries as topics
from app.topics.models import Topic
from app.training import queries as training

SETTLED_AFTER = timedelta(days=7)
NEWEST_COUNTED = 300
MOST_TOPICS = 20
SETTLED_STATES = ("solved", "answered")


@dataclass(frozen=True)
class Progress:
    """How much somebody has practised: handed in, remarked on, and found ready."""

    handed_in: int = 0
    remarked: int = 0
    ready: int = 0


def practice_page(
    person: Person, *, topic: Topic | None = None, after: str | None = None, limit: int = 20
) -> Page[Question]:
    """Old questions with a settled answer that everybody may read and this person has no part in, newest first."""
    query = select(Question).options(defer(Question.body_html)).where(_is_fit(), _is_new_to(person))
    if topic is not None:
        query = query.join(QuestionTopic).where(QuestionTopic.topic_id == topic.id)
    return page(query, Question.asked_at, Question.id, after=after, limit=limit)


def practice_topics(person: Person) -> list[tuple[Topic, bool]]:
    """What the newest of them are about, each with whether this person is known to know it; these first."""
    newest = select(Question.id).where(_is_fit(), _is_new_to(person))
    some = newest.order_by(Question.asked_at.desc(), Question.id.desc()).limit(NEWEST_COUNTED).subquery()
    query = select(Topic).join(QuestionTopic, QuestionTopic.topic_id == Topic.id)
    query = query.join(some, some.c.id == QuestionTopic.question_id).group_by(Topic.id)
    rows = db.session.scalars(query.order_by(func.count().desc(), Topic.id).limit(MOST_TOPICS)).all()
    known = {topic_id for topic_id, weight in topics.weights(person).items() if weight > 0}
    return sorted(((topic, topic.id in known) for topic in rows), key=lambda pair: not pair[1])


def is_fit_for_practice(question: Question) -> bool:
    """Whether it is old, settled, and for everybody to read."""
    return db.session.scalar(select(Question.id).where(Question.id == question.id, _is_fit())) is not None


def took_part(person: Person, question: Question) -> bool:
    """Whether somebody asked it, or has answered it."""
    answered = select(Answer.id).where(Answer.question_id == question.id, Answer.author_id == person.id).limit(1)
    return question.author_id == person.id or db.session.scalar(answered) is not None


def still_public(ids: Iterable[int]) -> dict[int, Question]:
    """Those of these questions that everybody may read today: what practice shows of a question, it asks anew."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = db.session.scalars(select(Question).where(Question.id.in_(wanted), may_read(None))).unique()
    return {question.id: question for question in rows}


def settled_answer(question_id: int) -> Answer | None:
    """What a practice answer is compared with: the accepted answer, else the best that an expert verified."""
    accepted_first = case((Answer.accepted_at.is_not(None), 0), else_=1)
    query = select(Answer).where(Answer.question_id == question_id, _settles())
    return db.session.scalar(query.order_by(accepted_first, Answer.rank.desc(), Answer.id).limit(1))


def what_changed(practice: Practice, settled: Answer | None) -> str:
    """What became of the answer it was compared with when it was handed in: gone, other, edited, or nothing."""
    if settled is None:
        return "gone"
    if settled.id != practice.answer_id:
        return "other"
    return "edited" if settled.version != practice.answer_version else ""


def practice_on(person: Person, question: Question) -> Practice | None:
    """What somebody handed in to this question."""
    mine = (Practice.person_id == person.id, Practice.question_id == question.id)
    return db.session.scalar(select(Practice).where(*mine))


def practices_of(person: Person, *, after: str | None = None, limit: int = 20) -> Page[Practice]:
    """What somebody handed in, newest first."""
    return page(select(Practice).where(Practice.person_id == person.id), Practice.id, after=after, limit=limit)


def visible_practice(person: Person | None, practice_id: int) -> Practice | None:
    """One practice answer, for who wrote it and for who may remark on it; for everybody else there is none."""
    if person is None:
        return None
    theirs = or_(Practice.person_id == person.id, is_reviewed_by(person))
    return db.session.scalar(select(Practice).where(Practice.id == practice_id, theirs))


def reviews_waiting(person: Person, *, after: str | None = None, limit: int = 20) -> Page[Practice]:
    """What waits for a remark that this person may make, those who wait longest first."""
    query = select(Practice).where(Practice.verdict == "", Practice.person_id != person.id, is_reviewed_by(person))
    return page(query, Practice.handed_in_at, Practice.id, after=after, limit=limit, ascending=True)


def alone_waiting(limit: int = 20) -> Sequence[Practice]:
    """What waits without there being a mentor, those who wait longest first."""
    query = select(Practice).where(Practice.verdict == "", ~training.has_mentor(Practice.person_id))
    return db.session.scalars(query.order_by(Practice.handed_in_at, Practice.id).limit(limit)).all()


def is_reviewed_by(person: Person) -> ColumnElement[bool]:
    """Whether somebody may read and remark on practice of others: a condition on `Practice`.

    The novice's own mentor; where there is none, every mentor; moderators of the site and of sandbox spaces, and the
    stewards, who own the training.
    """
    if not person.is_employee or not person.is_in_good_standing:
        return false()
    if person.has_role("moderator", "steward") or _moderates_a_sandbox(person):
        return true()
    own = training.has_mentor(Practice.person_id, person)
    return or_(own, ~training.has_mentor(Practice.person_id)) if person.has_role("mentor") else own


def is_reviewer_of(person: Person, practice: Practice) -> bool:
    """The same for one of them."""
    return db.session.scalar(select(Practice.id).where(Practice.id == practice.id, is_reviewed_by(person))) is not None


def reviews_practice(person: Person) -> bool:
    """Whether there is anybody whose practice somebody may remark on."""
    if not person.is_employee:
        return False
    by_role = person.has_role("mentor", "moderator", "steward")
    return by_role or bool(training.novices_of(person)) or _moderates_a_sandbox(person)


def remark_on(practice: Practice) -> Remark | None:
    """The standing remark."""
    query = select(Remark).where(Remark.practice_id == practice.id, Remark.ended_at.is_(None))
    return db.session.scalar(query.order_by(Remark.id.desc()).limit(1))


def ended_remarks(practice: Practice, limit: int = 20) -> Sequence[Remark]:
    """Remarks that were replaced or taken back, newest first: for those who remark."""
    query = select(Remark).where(Remark.practice_id == practice.id, Remark.ended_at.is_not(None))
    return db.session.scalars(query.order_by(Remark.id.desc()).limit(limit)).all()


def practice_by_id(practice_id: int) -> Practice | None:
    """One practice answer, for those who tell of it."""
    return db.session.get(Practice, practice_id)


def reviewers_of(practice: Practice) -> Sequence[Person]:
    """Who is told that it waits: the novice's mentor; where there is none, all mentors and who moderates a sandbox."""
    mentor = training.mentor_of(practice.person)
    if mentor is not None and mentor.state == "active":
        return [mentor]
    moderates = select(Membership.person_id).join(Space, Space.id == Membership.space_id).where(*_SANDBOX)
    query = select(Person).where(Person.kind == "employee", Person.state == "active", Person.id != practice.person_id)
    query = query.where(or_(Person.packed_roles.contains(" mentor "), Person.id.in_(moderates)))
    return db.session.scalars(query.order_by(Person.id)).all()


def progress_of(people: Iterable[int]) -> dict[int, Progress]:
    """How much these people have practised, in one query; who has not is left out."""
    wanted = list(people)
    if not wanted:
        return {}
    remarked = func.sum(case((Practice.verdict != "", 1), else_=0))
    ready = func.sum(case((Practice.verdict == "ready", 1), else_=0))
    counts = select(Practice.person_id, func.count(), remarked, ready).where(Practice.person_id.in_(wanted))
    rows = db.session.execute(counts.group_by(Practice.person_id))
    return {person: Progress(int(many), int(seen), int(good)) for person, many, seen, good in rows}


def sandboxes() -> Sequence[Space]:
    """The spaces for practice, by name."""
    return db.session.scalars(select(Space).where(Space.visibility == "sandbox").order_by(Space.name)).all()


_SANDBOX = (Space.visibility == "sandbox", Membership.role.in_(("owner", "moderator")))


def _moderates_a_sandbox(person: Person) -> bool:
    query = select(Membership.id).join(Space, Space.id == Membership.space_id)
    return db.session.scalar(query.where(Membership.person_id == person.id, *_SANDBOX).limit(1)) is not None


def _settles() -> ColumnElement[bool]:
    """Whether an answer stands and is accepted or verified."""
    vouched = or_(Answer.accepted_at.is_not(None), Answer.verified_at.is_not(None))
    return and_(Answer.state == PUBLISHED, Answer.stale_since.is_(None), vouched)


def _is_fit() -> ColumnElement[bool]:
    """Whether a question is for practice: by what everybody may read, never by what the novice may."""
    settled = exists().where(Answer.question_id == Question.id, _settles())
    old = Question.asked_at <= clock.now() - SETTLED_AFTER
    return and_(readable(None), Question.state.in_(SETTLED_STATES), old, settled)


def _is_new_to(person: Person) -> ColumnElement[bool]:
    answered = exists().where(Answer.question_id == Question.id, Answer.author_id == person.id)
    practised = exists().where(Practice.question_id == Question.id, Practice.person_id == person.id)
    return and_(Question.author_id != person.id, ~answered, ~practised)
