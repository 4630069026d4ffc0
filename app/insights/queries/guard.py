"""Whether the two groups really saw what the lot gave them, and what journeys come to that saw nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.insights.estimates.deflection import Survey
from app.insights.estimates.estimate import Estimate
from app.insights.estimates.intervals import wilson
from app.insights.queries.counting import Count, Counted

# In one month of a real call centre, 7,033 of 11,725 identified calls were followed by another one of the same customer
# within seven days.
ELSEWHERE = Survey(7_033, 11_725)


@dataclass(frozen=True)
class Arm:
    """What the journeys of one group saw; all of them stay in it, whatever they saw.

    `suggested` were shown suggestions where these are held back; `found` met answers elsewhere, in lists or by search.
    """

    journeys: int
    suggested: int
    found: int
    read: int

    @property
    def nothing(self) -> int:
        """Journeys that saw no answer at all."""
        return self.journeys - self.suggested - self.found


@dataclass(frozen=True)
class BaseRates:
    """How often people come back anyway, and how often those who were shown nothing make no contact."""

    again: Estimate
    elsewhere: Estimate
    unaided: Estimate


def arm(journeys: Sequence[Counted]) -> Arm:
    """What these journeys saw."""
    return Arm(
        len(journeys), sum(each.suggested for each in journeys),
        sum(bool(each.seen) and not each.suggested for each in journeys), sum(bool(each.read) for each in journeys),
    )  # fmt: skip


def base_rates(counted: Count) -> BaseRates:
    """Shares with their Wilson intervals, or what is missing."""
    held = counted.group(counted.held_out)
    unaided = Survey(held.journeys - (held.contacts or 0), held.journeys if held.contacts is not None else 0)
    return BaseRates(
        _share(counted.again, "support_contacts"), _share(ELSEWHERE, ""), _share(unaided, "holdout_journeys")
    )


def _share(of: Survey, lacking: str) -> Estimate:
    if not of.answers:
        return Estimate.unknown(lacking)
    return Estimate(*wilson(of.yes, of.answers), of.answers)
