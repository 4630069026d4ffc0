"""The beta distribution without numpy: its cumulative probability and its quantiles."""

from math import exp, inf, lgamma, log, log1p

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_TERMS = 20_000
_CLOSE_ENOUGH = 1e-11
_MOST_STEPS = 200
_WIDEST_LOGIT = 700.0


def beta_cdf(x: float, a: float, b: float) -> float:
    """Probability that a Beta(a, b) variable is at most x: the regularised incomplete beta function I_x(a, b).

    Shapes a and b are positive. Raises ValueError outside that. Source: NIST Digital Library of Mathematical
    Functions, 8.17.22 (continued fraction) and 8.17.4 (symmetry), evaluated by the modified Lentz method
    (Thompson and Barnett 1986).
    """
    _ensure_shapes(a, b)
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return _cdf(x, 1.0 - x, a, b)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Value below which a Beta(a, b) variable falls with probability p: the inverse of beta_cdf.

    Raises ValueError unless 0 <= p <= 1, a > 0 and b > 0. Newton's method on the log-odds of x, where the distribution
    is close to normal and the tails keep their precision, held inside a bisection bracket.
    """
    _ensure_shapes(a, b)
    if not 0.0 <= p <= 1.0:
        raise ValueError("a probability lies between 0 and 1")
    if p in (0.0, 1.0):
        return p
    return _odds_parts(_logit_quantile(p, a, b))[0]


def _ensure_shapes(a: float, b: float) -> None:
    if not (0.0 < a < inf and 0.0 < b < inf):
        raise ValueError("the shapes of a beta distribution are positive and finite")


def _cdf(x: float, y: float, a: float, b: float) -> float:
    """I_x(a, b) with y = 1 - x given apart, since it cannot be had from x near 1."""
    if x * (a + b + 2.0) < a + 1.0:
        return min(1.0, exp(_log_front(x, y, a, b)) * _fraction(x, a, b) / a)
    return max(0.0, 1.0 - exp(_log_front(x, y, a, b)) * _fraction(y, b, a) / b)


def _log_front(x: float, y: float, a: float, b: float) -> float:
    if x <= 0.0 or y <= 0.0:
        return -inf
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, _inverse(1.0 - (a + b) * x / (a + 1.0))
    result = d
    for m in range(1, _MOST_TERMS):
        for coefficient in _coefficients(m, x, a, b):
            d = _inverse(1.0 + coefficient * d)
            c = _away_from_zero(1.0 + coefficient / c)
            result *= c * d
        if abs(c * d - 1.0) < _PRECISION:
            break
    return result


def _coefficients(m: int, x: float, a: float, b: float) -> tuple[float, float]:
    even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return even, odd


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _inverse(value: float) -> float:
    return 1.0 / _away_from_zero(value)


def _logit_quantile(p: float, a: float, b: float) -> float:
    low, high = -_WIDEST_LOGIT, _WIDEST_LOGIT
    logit = log(a) - log(b)
    for _ in range(_MOST_STEPS):
        x, y = _odds_parts(logit)
        error = _cdf(x, y, a, b) - p
        step = _newton_step(error, _log_front(x, y, a, b))
        # Before the bracket has its say: this near, rounding alone decides on which side of the root the guess falls.
        if abs(step) <= _CLOSE_ENOUGH * max(1.0, abs(logit)) or high - low <= _CLOSE_ENOUGH:
            break
        low, high = (low, logit) if error > 0 else (logit, high)
        logit = logit - step if low < logit - step < high else (low + high) / 2.0
    return logit


def _newton_step(error: float, log_slope: float) -> float:
    """How far the root lies by the tangent; endless where the distribution is flat."""
    return error / exp(log_slope) if log_slope > -_WIDEST_LOGIT else inf


def _odds_parts(logit: float) -> tuple[float, float]:
    """The probability and its complement, each to full precision."""
    if logit < 0.0:
        x = exp(logit - log1p(exp(logit)))
        return x, 1.0 / (1.0 + exp(logit))
    y = exp(-logit - log1p(exp(-logit)))
    return 1.0 / (1.0 + exp(-logit)), y
