"""The report in words: what its figures are called, and how they are said."""

from __future__ import annotations

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from app.core.numerals import numeral
from app.insights.queries.costs import money_of
from app.insights.queries.digest import HOURS, MONEY, POINTS, RATIO, SHARE, Line
from app.insights.queries.spells import MONTHLY, Spell

PATTERNS = {POINTS: "0.0", RATIO: "0.0", HOURS: "0.0", SHARE: "0 %"}


def parts() -> dict[str, str]:
    """The parts of the report."""
    return {"deflection": _("Call deflection"), "return": _("Return"), "service": _("Service")}


def line_names() -> dict[str, str]:
    """What each figure is called."""
    return {
        "journeys": _("Support journeys"),
        "readers": _("People who read answers"),
        "contacts": _("Support contacts"),
        "causal": _("Contacts spared, by holdout"),
        "causal_rate": _("The same, per 100 journeys"),
        "observed": _("Contacts spared, observed (not causal)"),
        "stated": _("Contacts spared, as readers say"),
        "self_service": _("Readers for each who contacted us"),
        "saved": _("Saved, less the cost of answering"),
        "realised_benefit": _("Benefit, realised"),
        "realised_cost": _("Cost, realised"),
        "realised_net": _("Net, realised"),
        "asked": _("Questions asked"),
        "first_answer_hours": _("Hours until the first answer, median of those answered"),
        "within_a_day": _("Answered within a day"),
        "solved": _("Solved"),
    }


def amount(line: Line, value: float | None, *, signed: bool = False) -> str:
    """A value of a line in its unit; a difference of shares is in points."""
    if value is None:
        return "–"
    pattern = PATTERNS.get(line.unit, "#,##0")
    if signed and line.unit == SHARE:
        value, pattern = 100 * value, "0"
    words, nothing = format_decimal(abs(value), format=pattern), format_decimal(0, format=pattern)
    sign = "" if words == nothing else "+" if signed and value > 0 else "−" if value < 0 else ""
    said = numeral(f"{sign}{money_of(line.currency) if line.unit == MONEY else ''}{words}")
    return str(_("%(n)s points", n=said)) if signed and line.unit == SHARE else said


def spell_name(spell: Spell) -> str:
    """Such as October 2026, or the week from 5 October 2026."""
    if spell.every == MONTHLY:
        return str(format_date(spell.first, "MMMM y"))
    return str(_("the week from %(day)s", day=format_date(spell.first, "long")))
