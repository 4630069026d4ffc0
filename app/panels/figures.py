"""What a study found, from its sheets alone: counts, shares, means, ranks, differences; weighted beside unweighted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from app.panels import estimates
from app.panels.estimates import Figure
from app.panels.weighting import effective_n

SMALLEST_CELL = 5


@dataclass(frozen=True)
class Said:
    """One sheet that was handed in: what it says, what it weighs, and the code it is listed under."""

    answers: Mapping[str, Any]
    concept_ids: Sequence[int] = ()
    weight: float = 1.0
    code: str = ""
    withheld: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One thing that was asked: its kind, its options (of a scale, its points), and where its answer stands."""

    kind: str
    prompt: str
    options: tuple[str, ...] = ()
    key: str = ""
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Line:
    """One option: how many chose it and which share, or for ranks its points; all None where too few did to be told."""

    label: str
    count: int | None
    share: Figure | None = None
    weighted: Figure | None = None
    points: float | None = None
    mean_rank: Figure | None = None


@dataclass(frozen=True)
class Text:
    """What one member wrote; `held_by` names the rules that hold it back, and then it is not shown."""

    code: str
    body: str
    held_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """What was said to one thing: n, its options, the mean of a scale, or texts; `hidden`: some is not shown."""

    asked: Asked
    n: int
    lines: tuple[Line, ...] = ()
    mean: Figure | None = None
    weighted_mean: Figure | None = None
    texts: tuple[Text, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Contrast:
    """How much more one concept got on a scale than another, with the interval of the difference."""

    one: int
    other: int
    difference: Figure


def tally(asked: Asked, said: Sequence[Said]) -> Tally:
    """Count what was said to one thing; who skipped it does not count."""
    there = [each for each in said if asked.key in each.answers]
    made = Tally(asked, len(there))
    if not there:
        return made
    return TALLIES[asked.kind](made, there)


def hide_small(found: Tally) -> Tally:
    """The same for those who do not run the study: no text, no count below SMALLEST_CELL, none that others give away.

    One hidden count of a whole can be reckoned from the rest, so the next smallest is hidden too. Of a scale the mean
    and one count give others away: it is the mean alone then.
    """
    if found.n < SMALLEST_CELL or found.asked.kind == "text":
        return replace(found, lines=(), mean=None, weighted_mean=None, texts=(), hidden=True)
    if found.asked.kind == "rank":
        return found
    order = sorted(range(len(found.lines)), key=lambda place: (found.lines[place].count or 0, place))
    small = [place for place in order if (found.lines[place].count or 0) < SMALLEST_CELL]
    if not small:
        return found
    if found.asked.kind == "scale":
        return replace(found, lines=(), hidden=True)
    if found.asked.kind == "single" and len(small) == 1:
        small = order[:2]
    lines = (Line(line.label, None) if place in small else line for place, line in enumerate(found.lines))
    return replace(found, lines=tuple(lines), hidden=True)


def contrasts(keys: Mapping[int, str], said: Sequence[Said]) -> list[Contrast]:
    """Each pair of concepts on one scale: the same members' differences where they saw both, else of two groups.

    `keys` gives for each concept where its answer stands. Pairs with fewer than two answers a side are left out.
    """
    found = []
    for one, other in combinations(keys, 2):
        both = [
            (float(each.answers[keys[one]]), float(each.answers[keys[other]]))
            for each in said
            if keys[one] in each.answers and keys[other] in each.answers
        ]
        apart = estimates.paired_difference(both) if both else estimates.difference(
            *([float(each.answers[keys[c]]) for each in said if keys[c] in each.answers] for c in (one, other))
        )  # fmt: skip
        if apart is not None:
            found.append(Contrast(one, other, apart))
    return found


def _choices(made: Tally, there: Sequence[Said]) -> Tally:
    """Single and multiple: an option is chosen or not."""
    lines = (_line(place, label, made.asked, there) for place, label in enumerate(made.asked.options))
    return replace(made, lines=tuple(lines))


def _line(place: int, label: str, asked: Asked, there: Sequence[Said]) -> Line:
    wanted = asked.values[place] if asked.values else place
    chose = [wanted in _as_list(each.answers[asked.key]) for each in there]
    weights = [each.weight for each in there]
    heavy, whole = sum(w for w, yes in zip(weights, chose, strict=True) if yes), sum(weights)
    weighted = estimates.wilson(heavy / whole, effective_n(weights)) if whole else None
    return Line(label, sum(chose), estimates.wilson(sum(chose) / len(there), len(there)), weighted)


def _scale(made: Tally, there: Sequence[Said]) -> Tally:
    values = [float(each.answers[made.asked.key]) for each in there]
    weights = [each.weight for each in there]
    counted = _choices(made, there)
    ends = min(made.asked.values), max(made.asked.values)
    return replace(counted, mean=_mean(values, ends), weighted_mean=_mean(values, ends, weights))


def _mean(values: Sequence[float], ends: tuple[float, float], weights: Sequence[float] | None = None) -> Figure | None:
    """The mean of what lies between two ends, as the points of a scale do: so does its interval."""
    found = estimates.mean(values, weights)
    return found and found.within(*ends)


def _rank(made: Tally, there: Sequence[Said]) -> Tally:
    """Borda 1781: of m options the first gets m - 1 points and the last none; its mean is m less the mean rank."""
    lines = []
    for place, label in enumerate(made.asked.options):
        ranks = [float(each.answers[made.asked.key].index(place) + 1) for each in there]
        ends = 1, len(made.asked.options)
        rank, weighted = _mean(ranks, ends), _mean(ranks, ends, [each.weight for each in there])
        firsts = sum(value == 1 for value in ranks)
        points = len(made.asked.options) - rank.value if rank is not None else None
        lines.append(Line(label, firsts, None, weighted, points, rank))
    return replace(made, lines=tuple(sorted(lines, key=lambda line: -(line.points or 0.0))))


def _texts(made: Tally, there: Sequence[Said]) -> Tally:
    key = made.asked.key
    texts = (
        Text(each.code, "" if key in each.withheld else str(each.answers[key]), tuple(each.withheld.get(key, ())))
        for each in there
    )
    return replace(made, texts=tuple(texts))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


TALLIES: dict[str, Callable[[Tally, Sequence[Said]], Tally]] = {
    "single": _choices,
    "multiple": _choices,
    "scale": _scale,
    "rank": _rank,
    "text": _texts,
}
