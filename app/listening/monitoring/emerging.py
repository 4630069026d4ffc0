"""Topics that are suddenly spoken of: a week's count against the weeks before it, by a test that knows of bursts.

Counts of words come in bursts, so that their variance is larger than a Poisson's. Where past weeks show it, the test is
of a negative binomial with that variance; else of a Poisson. Many topics are tried at once, therefore the share of
false findings among those shown is bounded (Benjamini and Hochberg).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

FEWEST = 4
MOST_FALSE = 0.05
# What a topic never seen before is taken to have had in all weeks together.
PRIOR = 1.0
LARGEST_COUNT = 20_000


@dataclass(frozen=True)
class Emerging:
    """A topic, how often it was named this week and in a mean week before, and how likely so many are by chance."""

    topic: str
    count: int
    usual: float
    p: float


def tail(count: int, past: Sequence[int], growth: float = 1.0) -> float:
    """The chance of `count` or more in a week like the `past` ones, with `growth` times as much said; 0 to 1."""
    if count <= 0:
        return 1.0
    mean = growth * (sum(past) + PRIOR) / max(1, len(past))
    spread = growth * growth * variance(past) if len(past) > 1 else mean
    if spread > mean:
        return _at_least(count, lambda k: _binomial(k, mean, spread))
    return _at_least(count, lambda k: k * math.log(mean) - mean - math.lgamma(k + 1))


def emerging(
    topics: Mapping[str, tuple[int, Sequence[int]]], growth: float = 1.0, *, looked_at: int = 0
) -> list[Emerging]:
    """Those that rose beyond chance, the least likely first; from (this week, past weeks) by topic.

    `looked_at` is how many topics there were to choose from, with those that were left out as they were hardly named:
    who looks at a thousand and tells only of those that stand out has looked at a thousand.

    Where all in all more is said than before, `growth` times as much is expected of each, so that only what rose more
    than the rest is told; a quiet week expects no less.
    """
    tried = [
        Emerging(topic, count, fmean(past) if past else 0.0, tail(count, past, max(1.0, growth)))
        for topic, (count, past) in topics.items()
        if count >= FEWEST
    ]
    return _bounded(tried, max(looked_at, len(topics)))


def _bounded(tried: Iterable[Emerging], looked_at: int) -> list[Emerging]:
    ranked = sorted(tried, key=lambda each: (each.p, each.topic))
    kept = 0
    for place, each in enumerate(ranked, 1):
        if each.p <= MOST_FALSE * place / looked_at:
            kept = place
    return ranked[:kept]


def _binomial(k: int, mean: float, spread: float) -> float:
    """The log of the chance of k under a negative binomial of this mean and variance."""
    size = mean * mean / (spread - mean)
    odds = math.lgamma(k + size) - math.lgamma(k + 1) - math.lgamma(size)
    return odds + size * math.log(size / (size + mean)) + k * math.log(mean / (size + mean))


def _at_least(count: int, log_chance: Callable[[int], float]) -> float:
    below = math.fsum(math.exp(log_chance(k)) for k in range(min(count, LARGEST_COUNT)))
    return min(1.0, max(0.0, 1.0 - below))
