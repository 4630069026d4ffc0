"""What a given answer is worth, and what the answers of many say about a question; pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ENOUGH = 20
TOO_EASY = 0.95
TOO_HARD = 0.30
TELLS_LITTLE = 0.10
Verdict = Literal["few", "fine", "easy", "hard", "weak", "misleading"]


def is_right(kind: str, right: Sequence[int], chosen: Sequence[int]) -> bool:
    """Whether an answer is right: of an order each place, else exactly the right choices, in whatever order."""
    return list(chosen) == list(right) if kind == "order" else sorted(set(chosen)) == sorted(set(right))


def fits(kind: str, choice_count: int, places: Sequence[int]) -> bool:
    """Whether an answer names choices that a question of its kind offers, each once."""
    offered = all(0 <= place < choice_count for place in places) and len(set(places)) == len(places)
    most = 1 if kind == "single" else choice_count
    return offered and 1 <= len(places) <= most and (kind != "order" or len(places) == choice_count)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the marked answers to one question come to.

    `difficulty` is the share of right ones, `discrimination` the correlation of being right with how many of the other
    questions of the attempt were right, from -1 to 1, None while all answered alike.
    """

    asked: int
    difficulty: float | None
    discrimination: float | None

    @property
    def verdict(self) -> Verdict:
        """Whether the question is worth another look, once enough people answered it."""
        if self.asked < ENOUGH or self.difficulty is None:
            return "few"
        if self.discrimination is not None and self.discrimination < 0:
            return "misleading"
        if self.difficulty >= TOO_EASY:
            return "easy"
        if self.difficulty <= TOO_HARD:
            return "hard"
        return "weak" if self.discrimination is None or self.discrimination < TELLS_LITTLE else "fine"


def figures(asked: int, right: int, rest_sum: int, rest_square_sum: int, rest_right_sum: int) -> Figures:
    """The figures from the counts of a question: the point-biserial correlation with the rest of the score."""
    difficulty = right / asked if asked else None
    wrong, spread = asked - right, asked * rest_square_sum - rest_sum**2
    if not right or not wrong or spread <= 0:
        return Figures(asked, difficulty, None)
    apart = rest_right_sum / right - (rest_sum - rest_right_sum) / wrong
    raw = apart / (math.sqrt(spread) / asked) * math.sqrt(right * wrong) / asked
    return Figures(asked, difficulty, max(-1.0, min(1.0, raw)))
