"""One figure of a space's health as it went, step by step, and the questions behind a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import ColumnElement, String, cast, literal, select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import PUBLISHED, Answer, Question
from app.core.pages import Page, page
from app.insights.models import CLICK, Exposure, Journey
from app.insights.queries import vitals
from app.insights.queries.periods import Period
from app.insights.queries.vitals import WHOLE, Count, waits_after, within
from app.spaces.models import Space

MOST_STEPS, SHORT, WEEK = 13, 14, 7
# Of people and of cases there is no list: who wrote is each page's own, and cases are for moderators.
BEHIND = ("asked", "answer_rate", "first_answer_hours", "verified_share", "solved_by_reading", "backlog")


@dataclass(frozen=True)
class Step:
    """What a figure was in a step, and what it rests on; None where nothing gives one."""

    period: Period
    count: Count


def course(name: str, period: Period, viewer: Person | None, space: Space | None = None) -> Sequence[Step]:
    """A figure in steps of whole days: a day each of up to two weeks, else one or more weeks, at most fourteen.

    A statement or two a step, however many spaces there are. Before the space was opened, or the first of those that
    the viewer may see, nothing is known.
    """
    key, steps = space.id if space else WHOLE, period.steps(step_days(period))
    found = [vitals.one(name, step, viewer).get(key, vitals.nothing(name)) for step in steps]
    began = vitals.began_at(viewer, space)
    known = [began is not None and began < step.end for step in steps]
    return [
        Step(step, count if there else Count(None, 0)) for step, count, there in zip(steps, found, known, strict=True)
    ]


def step_days(period: Period) -> int:
    """How many days a step has."""
    return 1 if period.days <= SHORT else WEEK * ceil(period.days / (WEEK * MOST_STEPS))


def questions_behind(
    name: str, period: Period, viewer: Person | None, space: Space | None = None, *, after: str | None, limit: int
) -> Page[Question]:
    """The questions that a figure of BEHIND rests on, as far as somebody may read them, the newest first."""
    query = select(Question).where(board.readable(viewer), *_counts(name, period))
    if space is not None:
        query = query.where(Question.space_id == space.id)
    return page(query, Question.id, after=after, limit=limit)


def _counts(name: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    if name == "backlog":
        return waits_after(period)
    if name == "verified_share":
        published = (Answer.state == PUBLISHED, *within(period, Answer.published_at))
        return (Question.id.in_(select(Answer.question_id).where(*published)),)
    if name == "solved_by_reading":
        about = literal("question:").concat(cast(Question.id, String))
        counted = (Journey.is_staff.is_(False), Journey.is_bot.is_(False), *within(period, Exposure.at))
        opened = select(Exposure.id).join(Journey, Journey.id == Exposure.journey_id)
        return (opened.where(Exposure.subject == about, Exposure.way == CLICK, *counted).exists(),)
    return within(period, Question.asked_at)
