"""The holdout since its share last changed, as somebody sees it who looks every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core import clock
from app.insights.estimates.balance import sample_ratio_mismatch
from app.insights.estimates.deflection import Group, Stratum
from app.insights.estimates.power import Needed, power_table
from app.insights.estimates.running import Look, looks
from app.insights.models import HOLDOUT, TREATMENT, Trial
from app.insights.queries.counting import Count, Counted, count
from app.insights.queries.deflection import WINDOW
from app.insights.queries.guard import Arm, arm
from app.insights.queries.periods import Period
from app.insights.queries.trials import last_of_another, running_trial, shares

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Running:
    """The comparison under way: of journeys from `since` on whose window is over."""

    since: datetime
    share: float
    trial: Trial | None
    count: Count
    looks: Sequence[Look]
    holdout: Arm
    treated: Arm
    mismatch: float | None
    needed: Sequence[Needed]
    per_day: float

    @property
    def last(self) -> Look | None:
        """What is known now."""
        return self.looks[-1] if self.looks else None


def running(window: timedelta = WINDOW) -> Running:
    """From when the share last changed, else from the first day of the quarter, so that the beginning stands still.

    A journey counts once the days are over in which a contact after it counts: no look takes it for spared too early.
    """
    now, held = clock.now(), shares()
    trial = running_trial()
    quarter = now.replace(month=(now.month - 1) // 3 * 3 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
    since, share = max(held.since(now) or quarter, quarter) if trial is None else trial.starts_at, held.at(now)
    if (other := last_of_another(share, since)) is not None:
        since = other + INSTANT
    counted = count(Period(since, max(since, now - window)), window)
    arms = Stratum(share, counted.group(counted.held_out), counted.group(counted.treated))
    per_day = len(counted.journeys) / counted.period.days if counted.period.days else 0.0
    return Running(
        since=since, share=share, trial=trial, count=counted, looks=looks(_days(counted)),
        holdout=arm(counted.held_out), treated=arm(counted.treated), mismatch=_mismatch(arms), per_day=per_day,
        needed=_needed(arms, per_day),
    )  # fmt: skip


def _mismatch(arms: Stratum) -> float | None:
    if not 0 < arms.share < 1:
        return None
    return sample_ratio_mismatch(arms.holdout.journeys, arms.treated.journeys, arms.share)


def _needed(arms: Stratum, per_day: float) -> list[Needed]:
    """From the contact rate of those held out, else of all: where nobody was held out it is the best there is."""
    base = arms.holdout if arms.holdout.journeys else arms.treated
    if not base.contacts:
        return []
    so_far = arms.holdout.journeys + arms.treated.journeys
    return power_table(base.contacts / base.journeys, arms.share, so_far, per_day)


def _days(counted: Count) -> list[tuple[date, Group, Group]]:
    by_day: dict[date, dict[str, list[Counted]]] = {}
    for journey in counted.journeys:
        arms = by_day.setdefault(journey.opened_at.date(), {HOLDOUT: [], TREATMENT: []})
        arms[journey.arm].append(journey)
    days = sorted(by_day.items())
    return [(day, counted.group(arms[HOLDOUT]), counted.group(arms[TREATMENT])) for day, arms in days]
