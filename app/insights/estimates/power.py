"""How small an effect a comparison of two proportions can see, and how long until it can."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

ALPHA = 0.05
POWER = 0.8
_STEPS = 60
EFFECTS = (0.005, 0.01, 0.02, 0.03, 0.05)
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Needed:
    """To find a fall of `effect` in the contact rate: journeys in all, how many more, in how many days; and if halved.

    `days` and `even_days` are None while nobody comes.
    """

    effect: float
    journeys: int
    more: int
    days: int | None
    even: int
    even_days: int | None


def minimum_detectable_effect(
    base: float, n_base: int, n_other: int, *, alpha: float = ALPHA, power: float = POWER
) -> float | None:
    """Smallest fall from a base rate that a two-sided test finds with that power; None when even a fall to 0 is missed.

    The base rate is a proportion, n the size of either group. Solves the equation of sample_size for the effect.
    """
    if n_base <= 0 or n_other <= 0 or not _seen(base, base, n_base, n_other, alpha, power):
        return None
    low, high = 0.0, base
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if _seen(base, middle, n_base, n_other, alpha, power) else (middle, high)
    return high


def _seen(base: float, effect: float, n_base: int, n_other: int, alpha: float, power: float) -> bool:
    if effect <= 0.0:
        return False
    needed = _base_group(base, base - effect, n_other / n_base, alpha, power)
    return needed <= n_base


def sample_size(base: float, other: float, share: float = 0.5, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """Size of both groups together for a two-sided test of two rates, a given share of it having the base rate.

    Raises ValueError for equal rates or a share that leaves a group empty. Source: Fleiss, Levin and Paik 2003,
    Statistical Methods for Rates and Proportions, 3rd edition, section 4.4 (unequal groups, no continuity correction).
    """
    if not 0.0 < share < 1.0:
        raise ValueError("both groups need a share")
    if base == other:
        raise ValueError("no sample is large enough to tell equal rates apart")
    return ceil(_base_group(base, other, (1.0 - share) / share, alpha, power) / share)


def _base_group(base: float, other: float, ratio: float, alpha: float, power: float) -> float:
    """Size of the group with the base rate, the other one being ratio times as large."""
    pooled = (base + ratio * other) / (1.0 + ratio)
    if_equal = sqrt(pooled * (1.0 - pooled) * (1.0 + 1.0 / ratio))
    if_not = sqrt(base * (1.0 - base) + other * (1.0 - other) / ratio)
    normal = NormalDist()
    return ((normal.inv_cdf(1.0 - alpha / 2.0) * if_equal + normal.inv_cdf(power) * if_not) / (base - other)) ** 2


def days_to_significance(base: float, other: float, share: float, so_far: int, per_day: float) -> int | None:
    """Days of traffic still needed until a difference of that size would be found; None when it never would.

    So_far counts both groups together, per_day the journeys that come in a day.
    """
    if base == other or not 0.0 < share < 1.0:
        return None
    lacking = sample_size(base, other, share) - so_far
    if lacking <= 0:
        return 0
    return ceil(lacking / per_day) if per_day > 0 else None


def power_table(
    base: float, share: float, so_far: int, per_day: float, effects: Sequence[float] = EFFECTS
) -> list[Needed]:
    """What it takes to find falls from a base rate, of those that are possible: with this share held out, with half."""
    table = []
    for effect in effects:
        if effect >= base or not 0.0 < share < 1.0:
            continue
        needed, even = sample_size(base, base - effect, share), sample_size(base, base - effect, EVEN)
        more = max(0, needed - so_far)
        table.append(Needed(effect, needed, more, _days(more, per_day), even, _days(even, per_day)))
    return table


def _days(journeys: int, per_day: float) -> int | None:
    if journeys == 0:
        return 0
    return ceil(journeys / per_day) if per_day > 0 else None
