"""A marked attempt, explained: what was chosen, what is right, and why; only for attempts that were handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.training import marking
from app.training.models import Attempt, QuizItem


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: `shown` is its place as it was shown, `given` the one that it was put at where order was asked."""

    text: str
    shown: int
    chosen: bool
    right: bool
    given: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its choices in the order shown, of an order as they rightly follow, or what was written.

    `correct` is None while nobody judged what was written.
    """

    item: QuizItem
    correct: bool | None
    choices: list[Choice] = field(default_factory=list)
    written: str = ""
    remark: str = ""

    def places(self, *, right: bool) -> list[int]:
        """The places, as shown, of the right choices or else of the chosen ones; of an order, as they follow."""
        if self.item.kind != "order":
            return [choice.shown for choice in self.choices if (choice.right if right else choice.chosen)]
        follow = self.choices if right else sorted(self.choices, key=lambda choice: choice.given or 0)
        return [choice.shown for choice in follow]


def explained(attempt: Attempt, items: Sequence[QuizItem]) -> list[Result]:
    """Every question of an attempt with what was right; raises ValueError before it was handed in."""
    if attempt.submitted_at is None:
        raise ValueError("an open attempt has no results")
    return [_result(attempt, item) for item in items]


def _result(attempt: Attempt, item: QuizItem) -> Result:
    given = attempt.answers[str(item.id)]
    if item.kind == "text":
        mark = attempt.marks.get(str(item.id), {})
        return Result(item, mark.get("right"), written=given, remark=mark.get("remark", ""))
    correct, order = marking.is_right(item.kind, item.right, given), attempt.orders[item.id]
    if item.kind == "order":
        return Result(item, correct, [_placed(item, original, order, given) for original in item.right])
    shown = enumerate(order)
    return Result(item, correct, [Choice(item.choices[o], place, o in given, o in item.right) for place, o in shown])


def _placed(item: QuizItem, original: int, order: Sequence[int], given: Sequence[int]) -> Choice:
    put, rightly = given.index(original), item.right.index(original)
    return Choice(item.choices[original], order.index(original), True, put == rightly, put)
