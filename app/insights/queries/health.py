"""How well questions are served: first answers, solutions, and each space's part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select

from app.accounts.models import Person
from app.board import queries as board
from app.board.models import Question
from app.core.velocity import Movement, velocity
from app.extensions import db
from app.insights.queries.periods import Period
from app.spaces import queries as spaces
from app.spaces.models import Space

DAY = 24.0


@dataclass(frozen=True)
class Asked:
    """A question's times."""

    space_id: int
    asked_at: datetime
    first_answered_at: datetime | None
    solved_at: datetime | None

    @property
    def hours(self) -> float | None:
        """Hours until the first answer."""
        if self.first_answered_at is None:
            return None
        return (self.first_answered_at - self.asked_at).total_seconds() / 3600


@dataclass(frozen=True)
class Service:
    """Figures of the questions asked in a period; None where no question gives one."""

    asked: int
    answered: int
    first_answer_hours: float | None
    within_a_day: float | None
    solved: float | None


@dataclass(frozen=True)
class Health:
    """The figures now, and how they moved over three periods; `spaces` has those of each where something was asked."""

    now: Service
    moved: dict[str, Movement]
    spaces: Sequence[tuple[Space, Health]] = ()


def health(period: Period, viewer: Person | None) -> Health:
    """The figures of a period against the two before it, of the spaces that the viewer may see."""
    before = period.before()
    parts = (before.before(), before, period)
    asked = _asked(Period(parts[0].start, period.end), viewer)
    in_space: dict[int, list[Asked]] = {}
    for one in asked:
        in_space.setdefault(one.space_id, []).append(one)
    each = ((space, _moving(in_space.get(space.id, []), parts)) for space in spaces.visible(viewer))
    whole = _moving(asked, parts)
    return Health(whole.now, whole.moved, [(space, found) for space, found in each if found.now.asked])


def _moving(asked: Sequence[Asked], parts: Sequence[Period]) -> Health:
    three = [service(_within(asked, part)) for part in parts]
    return Health(three[-1], {name: velocity([figure(one, name) for one in three]) for name in _FIGURES})


_FIGURES = ("asked", "first_answer_hours", "within_a_day", "solved")


def figure(found: Service, name: str) -> float | None:
    """One figure, to be compared: where nothing was asked it tells nothing, as before there was a board."""
    return getattr(found, name) if found.asked else None


def service(asked: Sequence[Asked]) -> Service:
    """The figures of these questions."""
    hours = [one.hours for one in asked if one.hours is not None]
    return Service(
        asked=len(asked), answered=len(hours), first_answer_hours=median(hours) if hours else None,
        within_a_day=_share((one.hours is not None and one.hours <= DAY for one in asked), len(asked)),
        solved=_share((one.solved_at is not None for one in asked), len(asked)),
    )  # fmt: skip


def _share(yes: Iterable[bool], of: int) -> float | None:
    return sum(yes) / of if of else None


def _within(asked: Sequence[Asked], period: Period) -> list[Asked]:
    return [one for one in asked if period.start <= one.asked_at < period.end]


def _asked(period: Period, viewer: Person | None) -> list[Asked]:
    query = select(Question.space_id, Question.asked_at, Question.first_answered_at, Question.solved_at).where(
        board.readable(viewer), Question.asked_at >= period.start, Question.asked_at < period.end,
    )  # fmt: skip
    return [Asked(*row) for row in db.session.execute(query)]
