"""Reading journeys one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import SHOWN, Question
from app.core.pages import Page, page
from app.crm import queries as crm
from app.extensions import db
from app.insights.models import CLICK, Exposure, Filing, Journey, Resolution, Sighting

MOST_READ = 50
# Databases take so many values in one statement.
AT_ONCE = 10_000


def journey_by_key(key: str) -> Journey | None:
    """The journey of a hashed key."""
    return db.session.scalar(select(Journey).where(Journey.key == key))


def journey_by_id(journey_id: int) -> Journey | None:
    """One journey."""
    return db.session.get(Journey, journey_id)


def resolution_by_id(resolution_id: int) -> Resolution | None:
    """One resolution."""
    return db.session.get(Resolution, resolution_id)


def number_of(subject: str, kind: str) -> int | None:
    """The id in a subject such as `question:42`; None for another kind, or for what is no id."""
    name, _colon, number = subject.partition(":")
    good = name == kind and number.isascii() and number.isdigit() and len(number) < 19
    return int(number) if good else None


def answered_subjects(subjects: Iterable[str]) -> set[str]:
    """Those of these subjects that are questions with an answer."""
    wanted = [number for subject in subjects if (number := number_of(subject, "question")) is not None]
    if not wanted:
        return set()
    answered = (Question.id.in_(wanted), Question.answer_count > 0, Question.hold == SHOWN)
    return {f"question:{number}" for number in db.session.scalars(select(Question.id).where(*answered))}


def readable_subjects(person: Person | None, subjects: Iterable[str]) -> set[str]:
    """Those of these subjects that are questions which a reader may see."""
    wanted = sorted(number for subject in subjects if (number := number_of(subject, "question")) is not None)
    parts = (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
    return {f"question:{number}" for part in parts for number in board.visible_ids(person, part)}


def may_have_solved(person: Person | None, subject: str) -> bool:
    """Whether a subject is a question with an answer that this reader can have read."""
    return bool(answered_subjects([subject]) and readable_subjects(person, [subject]))


def exposed_ways(journey_id: int) -> set[tuple[str, str]]:
    """What a journey was exposed to already, and how."""
    rows = select(Exposure.subject, Exposure.way).where(Exposure.journey_id == journey_id)
    return set(db.session.execute(rows))


def subjects_read(journey_id: int) -> list[Any]:
    """What was opened in a journey, in order."""
    opened = select(Exposure.subject).where(Exposure.journey_id == journey_id, Exposure.way == CLICK)
    return list(db.session.scalars(opened.order_by(Exposure.at, Exposure.id).limit(MOST_READ)))


def sighted(person_id: int, idea_ids: Iterable[int], day: date) -> set[int]:
    """Those of these ideas that a member has seen on that day."""
    mine = (Sighting.person_id == person_id, Sighting.day == day, Sighting.idea_id.in_(list(idea_ids)))
    return set(db.session.scalars(select(Sighting.idea_id).where(*mine)))


def filings(*, after: str | None = None, limit: int = 30) -> Page[Filing]:
    """What was written on the contact page, newest first."""
    return page(select(Filing), Filing.id, after=after, limit=limit)


def filing(filing_id: int) -> Filing | None:
    """One of them."""
    return db.session.get(Filing, filing_id)


@crm.keeper("filing")
def message_of(filing_id: int) -> crm.Message | None:
    """One of them, for the case that it opened."""
    told = filing(filing_id)
    return None if told is None else crm.Message(told.title, told.body, told.url, told.read)


def filing_pages(support_keys: Collection[str]) -> dict[str, str]:
    """Where the messages are read that these support contacts were written in, by key."""
    written = select(Filing.support_key, Filing.id).where(Filing.support_key.in_(support_keys))
    return {key: Filing.page_of(number) for key, number in db.session.execute(written)}
