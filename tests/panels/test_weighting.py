"""Raking: what it promises for any sample, and known examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.panels.weighting import LEAST, MOST, Weights, design_effect, effective_n, rake, shares

SAMPLES = st.lists(
    st.fixed_dictionaries({"segment": st.sampled_from(["a", "b", "c"]), "kind": st.sampled_from(["x", "y"])}),
    min_size=1, max_size=60,
)  # fmt: skip
TARGETS = st.fixed_dictionaries(
    {
        "segment": st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.floats(0, 100), max_size=4),
        "kind": st.dictionaries(st.sampled_from(["x", "y"]), st.floats(0, 100), max_size=2),
    }
)


@given(SAMPLES, TARGETS)
def test_weights_stay_within_bounds_and_say_whether_they_met_the_targets(
    rows: list[dict[str, str]], targets: dict[str, dict[str, float]]
) -> None:
    found = rake(rows, targets)
    assert len(found.values) == len(rows)
    assert all(LEAST <= weight <= MOST for weight in found.values)
    assert 0 <= found.gap <= 1
    assert found.rounds <= 200
    assert 1 - 1e-9 <= found.design_effect <= len(rows) + 1e-9
    assert found.effective_n <= len(rows) + 1e-9
    if found.converged:
        for trait, levels in targets.items():
            there = {row[trait] for row in rows}
            room = sum(shares(rows, trait, [1.0] * len(rows))[level] for level in there if level in levels)
            whole = sum(levels[level] for level in there if level in levels)
            for level in there & set(levels) if whole else ():
                wanted = room * levels[level] / whole
                assert shares(rows, trait, found.values)[level] == pytest.approx(wanted, abs=1e-5)


@given(SAMPLES)
def test_a_sample_that_fits_already_keeps_equal_weights(rows: list[dict[str, str]]) -> None:
    found = rake(rows, {"segment": shares(rows, "segment", [1.0] * len(rows))})
    assert found.values == pytest.approx([1.0] * len(rows))
    assert found.converged
    assert found.design_effect == pytest.approx(1)


@given(SAMPLES, st.permutations(["segment", "kind"]))
def test_the_order_of_the_traits_does_not_matter_where_it_converges(
    rows: list[dict[str, str]], order: list[str]
) -> None:
    targets = {"segment": {"a": 30.0, "b": 40.0, "c": 30.0}, "kind": {"x": 45.0, "y": 55.0}}
    one, other = rake(rows, targets), rake(rows, {trait: targets[trait] for trait in order})
    if one.converged and other.converged:
        assert one.values == pytest.approx(other.values, abs=1e-3)


def test_one_trait_is_weighted_as_by_hand() -> None:
    """Post-stratification: target share over sample share. 60 and 40 of 100 for 50:50 give 5/6 and 5/4."""
    rows = [{"sex": "f"}] * 60 + [{"sex": "m"}] * 40
    found = rake(rows, {"sex": {"f": 50, "m": 50}})
    assert found.values[:60] == pytest.approx([50 / 60] * 60)
    assert found.values[60:] == pytest.approx([50 / 40] * 40)
    assert found.effective_n == pytest.approx(100**2 / (60 * (5 / 6) ** 2 + 40 * (5 / 4) ** 2))
    assert found.design_effect == pytest.approx(1.0416667)


def test_two_traits_meet_a_published_table() -> None:
    """The 4 x 4 example of iterative proportional fitting on Wikipedia (its table after three rounds, to .1)."""
    seed = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    fitted = [
        [64.61, 46.28, 35.42, 3.83], [49.95, 68.15, 156.49, 25.37], [56.70, 144.40, 145.06, 53.76],
        [28.74, 41.18, 63.03, 17.03],
    ]  # fmt: skip
    rows = [
        {"r": str(r), "c": str(c)}
        for r, row in enumerate(seed)
        for c, count in enumerate(row)
        for _each in range(count)
    ]
    wanted = {"r": {"0": 150.0, "1": 300, "2": 400, "3": 150}, "c": {"0": 200.0, "1": 300, "2": 400, "3": 100}}
    found = rake(rows, wanted)
    assert found.converged
    for r, line in enumerate(fitted):
        for c, cell in enumerate(line):
            mine = sum(w for row, w in zip(rows, found.values, strict=True) if row == {"r": str(r), "c": str(c)})
            assert mine * 1000 / len(rows) == pytest.approx(cell, abs=0.1)


def test_what_cannot_be_met_is_said() -> None:
    rows = [{"s": "a"}] * 99 + [{"s": "b"}]
    found = rake(rows, {"s": {"a": 10, "b": 90}})
    assert not found.converged
    assert found.gap > 0.5
    assert found.clipped
    lonely = rake([{"s": "a"}, {"s": "a"}], {"s": {"a": 50, "b": 50}})
    assert lonely.unreached == (("s", "b"),)
    assert lonely.values == (1.0, 1.0)
    with pytest.raises(ValueError, match="below 0"):
        rake(rows, {"s": {"a": -1}})
    with pytest.raises(ValueError, match="bounds"):
        rake(rows, {}, least=2)


def test_nothing_weighs_nothing() -> None:
    assert rake([], {"s": {"a": 1}}).values == ()
    assert effective_n([]) == 0
    assert design_effect([]) == 1
    assert Weights((1.0, 3.0)).effective_n == pytest.approx(1.6)
