"""What was saved, step by step and by channel and reason, as programs read it."""

from __future__ import annotations

from pydantic import Field

from app.core.api import Out, operation
from app.core.api.operations import Moment
from app.insights import words
from app.insights.api.periods import JourneyDates
from app.insights.api.reports import FigureOut, MovementOut, reported
from app.insights.estimates.splitting import Part
from app.insights.queries.savings import parts_after


class SavingPartOut(Out):
    """Contacts by one channel about one reason: those made, those spared, what one costs, what that saved.

    `spared` and `saved` add up over all parts to those of the whole, to the hundredth; `saved` is before the cost of
    answering, and null where `missing` names the cost that is not set.
    """

    channel: str
    reason: str
    made: int
    share: float
    spared: FigureOut
    cost: FigureOut
    saved: FigureOut

    @classmethod
    def of(cls, part: Part) -> SavingPartOut:
        """From a part."""
        figures = {name: FigureOut.of(getattr(part, name)) for name in ("spared", "cost", "saved")}
        return cls(channel=part.channel, reason=part.reason, made=part.made, share=part.share, **figures)


class SavingsOut(Out):
    """Contacts spared by the causal measure, what they would have cost, less what answering cost, and a page of parts.

    `currency` is that of the saving, `priced_in` those that the contacts' costs are set in.
    """

    start: Moment = Field(serialization_alias="from")
    to: Moment
    spared: FigureOut
    cost: FigureOut
    gross: FigureOut
    answers: int
    answering: float | None
    saved: FigureOut
    currency: str
    priced_in: list[str]
    movement: MovementOut
    assumption: str
    items: list[SavingPartOut]
    next: str | None


@operation("getSavings", "GET /insights/savings", query=JourneyDates, returns=SavingsOut)
def get_savings(query: JourneyDates) -> SavingsOut:
    """What answers saved, step by step, and by channel and reason in the order of these."""
    report, of = reported(query), FigureOut.of
    money, page = report.money, parts_after(report, query.after, query.limit)
    return SavingsOut(
        start=report.count.period.start, to=report.count.period.end, spared=of(report.causal.compared.contacts),
        cost=of(money.cost), gross=of(report.gross), answers=money.answers, answering=money.answering,
        saved=of(money.saved), currency=money.currency, priced_in=list(money.priced_in),
        movement=MovementOut.of(report.moved["saved"]), assumption=words.split_assumption(report),
        items=[SavingPartOut.of(part) for part in page.items], next=page.next,
    )  # fmt: skip
