"""The one rule of what somebody may read on the board; every list, count, feed and search goes through it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select, true

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board.models import OPEN, SHOWN, Question
from app.core.rules import once_a_page
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.models import Membership
from app.training import policy as training


@once_a_page
def readable(person: Person | None) -> ColumnElement[bool]:
    """What lists, counts, feeds and searches may hold for a person: a condition on `Question` for any statement."""
    return and_(_shown_in(spaces.listed_ids(person), person), Question.merged_into_id.is_(None))


@once_a_page
def may_read(person: Person | None) -> ColumnElement[bool]:
    """The same with duplicates, which are read on the page of the question they went into, and archived spaces."""
    return _shown_in(spaces.visible_ids(person), person)


def _shown_in(space_ids: Select[int], person: Person | None) -> ColumnElement[bool]:
    return and_(Question.hold == SHOWN, Question.space_id.in_(space_ids), in_audience(person))


@once_a_page
def in_audience(person: Person | None) -> ColumnElement[bool]:
    """Whether a question is for a person's eyes: private ones are for their asker, who may answer, and moderators."""
    everybody = Question.audience == OPEN
    if person is None:
        return everybody
    if moderates_everywhere(person) or _is_cleared(person):
        return true()
    return or_(everybody, Question.author_id == person.id, Question.space_id.in_(moderated_by(person)))


def moderates_everywhere(person: Person) -> bool:
    """Whether somebody moderates the site; who is suspended keeps the role, and sees no more than others by it."""
    return person.is_in_good_standing and person.has_role("moderator")


def moderated_by(person: Person) -> Select[int]:
    """Ids of the spaces that somebody moderates by a role in them."""
    roles = (Membership.person_id == person.id, Membership.role.in_(("moderator", "owner")))
    return select(Membership.space_id).where(*roles, true() if person.is_in_good_standing else false())


def _is_cleared(person: Person) -> bool:
    """Whether an employee may answer; training keeps what its gates say while a page only reads."""
    return person.is_employee and bool(training.clearance(person, "answer"))


def readers(question: Question, people: Iterable[int]) -> list[int]:
    """Those of these people who may read a question; everybody where visitors may."""
    wanted = list(people)
    if not wanted or db.session.scalar(_read_by(None, question)) is not None:
        return wanted
    return accounts.who_see(wanted, lambda person: _read_by(person, question))


def _read_by(person: Person | None, question: Question) -> Select[int]:
    return select(Question.id).where(Question.id == question.id, may_read(person))


def closed_to(person: Person | None) -> ColumnElement[bool]:
    """What is not, or no more, for a person's eyes, whatever else became of it: a condition on `Question`."""
    return not_(and_(Question.space_id.in_(spaces.visible_ids(person)), in_audience(person)))


def with_duplicates(question_id: int) -> ColumnElement[bool]:
    """Whether a question is this one or a duplicate of it that people may read: for what counts for everybody."""
    return or_(Question.id == question_id, and_(Question.merged_into_id == question_id, Question.hold == SHOWN))


def family(person: Person | None, question: Question) -> Select[int]:
    """Ids of a question and of those of its duplicates that a person may read."""
    duplicate = and_(Question.merged_into_id == question.id, may_read(person))
    return select(Question.id).where(or_(Question.id == question.id, duplicate))
