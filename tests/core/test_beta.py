"""The beta distribution against closed forms, published tables and itself."""

from math import asin, comb, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.beta import beta_cdf, beta_quantile

shapes = st.floats(min_value=0.5, max_value=5_000)
probabilities = st.floats(min_value=1e-6, max_value=1 - 1e-6)


@pytest.mark.parametrize("x", [0.01, 0.2, 0.5, 0.77, 0.999])
def test_cdf_has_its_closed_forms(x: float) -> None:
    assert beta_cdf(x, 1, 1) == pytest.approx(x, abs=1e-14)
    assert beta_cdf(x, 3.5, 1) == pytest.approx(x**3.5, abs=1e-14)
    assert beta_cdf(x, 1, 2.5) == pytest.approx(1 - (1 - x) ** 2.5, abs=1e-14)
    assert beta_cdf(x, 0.5, 0.5) == pytest.approx(2 / pi * asin(sqrt(x)), abs=1e-14)


@pytest.mark.parametrize(("k", "n", "x"), [(3, 10, 0.3), (1, 40, 0.02), (55, 90, 0.6)])
def test_cdf_is_the_upper_tail_of_a_binomial(k: int, n: int, x: float) -> None:
    tail = sum(comb(n, i) * x**i * (1 - x) ** (n - i) for i in range(k, n + 1))
    assert beta_cdf(x, k, n - k + 1) == pytest.approx(tail, rel=1e-12)


# Clopper and Pearson, Biometrika 26 (1934), 404-413: exact 95 % limits, which are beta quantiles.
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(10, 20, 0.2720, 0.7280), (1, 20, 0.0013, 0.2487), (81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617)],
)
def test_quantiles_give_the_published_exact_limits(k: int, n: int, low: float, high: float) -> None:
    assert beta_quantile(0.025, k, n - k + 1) == pytest.approx(low, abs=5e-5)
    assert beta_quantile(0.975, k + 1, n - k) == pytest.approx(high, abs=5e-5)


@given(p=probabilities, a=shapes, b=shapes)
def test_quantile_undoes_cdf(p: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-9)


@given(p=probabilities, a=shapes, b=shapes)
def test_quantile_is_symmetric(p: float, a: float, b: float) -> None:
    assert beta_quantile(p, a, b) == pytest.approx(1 - beta_quantile(1 - p, b, a), abs=1e-9)


@given(x=st.floats(min_value=0, max_value=1), y=st.floats(min_value=0, max_value=1), a=shapes, b=shapes)
def test_cdf_never_falls(x: float, y: float, a: float, b: float) -> None:
    low, high = sorted((x, y))
    assert beta_cdf(low, a, b) <= beta_cdf(high, a, b) + 1e-12


@pytest.mark.parametrize("a", [0.001, 0.01, 0.1])
def test_quantile_reaches_far_into_the_tail(a: float) -> None:
    assert beta_quantile(0.5, a, 1) == pytest.approx(0.5 ** (1 / a), rel=1e-9)


def test_large_shapes_converge_to_the_normal() -> None:
    a = b = 5e6
    assert beta_quantile(0.975, a, b) == pytest.approx(0.5 + 1.959964 * 0.5 / sqrt(a + b + 1), abs=1e-9)


def test_the_ends_of_the_range() -> None:
    assert (beta_cdf(-1, 2, 3), beta_cdf(0, 2, 3), beta_cdf(1, 2, 3), beta_cdf(2, 2, 3)) == (0, 0, 1, 1)
    assert (beta_quantile(0, 2, 3), beta_quantile(1, 2, 3)) == (0, 1)


@pytest.mark.parametrize(("p", "a", "b"), [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -2), (float("nan"), 1, 1)])
def test_nonsense_is_refused(p: float, a: float, b: float) -> None:
    with pytest.raises(ValueError, match=r"beta|probability"):
        beta_quantile(p, a, b)
