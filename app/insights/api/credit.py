"""What journeys that needed no contact are owed to, as programs read it."""

from __future__ import annotations

from typing import Literal

from app.accounts.current import somebody
from app.core.api import Out, operation
from app.insights.api.periods import JourneyDates
from app.insights.api.reports import FigureOut, reported
from app.insights.estimates.attribution import Through, Touch
from app.insights.estimates.estimate import Estimate
from app.insights.queries.credit import Line, lines
from app.insights.queries.deflection import Deflection


class CreditQuery(JourneyDates):
    """Which journeys, and how credit is given: to the first, the last or all that was opened, or only shown."""

    by: Literal["question", "topic", "author", "space"] = "question"
    touch: Literal["first", "last", "linear"] = "last"
    through: Literal["click", "view"] = "click"


class CreditLineOut(Out):
    """Something that journeys met, its credit, its part of the contacts spared, and of what that saved, before the cost
    of answering.
    """

    title: str
    url: str
    journeys: int
    without_contact: int
    credit: float
    spared: FigureOut
    saved: FigureOut

    @classmethod
    def of(cls, line: Line, report: Deflection) -> CreditLineOut:
        """From a line, priced as the report prices contacts."""
        lacking = report.causal.compared.contacts.missing or ("journeys",)
        spared = Estimate.unknown(*lacking) if line.contacts is None else line.contacts
        return cls(
            title=line.title, url=line.url, journeys=line.read, without_contact=line.uncontacted, credit=line.credit,
            spared=FigureOut.of(spared), saved=FigureOut.of(report.worth(spared)),
        )  # fmt: skip


class CreditOut(Out):
    """The first twenty, most credit first, of what you may see."""

    lines: list[CreditLineOut]


@operation("getDeflectionCredit", "GET /insights/deflection/credit", query=CreditQuery, returns=CreditOut)
def get_deflection_credit(query: CreditQuery) -> CreditOut:
    """To which answers, topics, authors or spaces the contacts spared are owed."""
    report = reported(query)
    found = lines(report, somebody(), by=query.by, touch=Touch(query.touch), through=Through(query.through))
    return CreditOut(lines=[CreditLineOut.of(line, report) for line in found])
