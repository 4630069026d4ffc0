"""Points that are made instead of earned do not count, and honest people keep theirs."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate, count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognition.gaming import FREELY, OFTEN, OWN, RING, SPLIT, Gift, discounted, rings

LINES = count(1)


def gift(giver: int, receiver: int, kind: str = "helpful", page: str = "") -> Gift:
    line = next(LINES)
    return Gift(line, giver, receiver, kind, page or f"question:{line}")


def reasons(gifts: list[Gift]) -> list[str]:
    found = discounted(gifts)
    return [found.get(each.line, "") for each in gifts]


@cache
def honest(seed: int, people: int = 200, gifts: int = 3000) -> list[Gift]:
    """A community in which some answer much and many vote now and then, for whoever answered."""
    rng = random.Random(seed)
    crowd = list(range(1, people + 1))
    skill = list(accumulate(rng.paretovariate(1.2) for _ in crowd))
    made = []
    for _ in range(gifts):
        giver = rng.choice(crowd)
        receiver = rng.choices(crowd, cum_weights=skill)[0]
        if giver != receiver:
            made.append(gift(giver, receiver, rng.choice(["helpful", "helpful", "accepted"])))
    return made


def planted(rng: random.Random, members: list[int], times: int) -> list[Gift]:
    """Members of a ring who give to each other, `times` each, and now and then to somebody else as a cover."""
    made = []
    for giver in members:
        others = [each for each in members if each != giver]
        made += [gift(giver, rng.choice(others), "accepted") for _ in range(times)]
        if rng.random() < 0.5:
            made.append(gift(giver, rng.randint(1, 200)))
    return made


def test_what_comes_from_oneself_counts_for_nothing() -> None:
    assert reasons([gift(1, 1), gift(2, 1)]) == [OWN, ""]


def test_an_answer_in_pieces_earns_as_one() -> None:
    assert reasons([gift(2, 1, page="question:7"), gift(2, 1, page="question:7"), gift(3, 1, page="question:7")]) == [
        "", SPLIT, "",
    ]  # fmt: skip


def test_one_fan_is_one_fan() -> None:
    others = [gift(number, 1) for number in range(10, 40)]
    cover = [gift(2, number) for number in range(50, 90)]
    fan = [gift(2, 1) for _ in range(FREELY + 3)]
    assert reasons(others + cover + fan)[-len(fan) :] == [""] * FREELY + [OFTEN] * 3


def test_two_who_accept_each_other_earn_nothing() -> None:
    rest = honest(1)
    trade = [gift(901, 902, "accepted"), gift(902, 901, "accepted")]
    assert reasons(rest + trade)[-2:] == [RING, RING]


@pytest.mark.parametrize("size", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("seed", range(4))
def test_rings_among_honest_people_earn_nothing(size: int, seed: int) -> None:
    rng, crowd = random.Random(seed), honest(seed)
    made = crowd + planted(rng, [900 + number for number in range(size)], 2 * size)
    found = discounted(made)
    inside = [each for each in made if each.giver >= 900 and each.receiver >= 900]
    assert sum(each.line in found for each in inside) >= 0.95 * len(inside)
    wronged = [each for each in crowd if found.get(each.line) == RING]
    assert len(wronged) <= 0.01 * len(crowd)


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=60))
def test_rings_are_whole_and_stand_apart(edges: list[tuple[int, int]]) -> None:
    found = rings(edge for edge in edges if edge[0] != edge[1])
    for number in set(found.values()):
        assert sum(each == number for each in found.values()) >= 2
