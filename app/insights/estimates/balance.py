"""Whether two groups have the sizes that chance assignment would give them."""

from math import erfc, sqrt

# A fault of assignment shows up far below this, and one sound programme in a thousand is held up for nothing.
MISMATCH_BELOW = 0.001


def sample_ratio_mismatch(n_a: int, n_b: int, share: float) -> float | None:
    """Probability of sizes at least as far from the share of group a as these, by a chi-square test; None without any.

    One degree of freedom, whose upper tail is erfc(sqrt(chi-square / 2)). Raises ValueError unless 0 < share < 1.
    Source: Fabijan et al. 2019, "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD.
    """
    if not 0.0 < share < 1.0:
        raise ValueError("both groups need a share")
    total = n_a + n_b
    if total == 0:
        return None
    # Both cells deviate by as much, so the two terms of the sum come down to one.
    chi_square = (n_a - total * share) ** 2 / (total * share * (1.0 - share))
    return erfc(sqrt(chi_square / 2.0))
