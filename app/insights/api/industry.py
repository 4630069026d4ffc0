"""What others would claim of the same journeys, and how often people come back anyway, as programs read it."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Out, operation
from app.insights import policy, queries, words
from app.insights.api.periods import QUARTER, JourneyDates, period_of
from app.insights.api.reports import FigureOut, reported
from app.insights.queries.guard import base_rates
from app.insights.queries.industry import Compared, industry
from app.spaces import queries as spaces


class FactorOut(Out):
    """One number that a formula takes, by name; for a share `n` is what it rests on. Null where it is not known."""

    name: str
    value: float | None
    n: int | None


class FormulaOut(Out):
    """What a formula comes to, in contacts or as a ratio, and how many times the causal figure that is."""

    formula: str
    figure: FigureOut
    in_contacts: bool
    factors: list[FactorOut]
    times: float | None
    why_it_differs: str

    @classmethod
    def of(cls, one: Compared) -> FormulaOut:
        """From a claim."""
        claim = one.claim
        return cls(
            formula=claim.formula, figure=FigureOut.of(claim.figure), in_contacts=claim.in_contacts, times=one.times,
            factors=[FactorOut.model_validate(each) for each in claim.factors], why_it_differs=words.why(claim.formula),
        )  # fmt: skip


class IndustryOut(Out):
    """The formulas of other products, beside the contacts spared by the causal measure."""

    causal: FigureOut
    claims: list[FormulaOut]


class BaseRatesOut(Out):
    """Shares with their intervals: contacts that the same person followed by another within the window, here and in
    one month of a real call centre; journeys held out that made no contact.
    """

    again: FigureOut
    elsewhere: FigureOut
    unaided: FigureOut


@operation("getIndustryFormulas", "GET /insights/deflection/industry", query=JourneyDates, returns=IndustryOut)
def get_industry_formulas(query: JourneyDates) -> IndustryOut:
    """What the formulas of other products claim of the same journeys."""
    report = reported(query)
    return IndustryOut(
        causal=FigureOut.of(report.causal.compared.contacts), claims=[FormulaOut.of(one) for one in industry(report)]
    )


@operation("getBaseRates", "GET /insights/deflection/base-rates", query=JourneyDates, returns=BaseRatesOut)
def get_base_rates(query: JourneyDates) -> BaseRatesOut:
    """How often people come back anyway, and how often those who were shown nothing make no contact."""
    person = somebody()
    ensure(policy.may_see_deflection(person))
    space = found(spaces.visible_space(person, query.space)) if query.space else None
    rates = base_rates(queries.count(period_of(query, QUARTER), timedelta(days=query.window), space))
    return BaseRatesOut(**{name: FigureOut.of(getattr(rates, name)) for name in BaseRatesOut.model_fields})
