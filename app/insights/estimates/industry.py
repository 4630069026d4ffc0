"""What other products would call deflected, from the same counts: their formulas, not ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from app.insights.estimates.deflection import Missing, Survey
from app.insights.estimates.estimate import Estimate

OF_ACCEPTED, OF_OTHERS = 1 / 5, 1 / 20


class Formula(StrEnum):
    """Whose formula it is."""

    ZENDESK = "zendesk"
    KHOROS = "khoros"
    VANILLA = "vanilla"
    SERVICEXRG = "servicexrg"


@dataclass(frozen=True, slots=True)
class Factor:
    """One number that a formula takes, by the name of what it is; a share with the number it rests on."""

    name: str
    value: float | None
    n: int | None = None

    @classmethod
    def share(cls, name: str, of: Survey) -> "Factor":
        """A share of answers; not known without any."""
        return cls(name, of.yes / of.answers if of.answers else None, of.answers)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a formula comes to, in contacts or as a ratio, and the numbers it took."""

    formula: Formula
    figure: Estimate
    factors: tuple[Factor, ...]
    in_contacts: bool = True


def zendesk(sessions: int, contact_makers: int | None) -> Claim:
    """Self-service score: sessions of the help center for each person with a ticket, over the same period."""
    factors = (Factor("sessions", sessions), Factor("contact_makers", contact_makers))
    if not contact_makers:
        return Claim(Formula.ZENDESK, Estimate.unknown(Missing.SUPPORT_CONTACTS, n=sessions), factors, False)
    return Claim(Formula.ZENDESK, Estimate.plain(sessions / contact_makers, sessions + contact_makers), factors, False)


def khoros(visits: int, seeking: Survey, solved: Survey, otherwise: Survey) -> Claim:
    """Visits times the shares that came for support, found what they needed, and would have contacted support."""
    shares = (
        Factor.share("seeking", seeking),
        Factor.share("solved", solved),
        Factor.share("otherwise", otherwise),
    )
    return _product(Formula.KHOROS, Factor("visits", visits), shares, _lacking(solved, otherwise))


def vanilla(accepted: int, accepted_views: int, other_views: int) -> Claim:
    """Accepted answers, and one in five views of discussions that have one, and one in twenty of all others."""
    factors = (
        Factor("accepted", accepted), Factor("accepted_views", accepted_views), Factor("other_views", other_views),
    )  # fmt: skip
    contacts = accepted + accepted_views * OF_ACCEPTED + other_views * OF_OTHERS
    return Claim(Formula.VANILLA, Estimate.plain(contacts, accepted_views + other_views), factors)


def servicexrg(events: int, solved: Survey, otherwise: Survey, no_action: Survey) -> Claim:
    """Self-help of entitled customers, times the shares solved, who had meant to ask, and who needed no more."""
    shares = (
        Factor.share("solved", solved), Factor.share("intent", otherwise), Factor.share("no_action", no_action),
    )  # fmt: skip
    lacking = _lacking(solved, otherwise)
    if not lacking and no_action.answers == 0:
        lacking = (Missing.SUPPORT_CONTACTS,)
    return _product(Formula.SERVICEXRG, Factor("entitled", events), shares, lacking)


def _product(formula: Formula, of: Factor, shares: Sequence[Factor], lacking: tuple[Missing, ...]) -> Claim:
    known = [share.value for share in shares if share.value is not None]
    n = min(share.n or 0 for share in shares)
    if lacking or len(known) < len(shares) or not of.value:
        return Claim(formula, Estimate.unknown(*(lacking or (Missing.VIEWERS,)), n=n), (of, *shares))
    return Claim(formula, Estimate.plain(of.value * prod(known), n), (of, *shares))


def _lacking(solved: Survey, otherwise: Survey) -> tuple[Missing, ...]:
    asked = {Missing.SURVEY_SOLVED: solved.answers, Missing.SURVEY_OTHERWISE: otherwise.answers}
    return tuple(name for name, count in asked.items() if count == 0)
