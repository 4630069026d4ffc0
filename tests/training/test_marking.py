"""What an answer is worth, and what the answers of many say about a question."""

from __future__ import annotations

import math
from statistics import mean, pstdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.training import marking


@pytest.mark.parametrize(
    ("kind", "right", "chosen", "is_right"),
    [
        ("single", [1], [1], True),
        ("single", [1], [0], False),
        ("multiple", [0, 2], [2, 0], True),
        ("multiple", [0, 2], [0], False),
        ("multiple", [0, 2], [0, 1, 2], False),
        ("order", [0, 1, 2], [0, 1, 2], True),
        ("order", [0, 1, 2], [0, 2, 1], False),
    ],
)
def test_what_is_right(kind: str, right: list[int], chosen: list[int], is_right: bool) -> None:
    assert marking.is_right(kind, right, chosen) is is_right


@pytest.mark.parametrize(
    ("kind", "places", "fits"),
    [
        ("single", [0], True), ("single", [0, 1], False), ("single", [], False), ("single", [3], False),
        ("multiple", [0, 1, 2], True), ("multiple", [0, 0], False), ("multiple", [-1], False),
        ("order", [2, 0, 1], True), ("order", [2, 0], False), ("order", [2, 0, 0], False),
    ],
)  # fmt: skip
def test_what_a_question_takes(kind: str, places: list[int], fits: bool) -> None:
    assert marking.fits(kind, 3, places) is fits


def counted(answers: list[tuple[bool, int]]) -> marking.Figures:
    """The figures of (right, rest of the score) pairs, by way of the counts."""
    rests = [rest for _, rest in answers]
    rights = [rest for right, rest in answers if right]
    return marking.figures(len(answers), len(rights), sum(rests), sum(r * r for r in rests), sum(rights))


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=60))
def test_the_counts_give_the_correlation_itself(answers: list[tuple[bool, int]]) -> None:
    found = counted(answers)
    x, y = [float(right) for right, _ in answers], [float(rest) for _, rest in answers]
    if not answers or pstdev(x) == 0 or pstdev(y) == 0:
        assert found.discrimination is None
    else:
        apart = mean((a - mean(x)) * (b - mean(y)) for a, b in zip(x, y, strict=True)) / (pstdev(x) * pstdev(y))
        assert found.discrimination is not None
        assert math.isclose(found.discrimination, apart, abs_tol=1e-9)
    assert found.difficulty == (sum(x) / len(x) if answers else None)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([(True, 7)] * 19, "few"),
        ([(True, 7)] * 20, "easy"),
        ([(False, 7)] * 15 + [(True, 7)] * 5, "hard"),
        ([(False, 7)] * 10 + [(True, 1)] * 10, "misleading"),
        ([(False, 1)] * 10 + [(True, 7)] * 10, "fine"),
        ([(False, 7)] * 10 + [(True, 7)] * 10, "weak"),
    ],
)
def test_which_questions_are_worth_another_look(answers: list[tuple[bool, int]], verdict: str) -> None:
    assert counted(answers).verdict == verdict
