"""The report of a week or a month, as programs read it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict

from app.accounts.current import somebody
from app.core import clock
from app.core.access import Invalid, ensure
from app.core.api import Out, operation
from app.core.api.operations import Day
from app.insights import policy, words
from app.insights.api.industry import FormulaOut
from app.insights.api.reports import FigureOut, MovementOut
from app.insights.queries.digest import Line, digest
from app.insights.queries.industry import industry
from app.insights.queries.spells import Spell, latest, spell_of


class ReportQuery(BaseModel):
    """Which week or month: the one that the day `of` lies in, else the last one that is over."""

    model_config = ConfigDict(extra="ignore")
    every: Literal["weekly", "monthly"] = "monthly"
    of: Day | None = None


class ReportLineOut(Out):
    """One figure of a part, in its unit: number, points, money, hours, share or ratio; how it moved over three."""

    part: str
    figure: str
    unit: str
    currency: str
    estimate: FigureOut
    movement: MovementOut

    @classmethod
    def of(cls, line: Line) -> ReportLineOut:
        """From a line."""
        return cls(
            part=line.part, figure=line.name, unit=line.unit, currency=line.currency,
            estimate=FigureOut.of(line.figure), movement=MovementOut.of(line.moved),
        )  # fmt: skip


class DigestOut(Out):
    """The report: `first` and `last` are its days; what only some may see is there for them alone."""

    every: str
    first: date
    last: date
    verdict: str | None
    lines: list[ReportLineOut]
    claims: list[FormulaOut]
    assumptions: list[str]


@operation("getReport", "GET /insights/report", query=ReportQuery, returns=DigestOut)
def get_report(query: ReportQuery) -> DigestOut:
    """Each figure of a week or month that is over, with its baseline, change and velocity, of what you may see."""
    person = somebody()
    ensure(policy.may_see(person))
    spell, deflected = _spell(query), bool(policy.may_see_deflection(person))
    shown = digest(spell, person, deflected=deflected, returned=bool(policy.may_see_return(person)))
    return DigestOut(
        every=spell.every, first=spell.first, last=spell.last,
        verdict=" ".join(words.verdict(shown.found)) if shown.found else None,
        lines=[ReportLineOut.of(line) for line in shown.lines],
        claims=[FormulaOut.of(one) for one in industry(shown.found)] if shown.found else [],
        assumptions=words.assumptions(shown.found) if shown.found else [],
    )  # fmt: skip


def _spell(query: ReportQuery) -> Spell:
    today = clock.now().date()
    chosen = spell_of(query.every, query.of) if query.of else latest(query.every, today)
    if not chosen.is_over(today):
        raise Invalid({"of": _("This is not over yet, with the seven days in which a contact counts.")})
    return chosen
