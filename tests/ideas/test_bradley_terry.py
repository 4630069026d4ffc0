"""Strengths: against a published example, recovering a known order, and honest where little is known."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ideas.bradley_terry import islands, strengths

# Agresti 2002, Categorical Data Analysis, 2nd edition, tables 10.10 and 10.11: American League baseball, 1987.
TEAMS = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
WON = [
    [0, 7, 9, 7, 7, 9, 11],
    [6, 0, 7, 5, 11, 9, 9],
    [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12],
    [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
]
AGRESTI = [1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0.0]


def test_a_published_example() -> None:
    wins = {(i, j): WON[i][j] for i in range(7) for j in range(7)}
    found = strengths(range(7), wins, deviation=None)
    assert [round(each.value - found[6].value, 2) for each in found] == AGRESTI
    assert all(0.2 < each.error < 0.4 for each in found)
    assert sum(each.value for each in found) == pytest.approx(0)
    shrunk = strengths(range(7), wins)
    assert [round(each.value - shrunk[6].value, 1) for each in shrunk] == pytest.approx(AGRESTI, abs=0.1)


def played(rng: Random, true: list[float], rounds: int) -> Counter[tuple[int, int]]:
    """Comparisons as people with these preferences make them."""
    wins: Counter[tuple[int, int]] = Counter()
    for _ in range(rounds):
        for one, other in combinations(range(len(true)), 2):
            first = rng.random() < 1 / (1 + exp(true[other] - true[one]))
            wins[(one, other) if first else (other, one)] += 1
    return wins


@given(st.integers(0, 10_000))
def test_a_known_order_is_recovered(seed: int) -> None:
    true = [1.6, 0.8, 0.0, -0.8, -1.6]
    found = strengths(range(5), played(Random(seed), true, rounds=150))
    assert sorted(range(5), key=lambda thing: -found[thing].value) == [0, 1, 2, 3, 4]


def test_intervals_cover_the_truth() -> None:
    true, covered, rng = [1.0, 0.4, 0.0, -0.4, -1.0], 0, Random(4)
    for _ in range(200):
        found = strengths(range(5), played(rng, true, rounds=12))
        covered += sum(each.low <= value <= each.high for each, value in zip(found, true, strict=True))
    assert 0.92 <= covered / 1000 <= 0.985


def test_one_that_always_wins_has_a_finite_strength() -> None:
    found = strengths([7, 9], {(7, 9): 3})
    assert 0 < found[0].value < 5
    assert found[0].value == pytest.approx(-found[1].value)


def test_without_comparisons_nothing_is_known() -> None:
    found = strengths([1, 2, 3], {})
    assert [each.value for each in found] == [0, 0, 0]
    assert all(each.high - each.low > 5 for each in found)
    assert strengths([], {}) == []


def test_islands_are_told() -> None:
    assert len(islands(range(4), [(0, 1), (2, 3)])) == 2
    assert islands(range(3), [(0, 1), (1, 2)]) == [{0, 1, 2}]
    found = strengths(range(4), {(0, 1): 9, (2, 3): 9})
    assert found[0].value == pytest.approx(found[2].value)


games = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(0, 40), max_size=20)


@given(games)
def test_any_comparisons_give_usable_strengths(wins: dict[tuple[int, int], int]) -> None:
    found = strengths(range(6), {pair: count for pair, count in wins.items() if pair[0] != pair[1]})
    assert all(each.low <= each.value <= each.high and abs(each.value) < 20 for each in found)
    assert sum(each.value for each in found) == pytest.approx(0, abs=1e-6)
