"""A scorer that learns from labelled texts and says how likely a text is of their kind: a line of weights, no more.

Logistic regression over the words that a text holds (each counted once, digits as their number) and four marks of its
look, learnt by AdaGrad. What was learnt is plain numbers by word, kept as JSON: nothing in it can be executed.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.screening.words import Word, words

FORMAT = 1
PASSES = 10
RATE = 0.3
SHRINK = 1e-4
# What weighs less than this changes no score that anybody reads.
LEAST_WEIGHT = 0.005
MOST_WEIGHTS = 500_000
LONGEST_NUMBER = 12
_DIGITS = re.compile(r"[0-9]+")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MONEY = re.compile(r"[£$€]")

Labelled = tuple[str, bool]


class BadModel(ValueError):
    """A file that is no scorer of ours."""


@dataclass(frozen=True)
class Scorer:
    """What was learnt: a weight for each feature, and from how many texts."""

    bias: float
    weights: dict[str, float]
    texts: int = 0
    told: dict[str, Any] = field(default_factory=dict)

    def score(self, text: str) -> float:
        """How likely the text is of the kind learnt, from 0 to 1."""
        return _squash(self.bias + sum(self.weights.get(each, 0.0) for each in features(text)))

    def reasons(self, text: str, most: int = 3) -> list[tuple[int, int]]:
        """Where the words stand that speak most for it, in the order of the text."""
        weighed = {word: self.weights.get(_name(word), 0.0) for word in words(text)}
        strongest = sorted((word for word in weighed if weighed[word] > 0), key=lambda word: -weighed[word])
        return sorted((word.start, word.end) for word in strongest[:most])

    def dumps(self) -> str:
        """The scorer as JSON."""
        kept = {name: round(weight, 4) for name, weight in sorted(self.weights.items()) if abs(weight) >= LEAST_WEIGHT}
        told = {"format": FORMAT, "texts": self.texts, "told": self.told, "bias": round(self.bias, 4), "weights": kept}
        return json.dumps(told, ensure_ascii=False, indent=0)


def loads(kept: str) -> Scorer:
    """A scorer from JSON; raises BadModel for anything else."""
    try:
        told = json.loads(kept)
        made = Scorer(float(told["bias"]), {str(k): float(v) for k, v in told["weights"].items()}, int(told["texts"]),
                      dict(told["told"]))  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadModel(str(error)) from error
    numbers = (made.bias, *made.weights.values())
    if told["format"] != FORMAT or len(numbers) > MOST_WEIGHTS or not all(map(math.isfinite, numbers)):
        raise BadModel("another format, too many weights, or one that is no number")
    return made


def features(text: str) -> set[str]:
    """What a text is scored by: its words, and how it looks."""
    found = {_name(word) for word in words(text)}
    letters = sum(char.isalpha() for char in text)
    marks = {
        "<link>": _LINK.search(text) is not None,
        "<money>": _MONEY.search(text) is not None,
        "<!>": "!" in text,
        "<capitals>": letters > 10 and sum(char.isupper() for char in text) > 0.4 * letters,
    }
    return found | {mark for mark, is_so in marks.items() if is_so}


def learn(examples: Sequence[Labelled], **told: Any) -> Scorer:
    """A scorer from labelled texts, the same from the same texts every time."""
    data = [(sorted(features(text)), label) for text, label in examples]
    weights: dict[str, float] = {}
    steps: dict[str, float] = {}
    bias, bias_step = 0.0, 1.0
    order = random.Random(len(data))  # noqa: S311 - an order of learning, no secret
    for _ in range(PASSES):
        order.shuffle(data)
        for names, label in data:
            off = _squash(bias + sum(weights.get(name, 0.0) for name in names)) - label
            bias_step += off * off
            bias -= RATE * off / math.sqrt(bias_step)
            for name in names:
                slope = off + SHRINK * weights.get(name, 0.0)
                steps[name] = steps.get(name, 0.01) + slope * slope
                weights[name] = weights.get(name, 0.0) - RATE * slope / math.sqrt(steps[name])
    return Scorer(bias, weights, len(data), dict(told))


@dataclass(frozen=True)
class Figures:
    """What a threshold does to labelled texts: hits, false alarms and misses."""

    threshold: float
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what is found that is of the kind."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the kind that is found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def figures(scored: Iterable[tuple[float, bool]], thresholds: Sequence[float]) -> list[Figures]:
    """What each threshold would do to texts with these scores and labels."""
    rows = list(scored)
    return [
        Figures(
            at,
            sum(label and score >= at for score, label in rows),
            sum(not label and score >= at for score, label in rows),
            sum(label and score < at for score, label in rows),
        )
        for at in thresholds
    ]


def cross_validated(examples: Sequence[Labelled], folds: int = 5) -> Iterator[tuple[float, bool]]:
    """Each text's score by a scorer that learnt from the other folds alone; the same text twice is in one fold."""
    unique = list(dict(examples).items())
    for fold in range(folds):
        scorer = learn([each for place, each in enumerate(unique) if place % folds != fold])
        for text, label in unique[fold::folds]:
            yield scorer.score(text), label


def read_labelled(lines: Iterable[str], positive: str) -> list[Labelled]:
    """Texts with their labels from lines of label, tab, text; raises ValueError naming the line that is none."""
    examples: list[Labelled] = []
    for number, line in enumerate(lines, 1):
        label, tab, text = line.rstrip("\r\n").partition("\t")
        if not tab:
            raise ValueError(f"line {number} is not a label, a tab and a text")
        if text.strip():
            examples.append((text, label.strip().casefold() == positive))
    return examples


def _name(word: Word) -> str:
    if word.folded.isdigit():
        return f"#{min(len(word.folded), LONGEST_NUMBER)}"
    return _DIGITS.sub("#", word.folded)


def _squash(sum_: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum_))))
