"""One figure of a space's health as it went, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from app.accounts.models import Person
from app.insights.queries import vitals
from app.insights.queries.periods import Period
from app.insights.queries.vitals import WHOLE, Count
from app.spaces.models import Space

MOST_STEPS, SHORT, WEEK = 13, 14, 7


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
