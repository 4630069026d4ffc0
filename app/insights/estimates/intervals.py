"""Confidence intervals of proportions, of their differences and of their products."""

from math import hypot, sqrt
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """A point with the lower and upper end of its confidence interval."""

    value: float
    low: float
    high: float


def wilson(k: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of k out of n; raises ValueError unless 0 <= k <= n and n > 0.

    Source: Wilson 1927, Journal of the American Statistical Association 22, 209-212.
    """
    ensure_counts(k, n)
    z2 = NormalDist().inv_cdf((1.0 + confidence) / 2.0) ** 2
    centre = (k + z2 / 2.0) / (n + z2)
    half = sqrt(z2) * sqrt(k * (n - k) / n + z2 / 4.0) / (n + z2)
    low = 0.0 if k == 0 else max(0.0, centre - half)
    high = 1.0 if k == n else min(1.0, centre + half)
    return Interval(k / n, low, high)


def newcombe(k1: int, n1: int, k2: int, n2: int, confidence: float = CONFIDENCE) -> Interval:
    """Hybrid score interval of k1/n1 - k2/n2, two independent proportions.

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10 (without continuity correction).
    """
    one, other = wilson(k1, n1, confidence), wilson(k2, n2, confidence)
    value = one.value - other.value
    low = value - hypot(one.value - one.low, other.high - other.value)
    high = value + hypot(one.high - one.value, other.value - other.low)
    return Interval(value, max(-1.0, low), min(1.0, high))


def product_interval(one: Interval, other: Interval) -> Interval:
    """Interval of the product of two independent proportions, from the interval of each.

    Variance recovery: on either side, the distance of each point from the end of its own interval stands for its
    standard error in the exact variance of a product. Sources: Zou and Donner 2008, Statistics in Medicine 27,
    1693-1702; Goodman 1960, Journal of the American Statistical Association 55, 708-713.
    """
    value = one.value * other.value
    low = value - _product_distance(one.value, other.value, one.value - one.low, other.value - other.low)
    high = value + _product_distance(one.value, other.value, one.high - one.value, other.high - other.value)
    return Interval(value, max(0.0, low), min(1.0, high))


def _product_distance(one: float, other: float, from_one: float, from_other: float) -> float:
    return hypot(other * from_one, one * from_other, from_one * from_other)


def ensure_counts(k: int, n: int) -> None:
    """Raise ValueError unless k out of n is a proportion."""
    if n <= 0 or not 0 <= k <= n:
        raise ValueError("a proportion is k out of n with 0 <= k <= n and n > 0")
