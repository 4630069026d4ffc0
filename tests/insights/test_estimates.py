"""Estimates and intervals: published values, and no figure that is missing passes for 0."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.estimates.balance import sample_ratio_mismatch
from app.insights.estimates.estimate import Estimate, FigureMissing
from app.insights.estimates.intervals import newcombe, product_interval, wilson
from app.insights.estimates.power import days_to_significance, minimum_detectable_effect, sample_size

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_limits(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((k / n, low, high), abs=5e-5)


# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("groups", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_limits(groups: tuple[int, int, int, int], low: float, high: float) -> None:
    found = newcombe(*groups)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(counts, counts)
def test_intervals_enclose_their_value_and_swap(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = newcombe(*one, *other), newcombe(*other, *one)
    assert there.low <= there.value <= there.high
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    product = product_interval(wilson(*one), wilson(*other))
    assert 0 <= product.low <= product.value <= product.high <= 1


def test_more_confidence_is_wider() -> None:
    assert wilson(8, 20, 0.99).low < wilson(8, 20).low < wilson(8, 20, 0.8).low


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="proportion"):
        wilson(k, n)


@pytest.mark.parametrize(("n", "p", "q"), [(30, 0.5, 0.3), (30, 0.9, 0.1), (80, 0.6, 0.3), (20, 0.3, 0.7)])
def test_product_interval_covers_the_truth_exactly_counted(n: int, p: float, q: float) -> None:
    def chances(rate: float) -> list[float]:
        return [math.comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1)]

    intervals = [wilson(k, n) for k in range(n + 1)]
    covered = 0.0
    for one, chance in zip(intervals, chances(p), strict=True):
        for other, other_chance in zip(intervals, chances(q), strict=True):
            found = product_interval(one, other)
            covered += chance * other_chance * (found.low <= p * q <= found.high)
    assert 0.93 < covered < 0.985


def test_product_with_a_certain_factor_is_the_other() -> None:
    rate = wilson(12, 40)
    assert product_interval(rate, rate._replace(value=1.0, low=1.0, high=1.0)) == pytest.approx(rate)


# R's documentation of power.prop.test: p1 = .5, p2 = .75, power = .9 needs 76.7 a group; n = 50 finds .5 against .8026.
def test_power_gives_the_published_sizes() -> None:
    assert sample_size(0.5, 0.75, power=0.9) == math.ceil(2 * 76.69)
    assert minimum_detectable_effect(0.5, 50, 50, power=0.9) == pytest.approx(0.3026, abs=5e-5)


def test_a_small_holdout_needs_more_journeys() -> None:
    assert sample_size(0.2, 0.16, 0.05) > 3 * sample_size(0.2, 0.16, 0.5)


@given(st.floats(0.05, 0.9), st.integers(200, 5_000), st.integers(200, 100_000))
def test_detectable_effect_and_sample_size_agree(base: float, n_base: int, n_other: int) -> None:
    effect = minimum_detectable_effect(base, n_base, n_other)
    if effect is not None and effect > 1e-6:
        needed = sample_size(base, base - effect, n_base / (n_base + n_other))
        assert needed == pytest.approx(n_base + n_other, rel=1e-6, abs=1.5)


def test_no_effect_is_detectable_in_a_handful() -> None:
    assert minimum_detectable_effect(0.1, 3, 60) is None
    assert minimum_detectable_effect(0.0, 5_000, 5_000) is None
    assert minimum_detectable_effect(0.1, 0, 60) is None


def test_days_to_significance() -> None:
    needed = sample_size(0.2, 0.16, 0.05)
    assert days_to_significance(0.2, 0.16, 0.05, needed - 100, 50) == 2
    assert days_to_significance(0.2, 0.16, 0.05, needed, 0) == 0
    assert days_to_significance(0.2, 0.16, 0.05, 0, 0) is None
    assert days_to_significance(0.2, 0.2, 0.05, 0, 50) is None


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_an_empty_group_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        sample_size(0.2, 0.1, share)
    with pytest.raises(ValueError, match="share"):
        sample_ratio_mismatch(1, 1, share)


# Chi-square of one degree of freedom: 3.841 at .05, 6.635 at .01, 10.828 at .001 (any table).
@pytest.mark.parametrize(("chi_square", "p"), [(3.841, 0.05), (6.635, 0.01), (10.828, 0.001)])
def test_sample_ratio_mismatch_against_the_table(chi_square: float, p: float) -> None:
    excess = round(math.sqrt(chi_square * 1_000_000**2 / 4))
    off = sample_ratio_mismatch(500_000_000_000 + excess, 500_000_000_000 - excess, 0.5)
    assert off == pytest.approx(p, rel=2e-3)


def test_sample_ratio_without_journeys_is_unknown() -> None:
    assert sample_ratio_mismatch(0, 0, 0.05) is None
    assert sample_ratio_mismatch(50, 950, 0.05) == pytest.approx(1.0)


def test_a_missing_figure_is_not_nothing() -> None:
    missing = Estimate.unknown("support_contacts")
    assert missing != Estimate.plain(0.0, 0)
    assert not missing.known
    assert missing.value is None
    with pytest.raises(TypeError):
        bool(missing)
    with pytest.raises(FigureMissing, match="support_contacts"):
        float(missing)
    assert missing.scaled(0.0) == missing


def test_scaling_by_a_negative_turns_the_interval() -> None:
    assert Estimate(2.0, 1.0, 4.0, 9).scaled(-2.0).shifted(1.0) == Estimate(-3.0, -7.0, -1.0, 9)
    assert float(Estimate.plain(0.0, 3)) == 0.0


@pytest.mark.parametrize(
    "parts",
    [
        (None, None, None, 1, ()),
        (0.0, None, None, 1, ("viewers",)),
        (1.0, 2.0, 3.0, 1, ()),
        (1.0, 0.0, None, 1, ()),
        (None, 0.0, 1.0, 1, ("viewers",)),
        (math.nan, None, None, 1, ()),
        (1.0, 0.0, math.inf, 1, ()),
    ],
)
def test_contradictory_estimates_are_refused(
    parts: tuple[float | None, float | None, float | None, int, tuple[str, ...]],
) -> None:
    with pytest.raises(ValueError, match=r"estimate|interval"):
        Estimate(*parts)
