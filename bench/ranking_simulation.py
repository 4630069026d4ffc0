"""Does ranking by votes given exposure find the better ideas? Known quality, herding, and equal numbers of votes.

Ideas arrive over time. A visitor looks down the list, less likely at each place, and votes with the chance of the
idea's quality, raised by the count shown beside it. Three worlds differ only in how the list is ordered; each runs
until as many votes are in, and its order is compared with the true qualities by Kendall's tau-b. Hot and New stand
beside them for reference. A second experiment lets one author flood the challenge with weak ideas, and asks what share
of all viewings that buys under Discover with and without the cap on exploration, beside what two ideas would get.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import log1p, sqrt
from random import Random
from statistics import fmean, stdev
from typing import NamedTuple

from app.ideas.ranking import (
    DEFAULT_PRIOR,
    UNDECIDED,
    Prior,
    discover_key,
    discover_score,
    explores,
    fit_prior,
    hot_score,
    top_score,
)

IDEAS = 40
HERDING = 0.25
LOOK_ON = 0.85
VISITS_PER_REFRESH = 5
FLOOD = 40
FLOOD_WORTH = 0.5
VOTES_A_DAY = 40
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
Z95 = 1.959964


class Margin(NamedTuple):
    """How far a ranking's mean tau lies above the vote count's, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass
class World:
    """Ideas with a quality, and what has happened to them so far."""

    rng: Random
    flood: int = 0
    quality: list[float] = field(init=False)
    votes: list[int] = field(init=False)
    exposed: list[int] = field(init=False)
    born: list[datetime] = field(init=False)
    arrived: int = 0

    def __post_init__(self) -> None:
        self.quality = [self.rng.betavariate(2, 10) * FLOOD_WORTH for _ in range(self.flood)]
        self.quality += [self.rng.betavariate(2, 10) for _ in range(IDEAS)]
        self.votes, self.exposed, self.born = [0] * len(self.quality), [0] * len(self.quality), []

    def admit(self, share: float) -> None:
        """Let ideas in: the flood and a quarter of the others at once, the last when two thirds of the votes are in."""
        self.arrived = self.flood + min(IDEAS, IDEAS // 4 + int(IDEAS * 1.5 * share))
        now = BEGIN + timedelta(days=sum(self.votes) / VOTES_A_DAY)
        self.born += [now] * (self.arrived - len(self.born))

    def author(self, idea: int) -> int:
        """Who wrote an idea: the flood is one author's, the others have an author each."""
        return 0 if idea < self.flood else idea + 1

    def prior(self) -> Prior:
        """Prior fitted to the ideas shown so far."""
        return fit_prior(zip(self.votes, self.exposed, strict=True))

    def visit(self, order: Sequence[int]) -> None:
        """One visitor reads down the list until they have had enough."""
        for idea in order:
            self.exposed[idea] += 1
            chance = self.quality[idea] * (1.0 + HERDING * log1p(self.votes[idea]))
            self.votes[idea] += self.rng.random() < chance
            if self.rng.random() > LOOK_ON:
                return


Scores = Callable[[World], list[float]]


def by_count(world: World) -> list[float]:
    """Plain numbers of votes."""
    return [float(votes) for votes in world.votes]


def by_top(world: World) -> list[float]:
    """Lower bounds of votes given exposure."""
    prior = world.prior()
    return [top_score(v, n, prior) for v, n in zip(world.votes, world.exposed, strict=True)]


def by_discover(world: World) -> list[float]:
    """Draws from the posterior of votes given exposure."""
    prior = world.prior() if sum(world.votes) else DEFAULT_PRIOR
    return [discover_score(v, n, prior, world.rng) for v, n in zip(world.votes, world.exposed, strict=True)]


def by_capped_discover(world: World) -> list[float]:
    """Discover as it is: an author's undecided ideas share the exploration of two."""
    prior = world.prior() if sum(world.votes) else DEFAULT_PRIOR
    undecided: Counter[int] = Counter()
    keys = []
    for idea, (votes, exposed) in enumerate(zip(world.votes, world.exposed, strict=True)):
        author = world.author(idea)
        turn = explores(exposed, undecided[author])
        undecided[author] += exposed < UNDECIDED
        keys.append(discover_key(votes, exposed, prior, world.rng, explores=turn))
    return keys


def by_hot(world: World) -> list[float]:
    """Votes that fade with time."""
    scores = [float(hot_score(votes, born)) for votes, born in zip(world.votes, world.born, strict=False)]
    return scores + [0.0] * (len(world.votes) - len(scores))


def by_age(world: World) -> list[float]:
    """The newest first, whatever was voted."""
    return [float(number) for number in range(len(world.votes))]


def run(scores: Scores, votes: int, seed: str, flood: int = 0) -> World:
    """A world whose list is ordered by these scores, until so many votes are in."""
    world, visits = World(Random(seed), flood), 0  # noqa: S311 - a simulation has to repeat itself
    order: list[int] = []
    while sum(world.votes) < votes:
        if visits % VISITS_PER_REFRESH == 0:
            world.admit(sum(world.votes) / votes)
            ranked = scores(world)
            order = sorted(range(world.arrived), key=lambda idea: (ranked[idea], -idea), reverse=True)
        world.visit(order)
        visits += 1
    return world


def kendall_tau(one: Sequence[float], other: Sequence[float]) -> float:
    """Kendall's tau-b of two lists of scores: agreement of their orders, ties allowed for (Kendall 1945)."""
    agreement, pairs = 0, list(combinations(range(len(one)), 2))
    untied = [0, 0]
    for i, j in pairs:
        a, b = _sign(one[i] - one[j]), _sign(other[i] - other[j])
        agreement += a * b
        untied = [untied[0] + abs(a), untied[1] + abs(b)]
    return agreement / sqrt(untied[0] * untied[1]) if all(untied) else 0.0


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def taus(votes: int, seed: str) -> dict[str, float]:
    """Tau with the truth of each order, each in its own world; and of Top on the count's own votes."""
    counted = run(by_count, votes, seed)
    worlds = {"count": (counted, by_count), "top, same votes": (counted, by_top)}
    for name, scores in (("top", by_top), ("discover", by_capped_discover), ("hot", by_hot), ("new", by_age)):
        worlds[name] = (run(scores, votes, seed), scores)
    return {name: kendall_tau(world.quality, scores(world)) for name, (world, scores) in worlds.items()}


def sample(runs: int, votes: int, seed: int) -> list[dict[str, float]]:
    """Taus of so many runs."""
    return [taus(votes, f"{seed}:{number}") for number in range(runs)]


def flooder_shares(votes: int, seed: str) -> dict[str, float]:
    """Share of all viewings that an author's weak ideas get: many with and without the cap, and two."""
    worlds = {
        f"{FLOOD} ideas, no cap": run(by_discover, votes, seed, FLOOD),
        f"{FLOOD} ideas, capped": run(by_capped_discover, votes, seed, FLOOD),
        "2 ideas": run(by_capped_discover, votes, seed, 2),
    }
    return {name: sum(world.exposed[: world.flood]) / sum(world.exposed) for name, world in worlds.items()}


def flooded(runs: int, votes: int, seed: int) -> dict[str, Margin]:
    """Mean of those shares over so many runs."""
    rows = [flooder_shares(votes, f"flood {seed}:{number}") for number in range(runs)]
    return {name: _margin([row[name] for row in rows]) for name in rows[0]}


def _margin(differences: list[float]) -> Margin:
    mean, half = fmean(differences), Z95 * stdev(differences) / sqrt(len(differences))
    return Margin(mean, mean - half, mean + half)


def compared(rows: list[dict[str, float]]) -> dict[str, Margin]:
    """Margin of each ranking over the vote count, paired by run."""
    return {name: _margin([row[name] - row["count"] for row in rows]) for name in rows[0] if name != "count"}


def margins(runs: int, votes: int, seed: int) -> dict[str, Margin]:
    """Margin of each ranking over the vote count in so many runs of so many votes."""
    return compared(sample(runs, votes, seed))


def main() -> None:
    """Print mean taus and margins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--votes", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rows = sample(arguments.runs, arguments.votes, arguments.seed)
    print(f"{arguments.runs} runs of {IDEAS} ideas and {arguments.votes} votes, herding {HERDING}")
    print(f"{'count':18} tau {fmean(row['count'] for row in rows):.3f}")
    for name, (value, low, high) in compared(rows).items():
        tau = fmean(row[name] for row in rows)
        print(f"{name:18} tau {tau:.3f}   above the count by {value:+.3f} [{low:+.3f}, {high:+.3f}]")
    print("share of all viewings of one author's ideas, half as good as the others', under Discover")
    for name, (value, low, high) in flooded(arguments.runs, arguments.votes, arguments.seed).items():
        print(f"{name:18} {value:.3f} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main()
