"""Draws: quotas kept, nobody twice, the same seed gives the same; concepts evenly among members."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.panels.drawing import counted, digest, draw, late_order, orders

NAMES = st.sampled_from(["north", "south", "east", ""])
POOLS = st.dictionaries(NAMES, st.lists(st.integers(1, 60), max_size=40), max_size=4)
QUOTAS = st.dictionaries(NAMES, st.integers(-3, 50), max_size=4)
SEEDS = st.text("0123456789abcdef", min_size=8, max_size=40)
PEOPLE = st.sets(st.integers(1, 500), max_size=50)


@given(POOLS, QUOTAS, SEEDS)
def test_a_draw_keeps_its_quotas_and_can_be_repeated(
    pool: dict[str, list[int]], quotas: dict[str, int], seed: str
) -> None:
    drawn = draw(pool, quotas, seed)
    everybody = [person for people in drawn.values() for person in people]
    assert len(everybody) == len(set(everybody))
    for cell, people in drawn.items():
        assert len(people) <= max(0, quotas.get(cell, 0))
        assert set(people) <= set(pool[cell])
    shuffled = {cell: people[::-1] for cell, people in reversed(pool.items())}
    assert draw(shuffled, quotas, seed) == drawn
    assert digest(draw(shuffled, quotas, seed)) == digest(drawn)
    for cell in counted(pool, quotas, drawn):
        assert 0 <= cell.drawn <= cell.wanted
        assert cell.shortfall == cell.wanted - cell.drawn


@given(st.sets(st.integers(1, 10_000), min_size=20, max_size=60), SEEDS)
def test_a_quota_is_filled_where_it_can_be(people: set[int], seed: str) -> None:
    drawn = draw({"all": people}, {"all": 10}, seed)
    assert len(drawn["all"]) == 10
    assert len(draw({"all": people}, {"all": 1000}, seed)["all"]) == len(people)


def test_another_seed_draws_others_and_everybody_has_the_same_chance() -> None:
    hits: Counter[int] = Counter()
    for n in range(400):
        hits.update(draw({"all": range(20)}, {"all": 5}, f"{n:08x}")["all"])
    assert len(hits) == 20
    assert all(60 < count < 140 for count in hits.values())  # 100 each, 8.7 a standard deviation


@given(PEOPLE, st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=5), SEEDS, st.booleans())
def test_concepts_are_shared_out_evenly(people: set[int], concepts: list[int], seed: str, whole: bool) -> None:
    found = orders(people, concepts, seed, all_of_them=whole)
    assert set(found) == people
    firsts = Counter(order[0] for order in found.values())
    assert max(firsts.values(), default=0) - min((firsts[c] for c in concepts), default=0) <= 1
    assert all(sorted(order) == sorted(concepts) if whole else len(order) == 1 for order in found.values())
    assert orders(sorted(people, reverse=True), concepts, seed, all_of_them=whole) == found


@given(st.lists(st.integers(1, 3), max_size=20), st.integers(1, 99))
def test_who_comes_late_gets_what_fewest_have(firsts: list[int], person: int) -> None:
    order = late_order(person, [1, 2, 3], firsts, "seed", all_of_them=False)
    assert Counter(firsts)[order[0]] == min(Counter(firsts)[c] for c in (1, 2, 3))
    assert sorted(late_order(person, [1, 2, 3], firsts, "seed", all_of_them=True)) == [1, 2, 3]


def test_a_study_without_concepts_gives_none() -> None:
    assert orders([1, 2], [], "seed", all_of_them=True) == {1: [], 2: []}
    assert late_order(1, [], [], "seed", all_of_them=True) == []
