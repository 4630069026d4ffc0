"""The report on call deflection: the four measures, side by side, and all that goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.core.velocity import Movement, velocity
from app.insights.estimates.deflection import (
    Compared,
    Guarded,
    Stated,
    Stratum,
    Survey,
    contact_rates,
    observed_deflection,
    self_service_score,
    stated_deflection,
    stratified,
    worth,
)
from app.insights.estimates.estimate import Estimate
from app.insights.estimates.intervals import wilson
from app.insights.estimates.power import sample_size
from app.insights.estimates.savings import Priced, average_cost, priced, savings
from app.insights.estimates.splitting import Part, split
from app.insights.models import HOLDOUT, TREATMENT, ContactCost
from app.insights.queries.answering import per_minute, worked
from app.insights.queries.costs import contact_costs, dated
from app.insights.queries.counting import Count, Counted, count
from app.insights.queries.periods import Period
from app.insights.queries.trials import Shares, shares
from app.spaces.models import Space

WINDOW = timedelta(days=7)
MOST_WEEKS = 156
NOT_BY_SPACE = "assignment_by_space"
ONE_CURRENCY = "one_currency"
NO_HOLDOUT = "holdout"


@dataclass(frozen=True)
class Money:
    """What was saved, step by step, with the settings it rests on; `made` is priced in these currencies, if in any."""

    saved: Estimate
    cost: Estimate
    answers: int
    minutes: float
    per_minute: float | None
    currency: str
    made: Sequence[Priced]
    priced_in: Sequence[str]

    @property
    def answering(self) -> float | None:
        """What answering cost; None where no rate was ever set."""
        return None if self.per_minute is None else self.minutes * self.per_minute


@dataclass(frozen=True)
class Week:
    """One week of the period: contacts per 100 journeys in either arm, and all support contacts, if ever recorded."""

    period: Period
    shown: Estimate
    held_out: Estimate
    contacts: int | None


@dataclass(frozen=True)
class Deflection:
    """The report."""

    count: Count
    window: timedelta
    space: Space | None
    share: float
    self_service: Estimate
    stated: Stated
    observed: Compared
    causal: Guarded
    money: Money
    weeks: Sequence[Week]
    moved: dict[str, Movement]
    journeys_needed: int | None
    strata: Sequence[Stratum]

    @property
    def gross(self) -> Estimate:
        """What the contacts spared would have cost, before the cost of answering."""
        spared, cost = self.causal.compared.contacts, self.money.cost
        if spared.missing or cost.missing:
            return Estimate.unknown(*spared.missing, *cost.missing, n=spared.n)
        return spared.scaled(cost.known_value)

    @property
    def parts(self) -> list[Part]:
        """The same by channel and reason, as the contacts that were made divide."""
        unpriced = (ONE_CURRENCY,) if len(self.money.priced_in) > 1 else ()
        return split(self.causal.compared.contacts, self.money.made, unpriced)

    @property
    def treated(self) -> int:
        """Journeys that were shown suggestions while others were held out: those among which contacts were spared."""
        return sum(each.treated.journeys for each in self.strata if each.holdout.journeys)


def report(period: Period, window: timedelta = WINDOW, space: Space | None = None) -> Deflection:
    """Compute the report on a period; with a space, the measures that can be told apart by space."""
    counted, held, costs = count(period, window, space), shares(), contact_costs()
    parts = strata(counted, held)
    causal = _causal(counted, parts, space)
    return Deflection(
        count=counted, window=window, space=space, share=parts[-1].share if parts else held.segments(period)[-1][1],
        self_service=self_service(counted), stated=stated(counted), observed=observed(counted), causal=causal,
        money=_money(counted, causal, costs), weeks=[_week(counted, week) for week in period.steps()[-MOST_WEEKS:]],
        moved=_moved(counted, held, space, costs), journeys_needed=_needed(parts), strata=parts,
    )  # fmt: skip


def strata(counted: Count, held: Shares) -> list[Stratum]:
    """The two groups of each time in which the same share was held out; none of times in which nobody was.

    What was held out when a journey was drawn is kept with it, so that a change of the setting changes no older figure;
    of the old ones in which it is not, the setting says it.
    """
    found = []
    for part, usual in held.segments(counted.period):
        by_share: dict[float, list[Counted]] = {}
        for journey in counted.within(part):
            by_share.setdefault(usual if journey.share is None else journey.share, []).append(journey)
        in_order = sorted(by_share.items(), key=lambda each: each[1][-1].opened_at)
        found += [_stratum(counted, share, inside) for share, inside in in_order or [(usual, [])]]
    return [each for each in found if 0 < each.share < 1]


def _stratum(counted: Count, share: float, inside: Sequence[Counted]) -> Stratum:
    arms = ([journey for journey in inside if journey.arm == arm] for arm in (HOLDOUT, TREATMENT))
    return Stratum(share, *(counted.group(arm) for arm in arms))


def self_service(counted: Count) -> Estimate:
    """People who read answers for each who contacted support."""
    return self_service_score(counted.viewers, counted.contact_makers if counted.recorded else None)


def stated(counted: Count) -> Stated:
    """What readers say in the survey."""
    replies = counted.replies
    solved = Survey(sum(reply.solved for reply in replies), len(replies))
    otherwise = Survey(sum(reply.otherwise for reply in replies), len(replies))
    return stated_deflection(counted.viewers, solved, otherwise, counted.invited)


def observed(counted: Count) -> Compared:
    """Journeys that read against journeys that did not; the held-out ones, who could not, are left out."""
    exposed = [journey for journey in counted.treated if journey.read]
    unexposed = [journey for journey in counted.treated if not journey.read]
    return observed_deflection(counted.group(exposed), counted.group(unexposed))


def _causal(counted: Count, parts: Sequence[Stratum], space: Space | None) -> Guarded:
    if space is not None or not parts:
        unknown = Estimate.unknown(NOT_BY_SPACE if space else NO_HOLDOUT, n=len(counted.journeys))
        return Guarded(Compared(unknown, unknown, causal=True), None, None, None)
    return stratified(parts, counted.period.days)


def _needed(parts: Sequence[Stratum]) -> int | None:
    """Journeys still needed until a difference as large as this one would be found; None when it never would be."""
    rates = contact_rates(parts)
    if rates is None or rates[0] <= rates[1]:
        return None
    share = parts[-1].share
    return max(0, sample_size(*rates, share) - worth(parts, share))


def _money(counted: Count, causal: Guarded, costs: Sequence[ContactCost]) -> Money:
    """What answering cost is known, and posted, also where contacts are priced in another currency."""
    made, by_rate, spared = priced(dated(costs), counted.contacts), worked(counted.period), causal.compared.contacts
    paid_in = {rate.currency for rate, _number in by_rate if rate is not None}
    priced_in = {currency for each in made for currency in each.currencies}
    cost = average_cost(made)
    if len(priced_in | paid_in) > 1:
        cost = Estimate.unknown(ONE_CURRENCY, n=cost.n)
    minutes = sum(number * rate.minutes for rate, number in by_rate if rate is not None)
    a_minute = per_minute(by_rate) if len(paid_in) == 1 else None
    return Money(
        saved=savings(spared, cost, minutes, a_minute), cost=cost, answers=sum(number for _rate, number in by_rate),
        minutes=minutes, per_minute=a_minute, currency=min(paid_in or priced_in, default=""), made=made,
        priced_in=sorted(priced_in),
    )  # fmt: skip


def _week(counted: Count, week: Period) -> Week:
    journeys = counted.within(week)
    last = (week.end - timedelta(microseconds=1)).date()
    days = {last - timedelta(days=step) for step in range(7)}
    contacts = sum(number for made, number in counted.contacts.items() if made.day in days)
    shown = [journey for journey in journeys if journey.arm == TREATMENT]
    held_out = [journey for journey in journeys if journey.arm == HOLDOUT]
    return Week(week, _rate(counted, shown), _rate(counted, held_out), contacts if counted.recorded else None)


def _rate(counted: Count, journeys: list[Counted]) -> Estimate:
    group = counted.group(journeys)
    if group.contacts is None or not group.journeys:
        return Estimate.unknown("journeys" if counted.recorded else "support_contacts", n=group.journeys)
    return Estimate(*wilson(group.contacts, group.journeys), group.journeys).scaled(100)


def _moved(counted: Count, held: Shares, space: Space | None, costs: Sequence[ContactCost]) -> dict[str, Movement]:
    """How the measures moved over the three thirds of the period."""
    thirds = [counted.part(part) for part in counted.period.parts(3)]
    causal = [_causal(part, strata(part, held), space) for part in thirds]
    saved = [_money(part, each, costs).saved.value for part, each in zip(thirds, causal, strict=True)]
    return {
        "causal": velocity([each.compared.rate.value for each in causal]),
        "saved": velocity(saved),
        "observed": velocity([observed(part).rate.value for part in thirds]),
        "stated": velocity([stated(part).contacts.value for part in thirds]),
        "readers": velocity([float(part.viewers) if part.known else None for part in thirds]),
        "self_service": velocity([self_service(part).value for part in thirds]),
    }
