"""An interval of a difference of proportions that stays true however often somebody looks."""

from math import log, sqrt

from app.insights.estimates.intervals import CONFIDENCE, Interval, ensure_counts

# Where the interval is tightest, in journeys of both groups; fixed, since choosing it by the data would cheat.
PLANNED = 5_000
# With fewer contacts in a group its rate leans too far to one side for the normal approximation.
FEWEST = 5
# Each step leaves a tenth of what is lacking, as 1 / (x + 1) is about that.
_STEPS = 20


def always_valid(
    k1: int, n1: int, k2: int, n2: int, confidence: float = CONFIDENCE, planned: int = PLANNED
) -> Interval | None:
    """Interval of k1/n1 - k2/n2 of a running comparison that holds on all days at once.

    None while a group has fewer than five of either outcome; raises ValueError as wilson does. An asymptotic confidence
    sequence: the standard error, stretched by the boundary of a normal mixture. Each group's variance is that of its
    rate after one more yes and one more no (Agresti and Caffo 2000, The American Statistician 54, 280-288). Source:
    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, "Time-uniform central limit theory and asymptotic confidence
    sequences", Annals of Statistics 52, 2613-2640 (arXiv 2103.06476), theorem 2.2, tuned exactly.
    """
    ensure_counts(k1, n1)
    ensure_counts(k2, n2)
    if min(k1, n1 - k1, k2, n2 - k2) < FEWEST:
        return None
    value = k1 / n1 - k2 / n2
    half = sqrt(_variance(k1, n1) + _variance(k2, n2)) * stretch(n1 + n2, 1.0 - confidence, planned)
    return Interval(value, max(-1.0, value - half), min(1.0, value + half))


def stretch(so_far: int, alpha: float, planned: int = PLANNED) -> float:
    """By how many standard errors the interval reaches to either side after so many observations."""
    scaled = so_far * _tightest(alpha) / planned
    return sqrt(2.0 * (scaled + 1.0) / scaled * log(sqrt(scaled + 1.0) / alpha))


def _tightest(alpha: float) -> float:
    """Where the boundary is lowest: its derivative is 0 at x = log(x + 1) - 2 log(alpha), which is gone towards."""
    at = -2.0 * log(alpha)
    for _step in range(_STEPS):
        at = log(at + 1.0) - 2.0 * log(alpha)
    return at


def _variance(k: int, n: int) -> float:
    shrunk = (k + 1.0) / (n + 2.0)
    return shrunk * (1.0 - shrunk) / n
