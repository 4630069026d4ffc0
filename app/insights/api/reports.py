"""Deflection, as programs read it."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Out, operation
from app.core.api.operations import Moment
from app.core.velocity import Movement
from app.insights import policy, words
from app.insights.api.periods import QUARTER, JourneyDates, period_of
from app.insights.estimates.estimate import Estimate
from app.insights.queries import deflection
from app.spaces import queries as spaces


class FigureOut(Out):
    """A figure with its 95 % interval and n, or with what is missing."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    missing: list[str]

    @classmethod
    def of(cls, estimate: Estimate) -> FigureOut:
        """From an estimate."""
        return cls(
            value=estimate.value, low=estimate.low, high=estimate.high, n=estimate.n, missing=list(estimate.missing)
        )


class MovementOut(Out):
    """How a figure moved over the three thirds of the period; `missing` names the thirds in which it is not known."""

    value: float | None
    baseline: float | None
    change: float | None
    relative: float | None
    velocity: float | None
    missing: list[str]

    @classmethod
    def of(cls, moved: Movement) -> MovementOut:
        """From a movement."""
        return cls(
            value=moved.value, baseline=moved.baseline, change=moved.change, relative=moved.relative,
            velocity=moved.velocity, missing=list(moved.missing),
        )  # fmt: skip


class MeasureOut(Out):
    """One measure: a rate where it is one, and the contacts it comes to."""

    rate: FigureOut | None = None
    contacts: FigureOut | None = None
    score: FigureOut | None = None
    response_rate: FigureOut | None = None
    causal: bool = False


class HoldoutOut(Out):
    """The state of the holdout."""

    share: float
    held_out: int
    treated: int
    held_out_contacts: int | None
    treated_contacts: int | None
    mismatch_probability: float | None
    minimum_detectable_effect: float | None
    days_to_significance: int | None
    journeys_needed: int | None


class DeflectionOut(Out):
    """The four measures, never added up."""

    start: Moment = Field(serialization_alias="from")
    to: Moment
    window_days: float
    journeys: int
    matched_journeys: int
    left_out: dict[str, int]
    crowded_journeys: int = Field(description="Counted, but opened by one address or key of 60 or more in an hour.")
    self_service: MeasureOut
    stated: MeasureOut
    observed: MeasureOut
    causal: MeasureOut
    holdout: HoldoutOut
    savings: FigureOut
    currency: str
    movement: dict[str, MovementOut]
    verdict: str
    assumptions: list[str]


@operation("getDeflection", "GET /insights/deflection", query=JourneyDates, returns=DeflectionOut)
def get_deflection(query: JourneyDates) -> DeflectionOut:
    """The four measures of call deflection, with n, interval and assumptions."""
    return _deflection_out(reported(query))


def reported(query: JourneyDates) -> deflection.Deflection:
    """The report that is asked for, through its door."""
    person = somebody()
    ensure(policy.may_see_deflection(person))
    space = found(spaces.visible_space(person, query.space)) if query.space else None
    return deflection.report(period_of(query, QUARTER), timedelta(days=query.window), space)


def _deflection_out(report: deflection.Deflection) -> DeflectionOut:
    counted, of = report.count, FigureOut.of
    return DeflectionOut(
        start=counted.period.start, to=counted.period.end, window_days=report.window.days,
        journeys=len(counted.journeys), matched_journeys=counted.matched,
        left_out={"staff": counted.staff, "bots": counted.bots, "turned_away": counted.crowd.turned_away},
        crowded_journeys=counted.crowd.busy,
        self_service=MeasureOut(score=of(report.self_service)),
        stated=MeasureOut(contacts=of(report.stated.contacts), response_rate=of(report.stated.response_rate)),
        observed=MeasureOut(rate=of(report.observed.rate), contacts=of(report.observed.contacts)),
        causal=MeasureOut(
            rate=of(report.causal.compared.rate), contacts=of(report.causal.compared.contacts), causal=True
        ),
        holdout=_holdout_out(report), savings=of(report.money.saved), currency=report.money.currency,
        movement={name: MovementOut.of(moved) for name, moved in report.moved.items()},
        verdict=" ".join(words.verdict(report)), assumptions=words.assumptions(report),
    )  # fmt: skip


def _holdout_out(report: deflection.Deflection) -> HoldoutOut:
    held_out, treated = report.count.group(report.count.held_out), report.count.group(report.count.treated)
    return HoldoutOut(
        share=report.share, held_out=held_out.journeys, treated=treated.journeys, held_out_contacts=held_out.contacts,
        treated_contacts=treated.contacts, mismatch_probability=report.causal.mismatch_probability,
        minimum_detectable_effect=report.causal.detectable_effect,
        days_to_significance=report.causal.days_to_significance, journeys_needed=report.journeys_needed,
    )  # fmt: skip
