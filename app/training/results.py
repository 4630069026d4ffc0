"""A marked attempt, explained: what was chosen, what is right, and why; only for attempts that were handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.training.models import Attempt, QuizItem


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as it was shown."""

    text: str
    chosen: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its choices in the order shown."""

    item: QuizItem
    choices: list[Choice]

    @property
    def correct(self) -> bool:
        """Whether exactly the right choices were chosen."""
        return all(choice.chosen == choice.right for choice in self.choices)

    def places(self, *, right: bool) -> list[int]:
        """The places, as shown, of the right choices or else of the chosen ones."""
        return [place for place, choice in enumerate(self.choices) if (choice.right if right else choice.chosen)]


def explained(attempt: Attempt, items: Sequence[QuizItem]) -> list[Result]:
    """Every question of an attempt with what was right; raises ValueError before it was handed in."""
    if attempt.submitted_at is None:
        raise ValueError("an open attempt has no results")
    return [_result(attempt, item) for item in items]


def _result(attempt: Attempt, item: QuizItem) -> Result:
    chosen = attempt.answers[str(item.id)]
    order = attempt.orders[item.id]
    return Result(item, [Choice(item.choices[place], place in chosen, place in item.right) for place in order])
