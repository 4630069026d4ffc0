"""What the health of spaces is reckoned from: counts of one period by space, and of all together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, func, literal, or_, select, union_all

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import PUBLISHED, Answer, Question
from app.discussion.models import SHOWN, Comment
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.insights.estimates.survival import ENDED, GOING, quantile
from app.insights.models import CLICK, Exposure, Journey, Resolution
from app.insights.queries.periods import Period
from app.moderation.models import Case
from app.spaces import queries as spaces
from app.spaces.models import Space

WHOLE = 0
RATES = ("answer_rate", "first_answer_hours", "verified_share", "solved_by_reading")
COUNTS = ("asked", "people", "backlog", "cases")
NAMES = ("asked", *RATES, "people", "backlog", "cases")
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of one period and on how many things it rests."""

    value: float | None
    n: int


ByName = Mapping[str, Mapping[int, Count]]


def nothing(name: str) -> Count:
    """What is said where nothing was counted: of a count 0, of anything else that it is not known."""
    return Count(0.0 if name in COUNTS else None, 0)


def began_at(viewer: Person | None, space: Space | None = None) -> datetime | None:
    """When a space was opened, or the first of those listed; before it nothing is known. None where there is none."""
    if space is not None:
        return space.opened_at
    return db.session.scalar(select(func.min(Space.opened_at)).where(Space.id.in_(spaces.listed_ids(viewer))))


def one(name: str, period: Period, viewer: Person | None) -> Mapping[int, Count]:
    """One figure alone, reckoned as `counted` does."""
    alone: Mapping[str, Callable[[Period, Person | None], Mapping[int, Count]]] = {
        "verified_share": _verified, "solved_by_reading": _read, "people": _people, "backlog": _backlog,
        "cases": _cases,
    }  # fmt: skip
    return alone[name](period, viewer) if name in alone else _asked(period, viewer)[name]


def counted(period: Period, viewer: Person | None) -> ByName:
    """Each figure by space, under WHOLE that of all spaces the viewer may see; the statements do not grow with them."""
    return {
        **_asked(period, viewer), "verified_share": _verified(period, viewer),
        "solved_by_reading": _read(period, viewer), "people": _people(period, viewer),
        "backlog": _backlog(period, viewer), "cases": _cases(period, viewer),
    }  # fmt: skip


def _asked(period: Period, viewer: Person | None) -> ByName:
    """Of the questions asked in the period, as things stood at its end."""
    query = select(Question.space_id, Question.asked_at, Question.first_answered_at)
    spells: dict[int, Counter[tuple[int, bool]]] = defaultdict(Counter)
    for space_id, asked_at, answered_at in db.session.execute(
        query.where(board.readable(viewer), *within(period, Question.asked_at))
    ):
        until = answered_at if answered_at is not None and answered_at < period.end else None
        ended, minutes = until is not None, int(((until or period.end) - asked_at).total_seconds() // 60)
        for key in (space_id, WHOLE):
            spells[key][(minutes, ENDED if ended else GOING)] += 1
    totals = {key: sum(each.values()) for key, each in spells.items()}
    return {
        "asked": {key: Count(float(n), n) for key, n in totals.items()},
        "answer_rate": {key: Count(_answered(spells[key]) / n, n) for key, n in totals.items()},
        "first_answer_hours": {key: Count(_half(spells[key]), n) for key, n in totals.items()},
    }


def _answered(spells: Counter[tuple[int, bool]]) -> int:
    return sum(number for (_minutes, how), number in spells.items() if how is ENDED)


def _half(spells: Counter[tuple[int, bool]]) -> float | None:
    minutes = quantile(spells, HALF)
    return None if minutes is None else minutes / 60


def _verified(period: Period, viewer: Person | None) -> Mapping[int, Count]:
    """Of the answers published in the period, the share that an expert had vouched for by its end."""
    vouched = func.sum(cast(case((Answer.verified_at < period.end, 1), else_=0), Integer))
    query = (
        select(Question.space_id, func.count(), vouched)
        .join_from(Answer, Question, Question.id == Answer.question_id)
        .where(board.readable(viewer), Answer.state == PUBLISHED, *within(period, Answer.published_at))
        .group_by(Question.space_id)
    )
    return _shares(db.session.execute(query))


def _read(period: Period, viewer: Person | None) -> Mapping[int, Count]:
    """Of the journeys that opened an answered question, the share in which somebody said that it solved it."""
    said = case((Resolution.solved.is_(True), Exposure.journey_id))
    read, solved = func.count(Exposure.journey_id.distinct()), func.count(said.distinct())
    about = literal("question:").concat(cast(Question.id, String))
    query = (
        select(read, solved)
        .select_from(Exposure)
        .join(Journey, Journey.id == Exposure.journey_id)
        .join(Question, Exposure.subject == about)
        .outerjoin(
            Resolution, and_(Resolution.journey_id == Exposure.journey_id, Resolution.subject == Exposure.subject)
        )
        .where(Exposure.way == CLICK, Exposure.at >= period.start, Exposure.at < period.end)
        .where(Journey.is_staff.is_(False), Journey.is_bot.is_(False), board.readable(viewer))
    )
    rows = [*db.session.execute(query.add_columns(Question.space_id).group_by(Question.space_id))]
    whole = db.session.execute(query).one()
    found = {space_id: Count(k / n, n) for n, k, space_id in rows}
    return {**found, WHOLE: Count(whole[1] / whole[0], whole[0])} if whole[0] else found


def _people(period: Period, viewer: Person | None) -> Mapping[int, Count]:
    """How many different people asked, answered, commented or submitted an idea, of what can be read."""
    wrote = union_all(*_written(period, viewer)).subquery()
    people = func.count(wrote.c.person_id.distinct())
    rows = [*db.session.execute(select(wrote.c.space_id, people).group_by(wrote.c.space_id))]
    whole = db.session.scalar(select(people)) or 0
    return {key: Count(float(n), n) for key, n in [*[(row[0], row[1]) for row in rows], (WHOLE, whole)]}


def _written(period: Period, viewer: Person | None) -> list[Select[Any]]:
    readable = board.readable(viewer)
    answered = select(Answer.id).join(Question, Question.id == Answer.question_id).where(readable)
    seen = select(Idea.id).where(ideas.may_see(viewer))
    beneath = or_(
        and_(Comment.kind == "question", Comment.subject_id.in_(select(Question.id).where(readable))),
        and_(Comment.kind == "answer", Comment.subject_id.in_(answered)),
        and_(Comment.kind == "idea", Comment.subject_id.in_(seen)),
    )
    return [
        _who(Question.space_id, Question.author_id).where(readable, *within(period, Question.asked_at)),
        _who(Question.space_id, Answer.author_id).join_from(Answer, Question, Question.id == Answer.question_id).where(
            readable, Answer.state == PUBLISHED, *within(period, Answer.published_at)
        ),
        _who(Idea.space_id, Idea.author_id).where(Idea.id.in_(seen), *within(period, Idea.submitted_at)),
        _who(Comment.space_id, Comment.author_id).where(
            beneath, Comment.state == SHOWN, Comment.space_id.in_(spaces.visible_ids(viewer)),
            *within(period, Comment.posted_at),
        ),
    ]  # fmt: skip


def _who(space: Any, person: Any) -> Select[Any]:
    return select(space.label("space_id"), person.label("person_id"))


def _backlog(period: Period, viewer: Person | None) -> Mapping[int, Count]:
    """Questions that at the end of the period had no answer and were not closed."""
    query = select(Question.space_id, func.count()).where(board.readable(viewer), *waits_after(period))
    return _sums(db.session.execute(query.group_by(Question.space_id)))


def _cases(period: Period, viewer: Person | None) -> Mapping[int, Count]:
    """What rules or readers put before moderators, however much of it the viewer may read."""
    query = select(Case.space_id, func.count()).where(Case.space_id.in_(spaces.visible_ids(viewer)))
    return _sums(db.session.execute(query.where(*within(period, Case.opened_at)).group_by(Case.space_id)))


def waits_after(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Of questions, as conditions on `Question`: that at the end of the period nobody had answered or closed them."""
    return (
        Question.asked_at < period.end,
        or_(Question.first_answered_at.is_(None), Question.first_answered_at >= period.end),
        or_(Question.closed_at.is_(None), Question.closed_at >= period.end),
    )


def within(period: Period, moment: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That something happened within a period."""
    return moment >= period.start, moment < period.end


def _sums(rows: Iterable[Any]) -> Mapping[int, Count]:
    numbers = {space_id: int(number) for space_id, number in rows}
    numbers[WHOLE] = sum(numbers.values())
    return {key: Count(float(n), n) for key, n in numbers.items()}


def _shares(rows: Iterable[Any]) -> Mapping[int, Count]:
    counts = {space_id: (int(n), int(k or 0)) for space_id, n, k in rows}
    if counts:
        counts[WHOLE] = (sum(n for n, _k in counts.values()), sum(k for _n, k in counts.values()))
    return {key: Count(k / n, n) for key, (n, k) in counts.items()}
