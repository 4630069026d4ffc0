"""What a panel of reviewers makes of an idea: weighted mean, spread, and how far they agree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations
from statistics import fmean, stdev

# Below .4 the panel measures different things; from .667 on, Krippendorff allows tentative conclusions.
DISAGREES_BELOW = 0.4
AGREES_FROM = 0.667
FEWEST_REVIEWS = 2

Totals = Mapping[float, float]
Distance = Callable[[float, float, Totals], float]


class Metric(StrEnum):
    """How far two different scores are apart."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Verdict(StrEnum):
    """What the agreement of the panel comes to."""

    TOO_FEW = "too_few"
    DISAGREES = "disagrees"
    CLOSE = "close"
    MIXED = "mixed"
    AGREES = "agrees"


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's scores by criterion, and whether they declared a conflict of interest.

    `weights` are those of the rubric it was filed by, where that is not the present one.
    """

    scores: Mapping[str, float]
    conflict: bool = False
    weights: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A panel's reviews put together; None where it cannot be computed."""

    mean: float | None
    spread: float | None
    alpha: float | None
    verdict: Verdict
    review_count: int
    conflict_count: int


def aggregate(reviews: Iterable[Review], weights: Mapping[str, float]) -> Aggregate:
    """Weighted mean of the reviews, spread of the reviewers' own means, ordinal alpha over the criteria, and a verdict.

    Reviews with a conflict, criteria not in the rubric and reviews without a score are left out. A review by an earlier
    rubric has its mean by that one's weights, and a part in alpha where both have a criterion. Spread is the sample
    standard deviation, in points.
    """
    given = list(reviews)
    weighed = [(review.scores, review.weights or weights) for review in given if not review.conflict]
    counted = [(scores, by) for scores, by in weighed if _scored(scores, by)]
    means = [weighted_mean(scores, by) for scores, by in counted]
    units = [[scores.get(criterion) for scores, _by in counted] for criterion in weights]
    alpha = krippendorff_alpha(units, Metric.ORDINAL)
    return Aggregate(
        mean=fmean(means) if means else None,
        spread=stdev(means) if len(means) >= FEWEST_REVIEWS else None,
        alpha=alpha,
        verdict=_verdict(units, alpha),
        review_count=len(counted),
        conflict_count=sum(review.conflict for review in given),
    )


def weighted_mean(scores: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Mean of one reviewer's scores, by the weights of the criteria they scored; ValueError when they scored none."""
    scored = _scored(scores, weights)
    if not scored:
        raise ValueError("no criterion with a weight was scored")
    return sum(scores[c] * weights[c] for c in scored) / sum(weights[c] for c in scored)


def _scored(scores: Mapping[str, float], weights: Mapping[str, float]) -> list[str]:
    return [criterion for criterion, weight in weights.items() if weight > 0 and criterion in scores]


def _verdict(units: Sequence[Sequence[float | None]], alpha: float | None) -> Verdict:
    pairs = [pair for unit in units for pair in combinations(_present(unit), 2)]
    if not pairs:
        return Verdict.TOO_FEW
    if alpha is None or alpha >= AGREES_FROM:
        return Verdict.AGREES
    if alpha >= DISAGREES_BELOW:
        return Verdict.MIXED
    # Where all scores lie within a point, alpha is low for want of anything to tell apart, not for a quarrel.
    return Verdict.DISAGREES if max(abs(a - b) for a, b in pairs) > 1 else Verdict.CLOSE


def krippendorff_alpha(units: Iterable[Sequence[float | None]], metric: Metric) -> float | None:
    """Krippendorff's alpha over units, each holding one value per observer, None where an observer gave none.

    1 is perfect agreement, 0 what chance would give. None when no unit has two values, or all values are the same.
    Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section E and the metrics of section C.
    """
    coincidences = _coincidences(units)
    totals: dict[float, float] = {}
    for (value, _), count in coincidences.items():
        totals[value] = totals.get(value, 0.0) + count
    return _alpha(coincidences, totals, _DISTANCES[metric])


def _alpha(coincidences: Mapping[tuple[float, float], float], totals: Totals, distance: Distance) -> float | None:
    observed = sum(count * distance(a, b, totals) for (a, b), count in coincidences.items())
    expected = sum(2 * totals[a] * totals[b] * distance(a, b, totals) for a, b in combinations(sorted(totals), 2))
    return 1.0 - (sum(totals.values()) - 1) * observed / expected if expected else None


def _coincidences(units: Iterable[Sequence[float | None]]) -> dict[tuple[float, float], float]:
    """How often two values meet in a unit, each unit counting once per value however many observers it has."""
    found: dict[tuple[float, float], float] = {}
    for unit in units:
        values = _present(unit)
        for pair in permutations(values, 2):
            found[pair] = found.get(pair, 0.0) + 1.0 / (len(values) - 1)
    return found


def _present(unit: Sequence[float | None]) -> list[float]:
    return [value for value in unit if value is not None]


def _nominal(a: float, b: float, _: Totals) -> float:
    return float(a != b)


def _interval(a: float, b: float, _: Totals) -> float:
    return (a - b) ** 2


def _ratio(a: float, b: float, _: Totals) -> float:
    return ((a - b) / (a + b)) ** 2 if a != b else 0.0


def _ordinal(a: float, b: float, totals: Totals) -> float:
    low, high = min(a, b), max(a, b)
    between = sum(count for value, count in totals.items() if low <= value <= high)
    return (between - (totals[low] + totals[high]) / 2.0) ** 2


_DISTANCES: dict[Metric, Distance] = {
    Metric.NOMINAL: _nominal,
    Metric.ORDINAL: _ordinal,
    Metric.INTERVAL: _interval,
    Metric.RATIO: _ratio,
}
