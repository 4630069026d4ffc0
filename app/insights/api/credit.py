"""What journeys that needed no contact are owed to, and what that saved, as programs read it."""

from __future__ import annotations

from typing import Literal

from app.accounts.current import somebody
from app.core.api import Out, operation
from app.insights.api.periods import JourneyDates
from app.insights.api.reports import FigureOut, reported
from app.insights.estimates.attribution import Through, Touch
from app.insights.queries.credit import Line, lines_after, owed


class CreditQuery(JourneyDates):
    """Which journeys, and how credit is given: to the first, the last or all that was opened, or only shown."""

    by: Literal["question", "topic", "author", "space"] = "question"
    touch: Literal["first", "last", "linear"] = "last"
    through: Literal["click", "view"] = "click"


class CreditLineOut(Out):
    """Something that journeys met, its credit, its part of the contacts spared and of what that saved, and the net.

    `saved` is before the cost of answering, `answering` what the period's answers cost, null where no rate is set.
    """

    title: str
    url: str
    journeys: int
    without_contact: int
    credit: float
    spared: FigureOut
    saved: FigureOut
    answers: int
    answering: float | None
    net: FigureOut

    @classmethod
    def of(cls, line: Line) -> CreditLineOut:
        """From a line."""
        met, of = line.met, FigureOut.of
        return cls(
            title=met.title, url=met.url, journeys=met.read, without_contact=met.uncontacted, credit=met.credit,
            spared=of(line.contacts), saved=of(line.gross), answers=met.answers, answering=line.answering,
            net=of(line.net),
        )  # fmt: skip


class CreditOut(Out):
    """A page of what you may see, most credit first; what is told apart for none of it; and what all come to.

    Over all pages the lines and `unnamed` add up to `whole` in credit, contacts and money, to the hundredth.
    """

    lines: list[CreditLineOut]
    unnamed: CreditLineOut
    whole: CreditLineOut
    currency: str
    next: str | None


@operation("getDeflectionCredit", "GET /insights/deflection/credit", query=CreditQuery, returns=CreditOut)
def get_deflection_credit(query: CreditQuery) -> CreditOut:
    """To which answers, topics, authors or spaces contacts spared are owed, and what that saved net of answering."""
    report, of = reported(query), CreditLineOut.of
    found = owed(report, somebody(), by=query.by, touch=Touch(query.touch), through=Through(query.through))
    page = lines_after(found, query.after, query.limit)
    return CreditOut(
        lines=[of(line) for line in page.items], unnamed=of(found.unnamed), whole=of(found.whole),
        currency=report.money.currency, next=page.next,
    )  # fmt: skip
