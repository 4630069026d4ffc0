"""The four measures of call deflection, from plain counts; side by side, never added up."""

from dataclasses import dataclass
from enum import StrEnum

from app.insights.estimates.balance import MISMATCH_BELOW, sample_ratio_mismatch
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
    mismatch = sample_ratio_mismatch(holdout.journeys, treated.journeys, share)
    if mismatch is not None and mismatch < MISMATCH_BELOW:
        withheld = Estimate.unknown(Missing.BALANCED_ASSIGNMENT, n=holdout.journeys + treated.journeys)
        return Guarded(Compared(withheld, withheld, causal=True), None, None, mismatch)
    names = (Missing.HOLDOUT_JOURNEYS, Missing.TREATED_JOURNEYS)
    compared = _compared(holdout, treated, names, causal=True)
    return Guarded(compared, *_outlook(holdout, treated, share, days), mismatch)


def _compared(base: Group, other: Group, names: tuple[Missing, Missing], *, causal: bool) -> Compared:
    n = base.journeys + other.journeys
    missing = [name for name, group in zip(names, (base, other), strict=True) if group.journeys == 0]
    if base.contacts is None or other.contacts is None or missing:
        unrecorded = (Missing.SUPPORT_CONTACTS,) if None in (base.contacts, other.contacts) else ()
        unknown = Estimate.unknown(*missing, *unrecorded, n=n)
        return Compared(unknown, unknown, causal)
    rate = _estimate(newcombe(base.contacts, base.journeys, other.contacts, other.journeys), n)
    return Compared(rate, rate.scaled(other.journeys), causal)


def _outlook(holdout: Group, treated: Group, share: float, days: float) -> tuple[float | None, int | None]:
    if not holdout.journeys or not treated.journeys or holdout.contacts is None or treated.contacts is None:
        return None, None
    base, other = holdout.contacts / holdout.journeys, treated.contacts / treated.journeys
    so_far = holdout.journeys + treated.journeys
    effect = minimum_detectable_effect(base, holdout.journeys, treated.journeys)
    return effect, days_to_significance(base, other, share, so_far, so_far / days if days > 0 else 0.0)


def _estimate(interval: Interval, n: int) -> Estimate:
    return Estimate(*interval, n)
