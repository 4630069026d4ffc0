"""What was spared and saved, by channel and reason, so that the parts come to exactly the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.insights.estimates.estimate import Estimate
from app.insights.estimates.savings import COST_PER_CONTACT, COST_PER_MINUTE, SUPPORT_CONTACTS, Priced

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """Contacts by one channel about one reason: those made, their share, those spared, what one costs, what that saved.

    `saved` is before the cost of answering, in the currency of the costs.
    """

    channel: str
    reason: str
    made: int
    share: float
    spared: Estimate
    cost: Estimate
    saved: Estimate


def apportioned(whole: int, weights: Sequence[float]) -> list[int]:
    """A whole number in whole parts by weight, which add up to it; none of them is off by one or more.

    Largest remainder; of equal ones the first gets more. Without any weight there is nothing but 0. Raises ValueError
    for a negative weight. Source: Balinski and Young 1982, Fair Representation, chapter 3 (Hamilton's method).
    """
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ValueError("a weight is not negative")
    total = sum(exact)
    if not total:
        return [0] * len(exact)
    quotas = [abs(whole) * weight / total for weight in exact]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - quotas[place])
    for place in by_remainder[: abs(whole) - sum(parts)]:
        parts[place] += 1
    return [part if whole >= 0 else -part for part in parts]


def split(spared: Estimate, parts: Sequence[Priced], lacking: Sequence[str] = ()) -> list[Part]:
    """Contacts spared and what they saved, as the contacts that were made divide by channel and reason.

    Taken for granted: those spared would have come as those that were made. The shares are taken to be known, so the
    interval of the whole is divided as its value is. Values are in hundredths that add up to the whole's; what was
    saved, where a cost is set. `lacking` is what keeps all of it from having a price.
    """
    n = sum(part.contacts for part in parts)
    contacts = divided(spared, [part.contacts for part in parts], n)
    money = divided(spared, [part.cost or 0.0 for part in parts], n)
    return [
        _part(part, part.contacts / n, fewer, saved, lacking)
        for part, fewer, saved in zip(parts, contacts, money, strict=True)
    ]


def net_of(gross: Estimate, answering: float | None) -> Estimate:
    """What was saved less what answering cost, in hundredths; unknown where no rate of answering is set (None)."""
    unset = (COST_PER_MINUTE,) if answering is None else ()
    if answering is None or not gross.known:
        return Estimate.unknown(*gross.missing, *unset, n=gross.n)
    return _at(gross.shifted(-answering), round(gross.known_value - answering, 2))


def together(parts: Sequence[Part]) -> Part:
    """Some parts as one, of no channel and reason; the ends of their intervals add up, since they move as one."""
    made = sum(part.made for part in parts)
    spared, saved = (summed([getattr(part, name) for part in parts]) for name in ("spared", "saved"))
    unpriced = dict.fromkeys(name for part in parts for name in part.cost.missing)
    cost = sum(part.cost.known_value * part.made for part in parts) / made if made and not unpriced else None
    mean = Estimate.unknown(*(unpriced or (SUPPORT_CONTACTS,)), n=made) if cost is None else Estimate.plain(cost, made)
    return Part("", "", made, sum(part.share for part in parts), spared, mean, saved)


def summed(estimates: Sequence[Estimate]) -> Estimate:
    """Parts of one whole added up, in hundredths; the ends of their intervals add up too, since they move as one."""
    missing = dict.fromkeys(name for each in estimates for name in each.missing)
    if missing or not estimates:
        return Estimate.unknown(*(missing or (SUPPORT_CONTACTS,)))
    value = round(sum(each.known_value for each in estimates), 2)
    if any(each.low is None for each in estimates):
        return Estimate.plain(value, estimates[0].n)
    low, high = sum(each.low or 0.0 for each in estimates), sum(each.high or 0.0 for each in estimates)
    return Estimate(value, min(low, value), max(high, value), estimates[0].n)


def _part(of: Priced, share: float, spared: Estimate, saved: Estimate, lacking: Sequence[str]) -> Part:
    unset = (*((f"{COST_PER_CONTACT}:{of.channel}",) if of.cost is None else ()), *lacking)
    cost = Estimate.plain((of.cost or 0.0) / of.contacts, of.contacts)
    if unset:
        cost, saved = Estimate.unknown(*unset, n=of.contacts), Estimate.unknown(*spared.missing, *unset, n=spared.n)
    return Part(of.channel, of.reason, of.contacts, share, spared, cost, saved)


def divided(whole: Estimate, weights: Sequence[float], n: float) -> list[Estimate]:
    """The estimate times each weight by n, with values that add up to the hundredth."""
    exact = [whole.scaled(weight / n) for weight in weights]
    if whole.value is None:
        return exact
    total = round(HUNDREDTHS * whole.value * sum(weights) / n) if n else 0
    rounded = (part / HUNDREDTHS for part in apportioned(total, weights))
    return [_at(one, value) for one, value in zip(exact, rounded, strict=True)]


def _at(exact: Estimate, value: float) -> Estimate:
    """The estimate with a value off by less than a hundredth; its interval goes on enclosing it."""
    if exact.low is None or exact.high is None:
        return Estimate.plain(value, exact.n)
    return Estimate(value, min(exact.low, value), max(exact.high, value), exact.n)
