"""The four measures of call deflection, from plain counts; side by side, never added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from app.insights.estimates.balance import MISMATCH_BELOW, sample_ratio_mismatch_over
from app.insights.estimates.estimate import Estimate
from app.insights.estimates.intervals import Interval, newcombe, product_interval, wilson
from app.insights.estimates.power import days_to_significance, minimum_detectable_effect


class Missing(StrEnum):
    """What a measure can lack."""

    SUPPORT_CONTACTS = "support_contacts"
    VIEWERS = "viewers"
    SURVEY_SOLVED = "survey_solved"
    SURVEY_OTHERWISE = "survey_otherwise"
    SURVEY_INVITATIONS = "survey_invitations"
    EXPOSED_JOURNEYS = "exposed_journeys"
    UNEXPOSED_JOURNEYS = "unexposed_journeys"
    HOLDOUT_JOURNEYS = "holdout_journeys"
    TREATED_JOURNEYS = "treated_journeys"
    BALANCED_ASSIGNMENT = "balanced_assignment"


@dataclass(frozen=True, slots=True)
class Group:
    """Journeys, and how many made a support contact within the window; contacts None when none were ever imported."""

    journeys: int
    contacts: int | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """Both groups of a time in which the same share was held out."""

    share: float
    holdout: Group
    treated: Group

    @property
    def information(self) -> float:
        """What it tells about the difference: the inverse of the variance, but for the rates'."""
        n_h, n_t = self.holdout.journeys, self.treated.journeys
        return n_h * n_t / (n_h + n_t) if n_h + n_t else 0.0


@dataclass(frozen=True, slots=True)
class Survey:
    """Yes answers out of answers to one question."""

    yes: int
    answers: int


@dataclass(frozen=True, slots=True)
class Stated:
    """Contacts that viewers say were spared, and the share of those asked who answered."""

    contacts: Estimate
    response_rate: Estimate


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference of contact rates, and the support contacts it comes to; whether chance alone made the groups."""

    rate: Estimate
    contacts: Estimate
    causal: bool


@dataclass(frozen=True, slots=True)
class Guarded:
    """A causal comparison with what guards it: the effect it could see, days still needed, and the balance of groups.

    The figures are None while they cannot be computed; days also while the contact rates do not differ.
    """

    compared: Compared
    detectable_effect: float | None
    days_to_significance: int | None
    mismatch_probability: float | None


def self_service_score(answer_viewers: int, contact_makers: int | None) -> Estimate:
    """People who opened answered content for each one who made a support contact, over the same period."""
    if not contact_makers:
        return Estimate.unknown(Missing.SUPPORT_CONTACTS, n=answer_viewers)
    return Estimate.plain(answer_viewers / contact_makers, answer_viewers + contact_makers)


def stated_deflection(viewers: int, solved: Survey, otherwise: Survey, invited: int) -> Stated:
    """Viewers times the share whom it solved times the share who would have contacted support, in contacts.

    The Wilson interval of each rate is carried through by product_interval, taking the two questions as independent; n
    counts the answers to the one that fewer answered.
    """
    answers = min(solved.answers, otherwise.answers)
    return Stated(_stated_contacts(viewers, solved, otherwise, answers), _response_rate(answers, invited))


def _stated_contacts(viewers: int, solved: Survey, otherwise: Survey, answers: int) -> Estimate:
    lacking = {
        Missing.VIEWERS: viewers,
        Missing.SURVEY_SOLVED: solved.answers,
        Missing.SURVEY_OTHERWISE: otherwise.answers,
    }
    missing = [name for name, count in lacking.items() if count == 0]
    if missing:
        return Estimate.unknown(*missing, n=answers)
    both = product_interval(wilson(solved.yes, solved.answers), wilson(otherwise.yes, otherwise.answers))
    return _estimate(both, answers).scaled(viewers)


def _response_rate(answers: int, invited: int) -> Estimate:
    if invited == 0:
        return Estimate.unknown(Missing.SURVEY_INVITATIONS, n=answers)
    return _estimate(wilson(min(answers, invited), invited), invited)


def observed_deflection(exposed: Group, unexposed: Group) -> Compared:
    """Exposed journeys without a support contact beyond what the rate of unexposed ones would give; not causal.

    Exposed means opened an answer. People who read may differ from those who do not, which this measure cannot see.
    """
    names = (Missing.UNEXPOSED_JOURNEYS, Missing.EXPOSED_JOURNEYS)
    return _compared(unexposed, exposed, names, causal=False)


def causal_deflection(holdout: Group, treated: Group, share: float, days: float) -> Guarded:
    """Contact rate in the holdout minus contact rate in the treatment, by intention to treat, with its guards.

    Share is the holdout's share by design, days the length of the period. Contacts are those spared among the treated
    journeys. Where the sizes of the groups contradict the share, the figure is withheld.
    """
    return stratified([Stratum(share, holdout, treated)], days)


def stratified(strata: Sequence[Stratum], days: float) -> Guarded:
    """The same over times in which different shares were held out, the present one last.

    Groups are compared within each time only: over all of them together, those held out would be rather the journeys of
    the times with a large share. Contacts spared are added up, the distances to the ends of their intervals in squares
    (Zou and Donner 2008); a time in which one group is empty compares nothing.
    """
    sizes = [(each.holdout.journeys, each.treated.journeys, each.share) for each in strata]
    mismatch = sample_ratio_mismatch_over(sizes)
    if mismatch is not None and mismatch < MISMATCH_BELOW:
        withheld = Estimate.unknown(Missing.BALANCED_ASSIGNMENT, n=sum(a + b for a, b, _share in sizes))
        return Guarded(Compared(withheld, withheld, causal=True), None, None, mismatch)
    usable = [each for each in strata if each.holdout.journeys and each.treated.journeys] or [_all_of(strata)]
    parts = [_compared(each.holdout, each.treated, _ARMS, causal=True) for each in usable]
    compared = parts[0] if len(parts) == 1 else _summed(parts, usable)
    return Guarded(compared, *_outlook(usable, strata[-1].share, days), mismatch)


_ARMS = (Missing.HOLDOUT_JOURNEYS, Missing.TREATED_JOURNEYS)


def _all_of(strata: Sequence[Stratum]) -> Stratum:
    """All of them as one, for saying what is missing."""
    return Stratum(
        strata[-1].share, _sum([each.holdout for each in strata]), _sum([each.treated for each in strata])
    )  # fmt: skip


def _sum(groups: Sequence[Group]) -> Group:
    contacts = [group.contacts for group in groups]
    known = [count for count in contacts if count is not None]
    return Group(sum(group.journeys for group in groups), sum(known) if len(known) == len(contacts) else None)


def _summed(parts: Sequence[Compared], strata: Sequence[Stratum]) -> Compared:
    n = sum(part.rate.n for part in parts)
    unknown = next((part.contacts for part in parts if not part.contacts.known), None)
    if unknown is not None:
        lacking = Estimate.unknown(*unknown.missing, n=n)
        return Compared(lacking, lacking, causal=True)
    value = sum(part.contacts.known_value for part in parts)
    below = hypot(*(part.contacts.known_value - (part.contacts.low or 0.0) for part in parts))
    above = hypot(*((part.contacts.high or 0.0) - part.contacts.known_value for part in parts))
    contacts = Estimate(value, value - below, value + above, n)
    return Compared(contacts.scaled(1 / sum(each.treated.journeys for each in strata)), contacts, causal=True)


def _compared(base: Group, other: Group, names: tuple[Missing, Missing], *, causal: bool) -> Compared:
    n = base.journeys + other.journeys
    missing = [name for name, group in zip(names, (base, other), strict=True) if group.journeys == 0]
    if base.contacts is None or other.contacts is None or missing:
        unrecorded = (Missing.SUPPORT_CONTACTS,) if None in (base.contacts, other.contacts) else ()
        unknown = Estimate.unknown(*missing, *unrecorded, n=n)
        return Compared(unknown, unknown, causal)
    rate = _estimate(newcombe(base.contacts, base.journeys, other.contacts, other.journeys), n)
    return Compared(rate, rate.scaled(other.journeys), causal)


def _outlook(strata: Sequence[Stratum], share: float, days: float) -> tuple[float | None, int | None]:
    rates = contact_rates(strata)
    if rates is None:
        return None, None
    whole = _all_of(strata)
    so_far = whole.holdout.journeys + whole.treated.journeys
    effect = minimum_detectable_effect(rates[0], whole.holdout.journeys, whole.treated.journeys)
    return effect, days_to_significance(*rates, share, worth(strata, share), so_far / days if days > 0 else 0.0)


def contact_rates(strata: Sequence[Stratum]) -> tuple[float, float] | None:
    """Contact rate of those held out and of the others, each time weighed by what it tells; None without contacts."""
    weights = [each.information for each in strata]
    total = sum(weights)
    if not total or any(None in (each.holdout.contacts, each.treated.contacts) for each in strata):
        return None
    pairs = list(zip(strata, weights, strict=True))
    held = sum(weight * (each.holdout.contacts or 0) / max(each.holdout.journeys, 1) for each, weight in pairs)
    shown = sum(weight * (each.treated.contacts or 0) / max(each.treated.journeys, 1) for each, weight in pairs)
    return held / total, shown / total


def worth(strata: Sequence[Stratum], share: float) -> int:
    """How many journeys with that share held out would tell as much about the difference as these do."""
    if len(strata) == 1 or not 0.0 < share < 1.0:
        return sum(each.holdout.journeys + each.treated.journeys for each in strata)
    return round(sum(each.information for each in strata) / (share * (1.0 - share)))


def _estimate(interval: Interval, n: int) -> Estimate:
    return Estimate(*interval, n)
