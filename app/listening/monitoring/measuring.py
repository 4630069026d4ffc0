"""How near scores come to what people said: correlation with their mean, and F1 of three moods."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from statistics import fmean

from app.listening.monitoring.baselines import counted, usual
from app.listening.monitoring.sentiment import MOODS, Mood, mood, sentiment

# Raters say -4 to 4; a mean nearer to 0 than this is taken for neither glad nor angry.
RATED_NEUTRAL_BELOW = 0.5
Rated = tuple[float, str]


@dataclass(frozen=True)
class Measured:
    """How one way of scoring did on `n` texts; `r` is None where it says the same of all of them."""

    name: str
    n: int
    r: float | None
    f1: float


def read_rated(path: Path) -> list[Rated]:
    """Texts with the mean of their ratings, from lines of id, mean and text with tabs between; raises ValueError."""
    rated = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t", 2)
        try:
            rated.append((float(cells[1]), unescape(cells[2])))
        except (IndexError, ValueError) as error:
            raise ValueError(f"line {number} is not an id, a mean and a text") from error
    return rated


def measured(rated: Sequence[Rated]) -> list[Measured]:
    """The library in use beside the two baselines, on the same texts."""
    said = [_rated_mood(mean) for mean, _text in rated]
    same = usual(said)
    majority = Measured(f"always {same}", len(rated), None, macro_f1(said, [same] * len(said)))
    return [_measure("vader", sentiment, rated, said), _measure("word count", counted, rated, said), majority]


def _measure(name: str, score: Callable[[str], float], rated: Sequence[Rated], said: Sequence[Mood]) -> Measured:
    scores = [score(text) for _mean, text in rated]
    means = [mean for mean, _text in rated]
    return Measured(name, len(rated), correlation(means, scores), macro_f1(said, [mood(each) for each in scores]))


def _rated_mood(mean: float) -> Mood:
    if mean >= RATED_NEUTRAL_BELOW:
        return "positive"
    return "negative" if mean <= -RATED_NEUTRAL_BELOW else "neutral"


def correlation(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """Pearson's r, from -1 to 1; None where either says the same of everything."""
    if len(ours) < 2:
        return None
    left, right = _off(ours), _off(theirs)
    size = math.sqrt(sum(a * a for a in left) * sum(b * b for b in right))
    return sum(a * b for a, b in zip(left, right, strict=True)) / size if size else None


def macro_f1(said: Sequence[str], guessed: Sequence[str], labels: Sequence[str] = MOODS) -> float:
    """The mean of the labels' F1, so that a rare one counts as much as a common one; 0 to 1."""
    return fmean(_f1(said, guessed, each) for each in labels)


def right_of(said: Sequence[str], guessed: Sequence[str], wanted: str) -> int:
    """How many were rightly given this label."""
    return sum(a == b == wanted for a, b in zip(said, guessed, strict=True))


def _f1(said: Sequence[str], guessed: Sequence[str], wanted: str) -> float:
    named = sum(each == wanted for each in said) + sum(each == wanted for each in guessed)
    return 2 * right_of(said, guessed, wanted) / named if named else 0.0


def _off(values: Iterable[float]) -> list[float]:
    kept = list(values)
    mean = fmean(kept)
    return [value - mean for value in kept]
