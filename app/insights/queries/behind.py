"""The questions behind a figure, one by one, as far as somebody may read them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, case, cast, func, literal, select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import PUBLISHED, TARGETS, Answer, Question, TargetClock
from app.core.pages import Page, page
from app.extensions import db
from app.insights.models import CLICK, Exposure, Journey
from app.insights.queries.periods import Period
from app.insights.queries.targets import decided, late
from app.insights.queries.vitals import waits_after, within
from app.spaces.models import Space

# Of people and of cases there is no list: who wrote is each page's own, and cases are for moderators.
VITALS = ("asked", "answer_rate", "first_answer_hours", "verified_share", "solved_by_reading", "backlog")
KEPT = tuple(f"{target}_kept" for target in TARGETS)
BEHIND = (*VITALS, "answered", "within_a_day", "solved", *TARGETS, *KEPT)
DAY = 86_400


@dataclass(frozen=True)
class Behind:
    """A page of questions, the newest first, and how many there are in all."""

    page: Page[Question]
    n: int


def questions_behind(
    name: str, period: Period, viewer: Person | None, space: Space | None = None, *, after: str | None, limit: int
) -> Behind:
    """The questions that a figure of BEHIND rests on; raises Invalid for a broken marker."""
    inside = [board.readable(viewer), *_counts(name, period)]
    if space is not None:
        inside.append(Question.space_id == space.id)
    shown = page(select(Question).where(*inside), Question.id, after=after, limit=limit)
    return Behind(shown, db.session.scalar(select(func.count(Question.id)).where(*inside)) or 0)


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
    return *within(period, Question.asked_at), *_of_those_asked(name)


def _of_those_asked(name: str) -> tuple[ColumnElement[bool], ...]:
    target = name.removesuffix("_kept")
    if target in TARGETS:
        kept = (case((late(), 0), else_=1) == 1,) if name in KEPT else ()
        clocks = select(TargetClock.id).where(TargetClock.question_id == Question.id, TargetClock.target == target)
        return (clocks.where(decided(), *kept).correlate(Question).exists(),)
    if name == "answered":
        return (Question.first_answered_at.is_not(None),)
    if name == "within_a_day":
        return (_within_a_day(),)
    return (Question.solved_at.is_not(None),) if name == "solved" else ()


def _within_a_day() -> ColumnElement[bool]:
    """SQLite keeps moments as text, which `julianday` reads to a tenth of a millisecond."""
    if db.engine.dialect.name == "sqlite":
        return func.julianday(Question.first_answered_at) - func.julianday(Question.asked_at) <= 1 + 1e-9
    return func.extract("epoch", Question.first_answered_at - Question.asked_at) <= DAY
