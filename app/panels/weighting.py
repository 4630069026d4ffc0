"""Weights by raking: a sample is fitted to known shares of a population, one trait after the other, until all fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 200
CLOSE_ENOUGH = 1e-6
LEAST, MOST = 0.2, 5.0
Traits = Mapping[str, str]
Targets = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Weights:
    """One weight a row, 1 on average, and how good they are.

    `gap` is the largest distance of a weighted share from its target (0 to 1); `unreached` names the levels of which
    nobody is in the sample, so that the others stand for them; `clipped` counts weights at a bound.
    """

    values: tuple[float, ...]
    converged: bool = True
    rounds: int = 0
    gap: float = 0.0
    unreached: tuple[tuple[str, str], ...] = ()
    clipped: int = 0

    @property
    def design_effect(self) -> float:
        """Kish's: by how much unequal weights widen the variance; 1 when all are equal."""
        return design_effect(self.values)

    @property
    def effective_n(self) -> float:
        """How many equal answers these are worth."""
        return effective_n(self.values)


def effective_n(weights: Sequence[float]) -> float:
    """Kish 1965: the square of the sum over the sum of squares; 0 without any weight."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def design_effect(weights: Sequence[float]) -> float:
    """Kish's approximation, n over the effective n; 1 without any weight."""
    worth = effective_n(weights)
    return len(weights) / worth if worth else 1.0


def rake(rows: Sequence[Traits], targets: Targets, *, least: float = LEAST, most: float = MOST) -> Weights:
    """Weights between `least` and `most` whose shares meet the targets, or come as near as the bounds let them.

    Iterative proportional fitting (Deming & Stephan 1940), at most ROUNDS rounds; whether it met them, `converged`
    says. Targets need not add up to 1. A row whose level has no target keeps its share. Raises ValueError for a
    negative target or bounds that 1 is not between.
    """
    if not 0 < least <= 1 <= most:
        raise ValueError("the bounds must have 1 between them")
    fits = {trait: _fit(rows, trait, levels) for trait, levels in targets.items()}
    weights, rounds, gap = [1.0] * len(rows), 0, 0.0
    while rounds < ROUNDS:
        before, rounds = weights, rounds + 1
        weights = _clip(_round(rows, fits, weights), least, most)
        gap = _gap(rows, fits, weights)
        if gap <= CLOSE_ENOUGH or max(map(_apart, before, weights), default=0.0) < CLOSE_ENOUGH / 1000:
            break
    missing = tuple((trait, level) for trait, levels in targets.items() for level in _missing(rows, trait, levels))
    at_bound = sum(weight in {least, most} for weight in weights) if least < most else 0
    return Weights(tuple(weights), gap <= CLOSE_ENOUGH, rounds, gap, missing, at_bound)


def shares(rows: Sequence[Traits], trait: str, weights: Sequence[float]) -> dict[str, float]:
    """The weighted share of each level of a trait."""
    sums: dict[str, float] = defaultdict(float)
    for row, weight in zip(rows, weights, strict=True):
        sums[row.get(trait, "")] += weight
    whole = sum(sums.values())
    return {level: part / whole for level, part in sums.items()} if whole else {}


def _fit(rows: Sequence[Traits], trait: str, levels: Mapping[str, float]) -> dict[str, float]:
    """What each level of the sample should be, adding up to 1: targets shared out among the levels there are."""
    if any(target < 0 for target in levels.values()):
        raise ValueError("a target cannot be below 0")
    there = shares(rows, trait, [1.0] * len(rows))
    aimed = {level: levels[level] for level in there if level in levels}
    whole, room = sum(aimed.values()), sum(there[level] for level in aimed)
    return (
        there
        if not whole
        else {level: room * aimed[level] / whole if level in aimed else there[level] for level in there}
    )


def _round(rows: Sequence[Traits], fits: Mapping[str, Mapping[str, float]], weights: list[float]) -> list[float]:
    """Fit each trait once; the weights still add up to the number of rows."""
    for trait, wanted in fits.items():
        now = shares(rows, trait, weights)
        factors = {level: wanted[level] / share if share else 0.0 for level, share in now.items()}
        weights = [weight * factors[row.get(trait, "")] for row, weight in zip(rows, weights, strict=True)]
        scale = len(rows) / (sum(weights) or 1.0)
        weights = [weight * scale for weight in weights]
    return weights


def _gap(rows: Sequence[Traits], fits: Mapping[str, Mapping[str, float]], weights: Sequence[float]) -> float:
    gaps = [abs(share - fits[trait][level]) for trait in fits for level, share in shares(rows, trait, weights).items()]
    return max(gaps, default=0.0)


def _clip(weights: Sequence[float], least: float, most: float) -> list[float]:
    return [min(most, max(least, weight)) for weight in weights]


def _apart(one: float, other: float) -> float:
    return abs(one - other)


def _missing(rows: Sequence[Traits], trait: str, levels: Mapping[str, float]) -> list[str]:
    there = {row.get(trait, "") for row in rows}
    return [level for level, target in levels.items() if target > 0 and level not in there]
