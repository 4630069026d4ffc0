"""How much somebody's record in a topic says about them: a Beta posterior that forgets."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.beta import beta_quantile

HALF_LIFE = timedelta(days=180)
ROUTING_QUANTILE = 0.2
LONGEST_DAYS = 10 * 365
# Beta(1, 1), every rate being as likely as any other, so that somebody without a record has the weight 0.2.
PRIOR_GOOD = 1.0
PRIOR_OTHER = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer somebody gave; good once it is accepted, verified or voted helpful, however many of the three."""

    at: datetime
    good: bool


def retained(at: datetime, now: datetime) -> float:
    """Share of its weight that evidence of that time still has: one half after 180 days; 1 for a time yet to come."""
    return float(0.5 ** (max(now - at, timedelta()) / HALF_LIFE))


def decay(good: float, total: float, as_of: datetime, now: datetime) -> tuple[float, float]:
    """Sums of good and of all answers as they stand now, from sums kept as of an earlier time."""
    share = retained(as_of, now)
    return good * share, total * share


def weight(good: float, total: float) -> float:
    """Routing weight: the lower 20 % quantile of the posterior rate of good answers, between 0 and 1.

    Takes decayed sums; good is held within 0 and total, since sums kept over years drift by rounding.
    """
    total = max(total, 0.0)
    good = min(max(good, 0.0), total)
    return beta_quantile(ROUTING_QUANTILE, PRIOR_GOOD + good, PRIOR_OTHER + total - good)


def lasts_until(
    good: float, total: float, as_of: datetime, *, weight_at_least: float, total_at_least: float
) -> datetime:
    """Until when, to a day, the sums stay above both bounds if nothing is added; as_of where they are below already."""

    def holds(days: int) -> bool:
        left_good, left_total = decay(good, total, as_of, as_of + timedelta(days=days))
        return left_total >= total_at_least and weight(left_good, left_total) >= weight_at_least

    return as_of + timedelta(days=bisect_left(range(LONGEST_DAYS), True, key=lambda days: not holds(days)))


def sums(evidence: Iterable[Evidence], now: datetime) -> tuple[float, float]:
    """Sums of good and of all answers, decayed, recomputed from the evidence itself."""
    good = total = 0.0
    for piece in evidence:
        share = retained(piece.at, now)
        total += share
        good += share if piece.good else 0.0
    return good, total


def posterior(evidence: Iterable[Evidence], now: datetime) -> tuple[float, float]:
    """Both shapes of the Beta posterior of the rate of good answers."""
    good, total = sums(evidence, now)
    return PRIOR_GOOD + good, PRIOR_OTHER + total - good


@dataclass(frozen=True, slots=True)
class Record:
    """Decayed sums as of a time: what a row stores, so that a change costs the same however long the history is."""

    good: float
    total: float
    as_of: datetime

    def at(self, now: datetime) -> "Record":
        """The same record as it stands at a time; a time before as_of changes nothing."""
        good, total = decay(self.good, self.total, self.as_of, now)
        return Record(good, total, max(self.as_of, now))

    def changed(self, at: datetime, *, now: datetime, good: int = 0, total: int = 0) -> "Record":
        """The record after counts changed for an answer given at a time: +1 when it comes, -1 when it is undone.

        An answer turning good later counts from when it was given, so order does not matter and undo is exact.
        """
        current = self.at(now)
        share = retained(at, current.as_of)
        return Record(max(current.good + good * share, 0.0), max(current.total + total * share, 0.0), current.as_of)

    @property
    def weight(self) -> float:
        """Routing weight as of the record's time."""
        return weight(self.good, self.total)
