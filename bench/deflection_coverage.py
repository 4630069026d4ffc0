"""Do the deflection measures tell the truth? Simulated programmes with a known effect of showing answers.

A journey is a caller's or a self-helper's. Shown an answer, a person reads it with some chance; whom it solves does not
contact support, everybody else does with the chance of their kind. In the even world both kinds read and are solved
alike. In the confounded one those who would hardly have called read more and are solved more often, and whoever answers
the survey knows only their own case. The truth is the number of contacts spared among all treated journeys.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, stdev

from app.insights.estimates.deflection import (
    Group,
    Survey,
    causal_deflection,
    observed_deflection,
    stated_deflection,
)
from app.insights.estimates.estimate import Estimate

JOURNEYS = 8_000
SHARE = 0.05
RESPONSE = 0.3
MEASURES = ("causal", "observed", "stated")


@dataclass(frozen=True)
class Kind:
    """A kind of person: share of all, and chances of calling unaided, of reading, and of being solved by reading."""

    share: float
    calls: float
    reads: float
    solved: float

    @property
    def spared(self) -> float:
        """Contacts spared per treated journey of this kind."""
        return self.calls * self.reads * self.solved


WORLDS = {
    "even": (Kind(0.4, 0.60, 0.5, 0.6), Kind(0.6, 0.10, 0.5, 0.6)),
    "confounded": (Kind(0.4, 0.60, 0.2, 0.3), Kind(0.6, 0.10, 0.7, 0.8)),
}


@dataclass
class Tally:
    """What one measure came to over many programmes."""

    errors: list[float]
    covered: int = 0

    def add(self, estimate: Estimate, truth: float) -> None:
        """Count one programme: the error as a share of the truth, and whether the interval holds the truth."""
        self.errors.append(estimate.known_value / truth - 1.0)
        low, high = estimate.low, estimate.high
        self.covered += low is not None and high is not None and low <= truth <= high

    @property
    def coverage(self) -> float:
        """Share of the programmes whose interval holds the truth."""
        return self.covered / len(self.errors)

    @property
    def bias(self) -> float:
        """Mean error as a share of the truth."""
        return fmean(self.errors)

    @property
    def bias_error(self) -> float:
        """Standard error of the bias."""
        return stdev(self.errors) / sqrt(len(self.errors))


def binomial(rng: Random, n: int, p: float) -> int:
    """Exact number of successes in n trials, by comparing n random numbers with p bit by bit, all at once."""
    successes = 0
    while n and p:
        p *= 2.0
        bit = int(p >= 1.0)
        p -= bit
        decided = rng.getrandbits(n).bit_count()
        successes += decided * bit
        n -= decided
    return successes


@dataclass
class Programme:
    """Counts of one programme, as they would be imported and recorded."""

    held: Group
    treated: Group
    exposed: Group
    unexposed: Group
    solved: Survey
    otherwise: Survey
    invited: int

    def measures(self) -> dict[str, Estimate]:
        """Each measure of the contacts spared."""
        stated = stated_deflection(self.exposed.journeys, self.solved, self.otherwise, self.invited)
        return {
            "causal": causal_deflection(self.held, self.treated, SHARE, 30).compared.contacts,
            "observed": observed_deflection(self.exposed, self.unexposed).contacts,
            "stated": stated.contacts,
        }


def programme(rng: Random, kinds: tuple[Kind, Kind], journeys: int) -> Programme:
    """One programme: people come, are held out or treated, read, are solved, call, and answer the survey."""
    held = binomial(rng, journeys, SHARE)
    held_kinds = _split(rng, held, kinds)
    held_calls = sum(binomial(rng, n, kind.calls) for n, kind in held_kinds)
    rows = [_treated(rng, n, kind) for n, kind in _split(rng, journeys - held, kinds)]
    readers, calls, others, other_calls, answers, solved, would_call = (
        sum(column) for column in zip(*rows, strict=True)
    )
    return Programme(
        held=Group(held, held_calls),
        treated=Group(journeys - held, calls + other_calls),
        exposed=Group(readers, calls),
        unexposed=Group(others, other_calls),
        solved=Survey(solved, answers),
        otherwise=Survey(would_call, answers),
        invited=readers,
    )


def _split(rng: Random, n: int, kinds: tuple[Kind, Kind]) -> list[tuple[int, Kind]]:
    first = binomial(rng, n, kinds[0].share)
    return [(first, kinds[0]), (n - first, kinds[1])]


def _treated(rng: Random, n: int, kind: Kind) -> tuple[int, ...]:
    """Readers, their calls, others, theirs; survey answers, and those saying solved and would have called."""
    readers = binomial(rng, n, kind.reads)
    unsolved = binomial(rng, readers, 1.0 - kind.solved)
    calls, other_calls = binomial(rng, unsolved, kind.calls), binomial(rng, n - readers, kind.calls)
    answers = binomial(rng, readers, RESPONSE)
    said = binomial(rng, answers, kind.solved), binomial(rng, answers, kind.calls)
    return readers, calls, n - readers, other_calls, answers, *said


def programmes(world: str, count: int, seed: int, journeys: int) -> Iterator[tuple[Programme, float]]:
    """Simulated programmes, each with the contacts truly spared per its treated journeys."""
    kinds = WORLDS[world]
    spared = sum(kind.share * kind.spared for kind in kinds)
    for number in range(count):
        rng = Random(f"{world}:{seed}:{number}")  # noqa: S311 - a simulation has to repeat itself
        made = programme(rng, kinds, journeys)
        yield made, spared * made.treated.journeys


def coverage(world: str, count: int, seed: int = 1, journeys: int = JOURNEYS) -> dict[str, Tally]:
    """Coverage and bias of each measure over so many programmes."""
    tallies = {name: Tally([]) for name in MEASURES}
    for made, truth in programmes(world, count, seed, journeys):
        for name, estimate in made.measures().items():
            if estimate.known:
                tallies[name].add(estimate, truth)
    return tallies


def main() -> None:
    """Print coverage and bias of each measure in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1_000)
    parser.add_argument("--journeys", type=int, default=JOURNEYS)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{arguments.programmes} programmes of {arguments.journeys} journeys, {SHARE:.0%} held out")
    for world in WORLDS:
        for name, tally in coverage(world, arguments.programmes, arguments.seed, arguments.journeys).items():
            bias = f"bias {tally.bias:+.1%} +- {1.96 * tally.bias_error:.1%}"
            print(f"{world:11} {name:9} interval covers the truth in {tally.coverage:.1%}   {bias}")


if __name__ == "__main__":
    main()
