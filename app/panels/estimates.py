"""Intervals of what a sample says, at 95 %; n may be an effective one, and need not be whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt, tan

from app.panels.weighting import effective_n

Z = 1.959963984540054
TAIL = 0.975


@dataclass(frozen=True)
class Figure:
    """An estimate, its interval (None where there is none yet), and the n that the interval rests on."""

    value: float
    low: float | None
    high: float | None
    n: float

    def within(self, least: float, most: float) -> Figure:
        """The same with its interval cut to what is possible at all, which takes nothing from its coverage."""
        if self.low is None or self.high is None:
            return self
        return Figure(self.value, max(least, self.low), min(most, self.high), self.n)


def wilson(share: float, n: float) -> Figure:
    """Wilson's score interval of a share; raises ValueError unless 0 <= share <= 1 and n > 0. Source: Wilson 1927."""
    if n <= 0 or not -1e-9 <= share <= 1 + 1e-9:
        raise ValueError("a share is between 0 and 1, of more than nothing")
    share = min(1.0, max(0.0, share))
    scale, middle = 1 + Z * Z / n, share + Z * Z / (2 * n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return Figure(share, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale), n)


def mean(values: Sequence[float], weights: Sequence[float] | None = None) -> Figure | None:
    """The (weighted) mean with Student's interval over the effective n; None without a value."""
    weights = [1.0] * len(values) if weights is None else list(weights)
    worth, whole = effective_n(weights), sum(weights)
    if not values or not whole:
        return None
    middle = sum(value * weight for value, weight in zip(values, weights, strict=True)) / whole
    error = _error(values, weights, middle, worth)
    if error is None:
        return Figure(middle, None, None, worth)
    half = student(worth - 1) * error
    return Figure(middle, middle - half, middle + half, worth)


def difference(one: Sequence[float], other: Sequence[float]) -> Figure | None:
    """The mean of one less that of another, of different people (Welch 1947); None with fewer than two of either."""
    first, second = mean(one), mean(other)
    if first is None or second is None or len(one) < 2 or len(other) < 2:
        return None
    apart = first.value - second.value
    a, b = (_variance(values) / len(values) for values in (one, other))
    if a + b == 0:
        return Figure(apart, apart, apart, len(one) + len(other))
    freedom = (a + b) ** 2 / (a * a / (len(one) - 1) + b * b / (len(other) - 1))
    half = student(freedom) * sqrt(a + b)
    return Figure(apart, apart - half, apart + half, len(one) + len(other))


def paired_difference(pairs: Sequence[tuple[float, float]]) -> Figure | None:
    """The mean of what the same people gave one more than the other; None with fewer than two."""
    found = mean([one - other for one, other in pairs])
    return found if found is not None and found.low is not None else None


def student(freedom: float) -> float:
    """The 97.5 % point of Student's t for so many degrees of freedom, which need not be whole.

    Exact for 1 and 2, else Fisher and Cornish's expansion (Abramowitz & Stegun 26.7.5), right to .01 from 3 on; below 3
    the point of the whole number beneath, which is the wider one.
    """
    if freedom < 2:
        return tan(pi * (TAIL - 0.5))
    if freedom < 3:
        return (2 * TAIL - 1) / sqrt(2 * TAIL * (1 - TAIL))
    z = Z
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / freedom + second / freedom**2 + third / freedom**3 + fourth / freedom**4


def _error(values: Sequence[float], weights: Sequence[float], middle: float, worth: float) -> float | None:
    """The standard error of the mean; None where one value cannot say how far values lie apart."""
    if len(values) < 2 or worth <= 1:
        return None
    spread = sum(weight * (value - middle) ** 2 for value, weight in zip(values, weights, strict=True)) / sum(weights)
    return sqrt(spread * worth / (worth - 1) / worth)


def _variance(values: Sequence[float]) -> float:
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)
