"""How long a stage takes where some are still in it: the product-limit estimate."""

from __future__ import annotations

from collections.abc import Mapping

ENDED, GOING = True, False


def quantile(spells: Mapping[tuple[int, bool], int], share: float) -> int | None:
    """The time by which a share of all have left, from counts by (time, whether it ended then); None if never known.

    Those still in the stage count up to the time they have been there and not beyond; at one time, leaving comes first.
    Source: Kaplan and Meier 1958, Journal of the American Statistical Association 53, 457-481.
    """
    at_risk, staying = sum(spells.values()), 1.0
    for time in sorted({moment for moment, _ended in spells}):
        left = spells.get((time, ENDED), 0)
        if left:
            staying *= 1 - left / at_risk
            if staying <= 1 - share + 1e-12:
                return time
        at_risk -= left + spells.get((time, GOING), 0)
    return None
