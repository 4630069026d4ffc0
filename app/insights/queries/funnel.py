"""The funnel from submitted to launched, with intervals, and times in stage that reckon with ideas still in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.ideas import queries as ideas
from app.ideas.queries import Cohort
from app.insights.estimates.estimate import Estimate
from app.insights.estimates.intervals import wilson
from app.insights.estimates.survival import quantile

HOURS = 24


@dataclass(frozen=True)
class Step:
    """One kind of stage: how many reached it, of the step before and of all; times in it in days, or None."""

    kind: str
    reached: int
    here: int
    dropped: int
    of_before: Estimate
    of_all: Estimate
    quarter: float | None
    median: float | None
    three_quarters: float | None


@dataclass(frozen=True)
class Funnel:
    """The steps in their order, how many ideas there are, and how many of them were imported."""

    steps: Sequence[Step]
    count: int
    imported: int


def funnel(cohort: Cohort) -> Funnel:
    """Reckon a cohort's way, in three statements whatever its size."""
    found, times = ideas.reach(cohort), ideas.spells(cohort)
    steps, before = [], found.count
    for kind in ideas.WAY:
        reached, spent = found.reached[kind], times[kind]
        quarter, median, three = (_days(quantile(spent, share)) for share in (0.25, 0.5, 0.75))
        last = kind == ideas.WAY[-1]
        steps.append(
            Step(
                kind, reached, found.here[kind], found.dropped[kind], _share(reached, before),
                _share(reached, found.count), *((None, None, None) if last else (quarter, median, three)),
            )
        )  # fmt: skip
        before = reached
    return Funnel(steps, found.count, found.imported)


def _share(k: int, n: int) -> Estimate:
    return Estimate(*wilson(k, n), n) if n else Estimate.unknown("ideas", n=0)


def _days(hours: int | None) -> float | None:
    return None if hours is None else hours / HOURS
