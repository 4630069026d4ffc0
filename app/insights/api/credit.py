"""What journeys that needed no contact are owed to, as programs read it."""

from __future__ import annotations

from typing import Literal

from app.accounts.current import somebody
from app.core.api import Out, operation
from app.insights.api.periods import JourneyDates
from app.insights.api.reports import FigureOut, reported
from app.insights.estimates.attribution import Through, Touch
from app.insights.queries.credit import Line, owed
from app.insights.queries.deflection import Deflection


class CreditQuery(JourneyDates):
    """Which journeys, and how credit is given: to the first, the last or all that was opened, or only shown."""

    by: Literal["question", "topic", "author", "space"] = "question"
    touch: Literal["first", "last", "linear"] = "last"
    through: Literal["click", "view"] = "click"


class CreditLineOut(Out):
    """Something that journeys met, its credit, its part of the contacts spared, what that saved before the cost of
    answering, its answers of the period with the minutes they took, and what is left after those.
    """

    title: str
    url: str
    journeys: int
    without_contact: int
    credit: float
    spared: FigureOut
    saved: FigureOut
    answers: float
    minutes: float
    net: FigureOut

    @classmethod
    def of(cls, line: Line, report: Deflection) -> CreditLineOut:
        """From a line, priced as the report prices contacts."""
        spared = report.spared(line.contacts)
        return cls(
            title=line.title, url=line.url, journeys=line.read, without_contact=line.uncontacted, credit=line.credit,
            spared=FigureOut.of(spared), saved=FigureOut.of(report.worth(spared)), answers=line.answers,
            minutes=line.minutes, net=FigureOut.of(report.net(spared, line.minutes)),
        )  # fmt: skip


class CreditOut(Out):
    """The first twenty, most credit first, of what you may see; `rest` is what they leave of `whole`.

    A journey can read several, so those of the rest are not counted.
    """

    lines: list[CreditLineOut]
    rest: CreditLineOut
    whole: CreditLineOut


@operation("getDeflectionCredit", "GET /insights/deflection/credit", query=CreditQuery, returns=CreditOut)
def get_deflection_credit(query: CreditQuery) -> CreditOut:
    """To which answers, topics, authors or spaces the contacts spared are owed."""
    report = reported(query)
    found = owed(report, somebody(), by=query.by, touch=Touch(query.touch), through=Through(query.through))
    rest, whole = CreditLineOut.of(found.rest, report), CreditLineOut.of(found.whole, report)
    return CreditOut(lines=[CreditLineOut.of(line, report) for line in found.lines], rest=rest, whole=whole)
