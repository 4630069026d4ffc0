"""What answering cost: the answers published in a period, each at the rate in force on its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, func, select

from app.board.models import PUBLISHED, Answer, Question
from app.extensions import db
from app.insights.models import AnswerRate
from app.insights.queries.costs import answer_rates
from app.insights.queries.periods import Period
from app.spaces.models import Space

Worked = tuple[AnswerRate | None, int]


@dataclass(frozen=True)
class Answered:
    """Answers of one author to one question, and what they cost; nothing where no rate was ever set."""

    question_id: int
    author_id: int
    answers: int
    cost: float


def worked(period: Period) -> list[Worked]:
    """How many answers were published in the period, by the rate in force on their day; before the first, by that."""
    rates, counts = _by_rate(period)
    numbers = db.session.execute(select(*counts).select_from(Answer).where(*_inside(period))).one()
    return list(zip(rates, numbers, strict=True))


def answered(period: Period, space: Space | None = None) -> list[Answered]:
    """The same by question and author, of all spaces or of one: they come to what all answering cost."""
    rates, counts = _by_rate(period)
    query = select(Answer.question_id, Answer.author_id, *counts).where(*_inside(period))
    if space is not None:
        query = query.join(Question, Question.id == Answer.question_id).where(Question.space_id == space.id)
    found = []
    for question_id, author_id, *numbers in db.session.execute(query.group_by(Answer.question_id, Answer.author_id)):
        cost = sum(each.minutes * each.per_hour / 60 * n for each, n in zip(rates, numbers, strict=True) if each)
        found.append(Answered(question_id, author_id, sum(numbers), cost))
    return found


def per_minute(parts: Sequence[Worked]) -> float:
    """What a minute cost, in the mean over the minutes that answers took; the latest rate where they took none."""
    rated = [(rate, number * rate.minutes) for rate, number in parts if rate is not None]
    minutes = sum(took for _rate, took in rated)
    if len(rated) == 1 or not minutes:
        return rated[-1][0].per_hour / 60
    return sum(rate.per_hour / 60 * took for rate, took in rated) / minutes


def _by_rate(period: Period) -> tuple[list[AnswerRate | None], list[ColumnElement[int]]]:
    """The rates that followed each other in the period, and the number of answers while each was in force."""
    rates = answer_rates((period.end - timedelta(microseconds=1)).date())
    starts = [datetime.combine(rate.since, time(), UTC) for rate in rates]
    edges = [period.start, *(start for start in starts[1:] if start > period.start), period.end]
    counts: list[ColumnElement[int]] = [
        func.count().filter(Answer.posted_at >= since, Answer.posted_at < until) for since, until in pairwise(edges)
    ]
    return [_in_force(rates, edge) for edge in edges[:-1]], counts


def _inside(period: Period) -> tuple[ColumnElement[bool], ...]:
    return Answer.state == PUBLISHED, Answer.posted_at >= period.start, Answer.posted_at < period.end


def _in_force(rates: Sequence[AnswerRate], moment: datetime) -> AnswerRate | None:
    begun = [rate for rate in rates if rate.since <= moment.date()]
    return begun[-1] if begun else rates[0] if rates else None
