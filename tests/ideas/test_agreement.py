"""Agreement: Krippendorff's own worked examples, and what a panel is told."""

from collections.abc import Mapping
from random import Random

import pytest

from app.ideas.agreement import Metric, Review, Verdict, aggregate, krippendorff_alpha, weighted_mean

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, 0 = no value.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
]
UNITS = [[value or None for value in unit] for unit in zip(*OBSERVERS, strict=True)]
EVEN = {"fit": 1.0, "value": 1.0, "cost": 1.0}


@pytest.mark.parametrize(
    ("metric", "alpha"),
    [(Metric.NOMINAL, 0.743), (Metric.ORDINAL, 0.815), (Metric.INTERVAL, 0.849), (Metric.RATIO, 0.797)],
)
def test_alpha_of_the_published_example(metric: Metric, alpha: float) -> None:
    assert krippendorff_alpha(UNITS, metric) == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_the_published_two_observers() -> None:
    # The same paper, section A: two observers, ten binary units.
    pairs = zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True)
    assert krippendorff_alpha(list(pairs), Metric.NOMINAL) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_the_published_nominal_example() -> None:
    # The same paper, section B: two observers, twelve units in five categories.
    pairs = zip("aabbdcccedda", "babbbccceddd", strict=True)
    units = [(float(ord(one)), float(ord(other))) for one, other in pairs]
    assert krippendorff_alpha(units, Metric.NOMINAL) == pytest.approx(0.692, abs=5e-4)


def test_a_review_by_an_earlier_rubric_keeps_its_weights() -> None:
    old, new = {"fit": 3.0, "cost": 1.0}, {"fit": 1.0, "value": 1.0}
    result = aggregate([Review({"fit": 5, "cost": 1}, weights=old), Review({"fit": 3, "value": 3})], new)
    assert (result.mean, result.review_count) == (pytest.approx((4.0 + 3.0) / 2), 2)
    # Agreement is over what both have: only fit, two values.
    assert result.alpha == krippendorff_alpha([[5, 3], [None, 3]], Metric.ORDINAL)


def test_alpha_does_not_mind_the_order_of_observers() -> None:
    shuffled = [list(unit) for unit in UNITS]
    for unit in shuffled:
        Random(1).shuffle(unit)
    assert krippendorff_alpha(shuffled, Metric.ORDINAL) == pytest.approx(krippendorff_alpha(UNITS, Metric.ORDINAL))


@pytest.mark.parametrize("units", [[], [[3, None]], [[2, None], [None, 4]], [[3, 3], [3, 3]]])
def test_alpha_is_not_made_up(units: list[list[float | None]]) -> None:
    assert krippendorff_alpha(units, Metric.INTERVAL) is None


def review(fit: float, value: float, cost: float, *, conflict: bool = False) -> Review:
    return Review({"fit": fit, "value": value, "cost": cost}, conflict)


def test_mean_and_spread_follow_the_weights() -> None:
    result = aggregate([review(5, 1, 1), review(3, 1, 1)], {"fit": 2.0, "value": 1.0, "cost": 1.0})
    assert (result.mean, result.spread) == pytest.approx((2.5, 0.5 * 2**0.5))


def test_a_criterion_left_blank_is_not_a_zero() -> None:
    assert weighted_mean({"fit": 4}, EVEN) == 4
    with pytest.raises(ValueError, match="no criterion"):
        weighted_mean({"other": 4}, EVEN)


def test_a_conflict_leaves_the_aggregate() -> None:
    with_conflict = aggregate([review(5, 2, 1), review(5, 2, 2), review(1, 5, 5, conflict=True)], EVEN)
    without = aggregate([review(5, 2, 1), review(5, 2, 2)], EVEN)
    assert (with_conflict.mean, with_conflict.alpha, with_conflict.verdict) == (
        without.mean,
        without.alpha,
        without.verdict,
    )
    assert (with_conflict.review_count, with_conflict.conflict_count) == (2, 1)


@pytest.mark.parametrize(
    ("reviews", "verdict"),
    [
        ([], Verdict.TOO_FEW),
        ([review(4, 4, 4)], Verdict.TOO_FEW),
        ([review(4, 4, 4), review(1, 1, 1, conflict=True)], Verdict.TOO_FEW),
        ([review(5, 3, 1), review(5, 3, 1)], Verdict.AGREES),
        ([review(4, 4, 4), review(4, 4, 4)], Verdict.AGREES),
        ([review(5, 3, 1), review(1, 3, 5)], Verdict.DISAGREES),
        ([review(4, 5, 4), review(5, 4, 4)], Verdict.CLOSE),
        ([review(5, 3, 1), review(3, 4, 1)], Verdict.MIXED),
    ],
)
def test_verdicts(reviews: list[Review], verdict: Verdict) -> None:
    assert aggregate(reviews, EVEN).verdict is verdict


@pytest.mark.parametrize(("scores", "count"), [({}, 0), ({"elsewhere": 5}, 0), ({"fit": 2}, 1)])
def test_empty_reviews_are_not_counted(scores: Mapping[str, float], count: int) -> None:
    result = aggregate([Review(scores)], EVEN)
    assert result.review_count == count
    assert (result.mean is None) == (count == 0)
    assert result.spread is None
