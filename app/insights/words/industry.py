"""What other products call deflected, in words: the formula, the numbers it took, and why it differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import format_decimal, lazy_gettext
from flask_babel import gettext as _

from app.insights.estimates.industry import Claim, Factor, Formula
from app.insights.queries.industry import Compared

NAMES = {
    Formula.ZENDESK: lazy_gettext("Zendesk, self-service score"),
    Formula.KHOROS: lazy_gettext("Khoros, survey"),
    Formula.VANILLA: lazy_gettext("Vanilla, constants"),
    Formula.SERVICEXRG: lazy_gettext("ServiceXRG, entitled"),
}
FACTORS = {
    "sessions": lazy_gettext("%(n)s journeys"),
    "contact_makers": lazy_gettext("÷ %(n)s people who contacted us"),
    "visits": lazy_gettext("%(n)s journeys"),
    "seeking": lazy_gettext("× %(n)s came for support"),
    "solved": lazy_gettext("× %(n)s solved"),
    "otherwise": lazy_gettext("× %(n)s would have contacted us"),
    "accepted": lazy_gettext("%(n)s answers accepted"),
    "accepted_views": lazy_gettext("+ %(n)s views with an accepted answer ÷ 5"),
    "other_views": lazy_gettext("+ %(n)s other views ÷ 20"),
    "entitled": lazy_gettext("%(n)s journeys of known customers that read"),
    "intent": lazy_gettext("× %(n)s of these would have contacted us"),
    "no_action": lazy_gettext("× %(n)s of these made no contact after"),
}
WHY = {
    Formula.ZENDESK: lazy_gettext("Counts visits, not contacts that were spared. A campaign doubles it overnight."),
    Formula.KHOROS: lazy_gettext(
        "Takes every visit for a reader, and what people imagine for what they would have done."
    ),
    Formula.VANILLA: lazy_gettext(
        "One in five and one in twenty are the same at every company, whether it helped or not."
    ),
    Formula.SERVICEXRG: lazy_gettext(
        "Known customers only, so much is left out; who answers the survey still decides."
    ),
}


@dataclass(frozen=True)
class Line:
    """One formula as a row of a table; `times` says how it compares with the causal measure."""

    name: str
    factors: str
    figure: str
    times: str
    why: str


def why(formula: Formula) -> str:
    """Why a formula differs from what a lot tells."""
    return str(WHY[formula])


def claims(compared: Iterable[Compared]) -> list[Line]:
    """A row each."""
    return [
        Line(
            str(NAMES[one.claim.formula]), " ".join(_factor(factor) for factor in one.claim.factors),
            _figure(one.claim), "" if one.times is None else _("%(n)s times", n=f"{one.times:.1f}"),
            why(one.claim.formula),
        )
        for one in compared
    ]  # fmt: skip


def _factor(factor: Factor) -> str:
    said = "–" if factor.value is None else f"{100 * factor.value:.0f} %"
    if factor.n is None:
        said = "–" if factor.value is None else str(format_decimal(factor.value, format="#,##0"))
    words = str(FACTORS[factor.name]) % {"n": said}
    return words if factor.n is None else f"{words} (n = {format_decimal(factor.n)})"


def _figure(claim: Claim) -> str:
    value = claim.figure.value
    if value is None:
        return ""
    return str(format_decimal(value, format="#,##0" if claim.in_contacts else "0.0")) + (
        "" if claim.in_contacts else " : 1"
    )
