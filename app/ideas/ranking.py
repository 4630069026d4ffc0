"""Ranking ideas by votes given exposure, since a bare count rewards the early and the already seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log2
from random import Random
from typing import NamedTuple

from app.core.beta import beta_quantile

TOP_QUANTILE = 0.05
# With each doubling of its votes an idea stays as hot for three days more.
HOT_DOUBLING = timedelta(days=3)
FEWEST_IDEAS = 5
UNDECIDED = 30
EXPLORED_AT_ONCE = 2
WEAKEST, STRONGEST = 2.0, 500.0
ID_BITS = 32

_HOT_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_TOP_STEPS = 2**31 - 1


class Prior(NamedTuple):
    """What is believed of an idea before it is seen: Beta(a, b) for the chance that somebody shown it votes."""

    a: float
    b: float


# One vote in ten viewings, worth as much as ten viewings: until a challenge has ideas enough to tell its own rate.
DEFAULT_PRIOR = Prior(1.0, 9.0)


@dataclass
class Tally:
    """Sums over the (votes, exposed) of a challenge's ideas, all that its prior is fitted to."""

    ideas: int = 0
    votes: int = 0
    exposed: int = 0
    exposed_squared: int = 0
    votes_by_rate: float = 0.0

    def add(self, votes: int, exposed: int) -> None:
        """Add one idea; one that nobody was shown tells nothing."""
        exposed = max(exposed, votes)
        if exposed > 0:
            self.ideas += 1
            self.votes += votes
            self.exposed += exposed
            self.exposed_squared += exposed**2
            self.votes_by_rate += votes**2 / exposed


def fit_prior(pairs: Iterable[tuple[int, int]]) -> Prior:
    """Prior of a challenge from the (votes, exposed) of its ideas, by moments, in one pass over any number of them.

    Falls back to one in ten while fewer than five ideas were shown, or all or none were voted for. Where the ideas
    differ no more than chance would make them, the prior is as strong as it may be (500 viewings). Source: Kleinman
    1973, Journal of the American Statistical Association 68, 46-54, weighting each idea by its exposure.
    """
    sums = Tally()
    for votes, exposed in pairs:
        sums.add(votes, exposed)
    if sums.ideas < FEWEST_IDEAS or sums.votes in (0, sums.exposed):
        return DEFAULT_PRIOR
    mean = sums.votes / sums.exposed
    strength = _strength(_likeness(sums, mean))
    return Prior(mean * strength, (1.0 - mean) * strength)


def _likeness(sums: Tally, mean: float) -> float:
    """Share of the variance that lies between ideas: the intraclass correlation of the beta-binomial."""
    spread = sums.votes_by_rate - mean * sums.votes
    by_chance = mean * (1.0 - mean) * (sums.ideas - 1)
    room = mean * (1.0 - mean) * (sums.exposed - sums.exposed_squared / sums.exposed) - by_chance
    return (spread - by_chance) / room if room > 0 else 0.0


def _strength(likeness: float) -> float:
    if likeness <= 0.0:
        return STRONGEST
    return min(max(1.0 / likeness - 1.0, WEAKEST), STRONGEST)


def _posterior(votes: int, exposed: int, prior: Prior) -> Prior:
    # A vote can arrive without a viewport, by the API for one; whoever voted has seen it.
    return Prior(prior.a + votes, prior.b + max(exposed - votes, 0))


def top_score(votes: int, exposed: int, prior: Prior = DEFAULT_PRIOR) -> float:
    """Lower 5 % quantile of the chance that somebody shown the idea votes for it, between 0 and 1."""
    return beta_quantile(TOP_QUANTILE, *_posterior(votes, exposed, prior))


def discover_score(votes: int, exposed: int, prior: Prior, rng: Random) -> float:
    """One draw from the same posterior (Thompson sampling): little-seen ideas sometimes come first, weak ones fade.

    A generator seeded with the visit and the idea keeps the order the same from page to page. Source: Thompson 1933,
    Biometrika 25, 285-294.
    """
    return rng.betavariate(*_posterior(votes, exposed, prior))


def discover_key(votes: int, exposed: int, prior: Prior, rng: Random, *, explores: bool) -> float:
    """Sort key of the Discover order: the draw, or for an idea that waits for its turn what is certain of it.

    An idea that fewer than 30 people were shown explores only while its author has fewer than two earlier ones of
    that kind in the challenge: so an author's many new ideas share what two would get, and flooding gains nothing.
    The earliest go first, since the best of a hundred draws would come out on top of every list.
    """
    drawn = discover_score(votes, exposed, prior, rng)
    return drawn if explores else min(drawn, top_score(votes, exposed, prior))


def explores(exposed: int, earlier_undecided: int) -> bool:
    """Whether an idea's draw counts, given its author's earlier ideas there that fewer than 30 people were shown."""
    return exposed >= UNDECIDED or earlier_undecided < EXPLORED_AT_ONCE


def hot_score(votes: int, created_at: datetime) -> int:
    """Time-decayed votes as a number that is computed at a vote and never ages, in seconds.

    Ordering by (1 + votes) / 2 ** (age / 3 days) at any moment is ordering by this. Raises ValueError for a time
    without a zone or fewer votes than none.
    """
    if created_at.tzinfo is None:
        raise ValueError("created_at has no time zone")
    if votes < 0:
        raise ValueError("votes are counted from 0")
    return round((created_at - _HOT_EPOCH).total_seconds() + log2(1 + votes) * HOT_DOUBLING.total_seconds())


def packed(rank: int, idea_id: int) -> int:
    """Rank and id in one signed 64-bit integer, so that a page can continue after a single indexed column.

    Orders by rank, then id. Raises ValueError for a rank beyond 31 bits or an id beyond 32.
    """
    if not -(2**31) <= rank < 2**31 or not 0 <= idea_id < 2**ID_BITS:
        raise ValueError("rank or id does not fit")
    return (rank << ID_BITS) | idea_id


def top_key(score: float, idea_id: int) -> int:
    """Sort key of the Top order, from top_score."""
    return packed(round(score * _TOP_STEPS), idea_id)


def hot_key(votes: int, created_at: datetime, idea_id: int) -> int:
    """Sort key of the Hot order."""
    return packed(hot_score(votes, created_at), idea_id)
