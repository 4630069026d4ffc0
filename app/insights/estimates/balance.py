"""Whether two groups have the sizes that chance assignment would give them."""

from collections.abc import Iterable
from math import erfc, sqrt

# A fault of assignment shows up far below this, and one sound programme in a thousand is held up for nothing.
MISMATCH_BELOW = 0.001


def sample_ratio_mismatch(n_a: int, n_b: int, share: float) -> float | None:
    """Probability of sizes at least as far from the share of group a as these, by a chi-square test; None without any.

    One degree of freedom, whose upper tail is erfc(sqrt(chi-square / 2)). Raises ValueError unless 0 < share < 1.
    Source: Fabijan et al. 2019, "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD.
    """
    return sample_ratio_mismatch_over([(n_a, n_b, share)])


def sample_ratio_mismatch_over(times: Iterable[tuple[int, int, float]]) -> float | None:
    """The same over times in which the share of group a was another: sizes `(a, b)` with their share.

    What is too many or too few is summed over all of them, each with its own variance, so that it stays one degree of
    freedom; over one time it is the chi-square test of two cells.
    """
    excess = variance = 0.0
    for n_a, n_b, share in times:
        if not 0.0 < share < 1.0:
            raise ValueError("both groups need a share")
        total = n_a + n_b
        excess += n_a - total * share
        variance += total * share * (1.0 - share)
    return erfc(sqrt(excess**2 / variance / 2.0)) if variance else None
