"""How strict each reviewer of a challenge is, and what ideas score once that is taken out.

A review's mean is taken to be what the idea is worth, less the reviewer's severity, and chance. Severities are drawn
towards 0 as if each reviewer had given one more review that is neither strict nor lenient.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from app.core.beta import beta_quantile

PRIOR_REVIEWS = 1.0
FEWEST_SHARED = 2
OUTSIDE = 0.05  # what a 95 % interval leaves out

Matrix = list[list[float]]


@dataclass(frozen=True, slots=True)
class Score:
    """What one reviewer makes of one idea, in points."""

    idea: int
    reviewer: int
    value: float


@dataclass(frozen=True, slots=True)
class Severity:
    """Points by which somebody scores below (above, where negative) their colleagues, with its 95 % interval."""

    points: float
    low: float
    high: float
    shared_count: int


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known: severities by reviewer, adjusted means by idea; who hangs together with nobody is left out."""

    severities: Mapping[int, Severity]
    adjusted: Mapping[int, float]
    is_connected: bool


def fit(scores: Iterable[Score]) -> Fit:
    """Least squares over the largest group of reviewers whose ideas overlap; nothing where none do.

    The interval is Student's t with as many degrees of freedom as there are reviews beyond one an idea.
    """
    given = list(scores)
    groups = _groups(given)
    largest = max(groups, key=lambda group: (len(group), -group[0].idea), default=[])
    reviewers = sorted({score.reviewer for score in largest})
    by_idea = _by(largest, "idea")
    spare = len(largest) - len(by_idea)
    if len(reviewers) < 2 or spare < 1:
        return Fit({}, {}, is_connected=len(groups) <= 1)
    inverse = _inverted(_normal(reviewers, by_idea))
    lenience = _lenience(reviewers, by_idea, inverse)
    adjusted = {idea: fmean(s.value - lenience[s.reviewer] for s in some) for idea, some in by_idea.items()}
    misfit = sum((s.value - adjusted[s.idea] - lenience[s.reviewer]) ** 2 for s in largest)
    misfit += PRIOR_REVIEWS * sum(points**2 for points in lenience.values())
    reach = _student(spare) * sqrt(misfit / spare)
    severities = {}
    for place, reviewer in enumerate(reviewers):
        shared = sum(len(by_idea[s.idea]) > 1 for s in largest if s.reviewer == reviewer)
        if shared >= FEWEST_SHARED:
            # Against the colleagues' mean: that all of them are strict cannot be seen from their scores.
            variance = inverse[place][place] - 1 / (PRIOR_REVIEWS * len(reviewers))
            points, half = -lenience[reviewer], reach * sqrt(max(0.0, variance))
            severities[reviewer] = Severity(points, points - half, points + half, shared)
    return Fit(severities, adjusted, is_connected=len(groups) <= 1)


def apart(scores: Iterable[Score]) -> dict[int, float]:
    """By reviewer, how many points they lie from the mean of the others, on average over the ideas they share."""
    distances: dict[int, list[float]] = defaultdict(list)
    for some in _by(list(scores), "idea").values():
        for score in some:
            others = [other.value for other in some if other is not score]
            if others:
                distances[score.reviewer].append(abs(score.value - fmean(others)))
    return {reviewer: fmean(found) for reviewer, found in distances.items()}


def _normal(reviewers: Sequence[int], by_idea: Mapping[int, Sequence[Score]]) -> Matrix:
    """The normal equations of the reviewers, those of the ideas being solved in passing."""
    place = {reviewer: at for at, reviewer in enumerate(reviewers)}
    rows = [[PRIOR_REVIEWS * (one == other) for other in reviewers] for one in reviewers]
    for some in by_idea.values():
        for score in some:
            rows[place[score.reviewer]][place[score.reviewer]] += 1.0
            for other in some:
                rows[place[score.reviewer]][place[other.reviewer]] -= 1.0 / len(some)
    return rows


def _lenience(reviewers: Sequence[int], by_idea: Mapping[int, Sequence[Score]], inverse: Matrix) -> dict[int, float]:
    above: dict[int, float] = defaultdict(float)
    for some in by_idea.values():
        mean = fmean(score.value for score in some)
        for score in some:
            above[score.reviewer] += score.value - mean
    sums = [above[reviewer] for reviewer in reviewers]
    return {r: sum(a * b for a, b in zip(row, sums, strict=True)) for r, row in zip(reviewers, inverse, strict=True)}


def _inverted(rows: Matrix) -> Matrix:
    """Gauss and Jordan; the prior keeps the matrix positive definite, so that no pivot is 0."""
    size = len(rows)
    work = [row[:] + [float(at == other) for other in range(size)] for at, row in enumerate(rows)]
    for at in range(size):
        work[at] = [value / work[at][at] for value in work[at]]
        for other in range(size):
            if other != at and (share := work[other][at]):
                work[other] = [value - share * pivot for value, pivot in zip(work[other], work[at], strict=True)]
    return [row[size:] for row in work]


def _student(freedom: int) -> float:
    """The two-sided 95 % quantile of Student's t, by way of the beta distribution."""
    share = beta_quantile(OUTSIDE, freedom / 2, 0.5)
    return sqrt(freedom * (1 - share) / share)


def _groups(scores: Sequence[Score]) -> list[list[Score]]:
    """The reviews that hang together by shared ideas and shared reviewers."""
    by_idea, by_reviewer = _by(scores, "idea"), _by(scores, "reviewer")
    left, groups = set(scores), []
    for first in scores:
        group: list[Score] = []
        edge = [first] if first in left else []
        left.discard(first)
        while edge:
            score = edge.pop()
            group.append(score)
            near = left.intersection(by_idea[score.idea] + by_reviewer[score.reviewer])
            left -= near
            edge += near
        groups += [sorted(group, key=lambda each: (each.idea, each.reviewer))] if group else []
    return groups


def _by(scores: Sequence[Score], name: str) -> dict[int, list[Score]]:
    found: dict[int, list[Score]] = defaultdict(list)
    for score in scores:
        found[getattr(score, name)].append(score)
    return found
