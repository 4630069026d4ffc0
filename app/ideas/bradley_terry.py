"""Strengths from head-to-head comparisons, with intervals: Bradley and Terry 1952, Biometrika 39, 324-345."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, sqrt
from typing import NamedTuple

# A normal prior on the log of a strength: wide enough to matter only where little was compared, or one side always won.
PRIOR_DEVIATION = 2.0
Z95 = 1.959964
ENOUGH, MOST_STEPS = 1e-10, 100

Wins = Mapping[tuple[int, int], int]


class Strength(NamedTuple):
    """Log of a strength against the mean of all, standard error, 95 % interval, and the comparisons behind it."""

    thing: int
    value: float
    error: float
    low: float
    high: float
    compared: int


def strengths(things: Sequence[int], wins: Wins, deviation: float | None = PRIOR_DEVIATION) -> list[Strength]:
    """Strengths by Newton's method, in the order of `things`; `wins[a, b]` is how often a was preferred to b.

    `deviation` is that of the prior, None for none: then the maximum of the likelihood, which exists only where no
    group always won. The intervals come from the inverse of the information, prior included.
    """
    place = {thing: number for number, thing in enumerate(things)}
    games = {(place[a], place[b]): count for (a, b), count in wins.items() if count and a in place and b in place}
    precision = 1.0 / deviation**2 if deviation else 0.0
    logs = [0.0] * len(things)
    for _step in range(MOST_STEPS):
        slope, information = _derivatives(logs, games, precision)
        change = solve(information, [slope])[0]
        # A full step may overshoot where one side nearly always wins.
        longest = max((abs(each) for each in change), default=0.0)
        logs = [value + each / max(1.0, longest) for value, each in zip(logs, change, strict=True)]
        if longest < ENOUGH:
            break
    return _told(things, logs, games, precision)


def _derivatives(logs: Sequence[float], games: Wins, precision: float) -> tuple[list[float], list[list[float]]]:
    """Slope and information (minus the second derivative) of the log posterior; their mean is held at 0."""
    size = len(logs)
    slope = [-precision * value for value in logs]
    # Adding the same to all strengths changes no chance; this fixes the mean without changing any difference.
    information = [[1.0 / size + (precision if i == j else 0.0) for j in range(size)] for i in range(size)]
    for (i, j), count in games.items():
        chance = 1.0 / (1.0 + exp(logs[j] - logs[i]))
        slope[i] += count * (1.0 - chance)
        slope[j] -= count * (1.0 - chance)
        weight = count * chance * (1.0 - chance)
        information[i][i] += weight
        information[j][j] += weight
        information[i][j] -= weight
        information[j][i] -= weight
    return slope, information


def _told(things: Sequence[int], logs: Sequence[float], games: Wins, precision: float) -> list[Strength]:
    size = len(things)
    if not size:
        return []
    information = _derivatives(logs, games, precision)[1]
    unit = [[1.0 if i == j else 0.0 for j in range(size)] for i in range(size)]
    spread = solve(information, unit)
    compared = [0] * size
    for (i, j), count in games.items():
        compared[i] += count
        compared[j] += count
    # Against the mean of all, whose own uncertainty the fixed mean adds: it is taken out.
    mean = sum(logs) / size
    total = sum(map(sum, spread)) / size**2
    found = []
    for i, thing in enumerate(things):
        error = sqrt(max(spread[i][i] - 2.0 * sum(spread[i]) / size + total, 0.0))
        value = logs[i] - mean
        found.append(Strength(thing, value, error, value - Z95 * error, value + Z95 * error, compared[i]))
    return found


def solve(matrix: Sequence[Sequence[float]], columns: Sequence[Sequence[float]]) -> list[list[float]]:
    """Solve matrix x = column for each column, by elimination with pivots."""
    size = len(matrix)
    rows = [[*row, *(column[i] for column in columns)] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i and rows[k][i]:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [[rows[i][size + n] / rows[i][i] for i in range(size)] for n in range(len(columns))]


def islands(things: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Groups between which nothing was compared; with more than one, strengths compare within a group only."""
    found = [{thing} for thing in things]
    for one, other in pairs:
        joined = [group for group in found if one in group or other in group]
        found = [group for group in found if group not in joined] + ([set().union(*joined)] if joined else [])
    return found
