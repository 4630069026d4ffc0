"""Figures by hand: shares, means, ranks, differences, and what is hidden from those who do not run a study."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.panels import estimates
from app.panels.figures import Asked, Said, contrasts, hide_small, tally

SINGLE = Asked("single", "Which?", ("Small", "Large", "None"), "q1")
SCALE = Asked("scale", "How good?", ("1", "2", "3", "4", "5"), "q1", (1.0, 2.0, 3.0, 4.0, 5.0))


def chose(*values: object, weight: float = 1.0) -> list[Said]:
    return [Said({"q1": value}, weight=weight) for value in values]


def test_students_t_is_as_in_the_tables() -> None:
    table = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 29: 2.045, 120: 1.980}
    for freedom, point in table.items():
        assert estimates.student(freedom) == pytest.approx(point, abs=0.01)


def test_shares_with_wilsons_interval() -> None:
    found = tally(SINGLE, chose(*[0] * 7, *[1] * 3))
    assert [(line.label, line.count) for line in found.lines] == [("Small", 7), ("Large", 3), ("None", 0)]
    share = found.lines[0].share
    assert share is not None
    assert (share.value, share.low, share.high) == pytest.approx((0.7, 0.3968, 0.8922), abs=1e-4)
    assert found.n == 10


def test_weighted_beside_unweighted() -> None:
    found = tally(SINGLE, [*chose(0, 0, weight=1.5), *chose(1, weight=1.0)])
    line = found.lines[0]
    assert line.share is not None
    assert line.weighted is not None
    assert line.share.value == pytest.approx(2 / 3)
    assert line.weighted.value == pytest.approx(0.75)
    assert line.weighted.n == pytest.approx(16 / 5.5)


def test_a_mean_with_students_interval() -> None:
    found = tally(SCALE, chose(2, 4, 4, 4, 5, 5, 7 - 2, 9 - 4))
    assert found.mean is not None
    assert found.mean.value == pytest.approx(4.25)
    assert found.mean.low == pytest.approx(4.25 - 2.3646 * 1.0351 / 8**0.5, abs=1e-3)
    assert [line.count for line in found.lines] == [0, 1, 0, 3, 4]
    apart = tally(SCALE, chose(1, 5)).mean
    assert apart is not None
    assert (apart.value, apart.low, apart.high) == (3, 1, 5)  # no mean lies off the scale
    lonely = tally(SCALE, chose(3)).mean
    assert lonely is not None
    assert (lonely.value, lonely.low) == (3, None)


def test_ranks_by_borda() -> None:
    asked = Asked("rank", "Order?", ("Price", "Speed", "Looks"), "q1")
    found = tally(asked, chose([0, 1, 2], [0, 2, 1], [1, 0, 2]))
    assert [(line.label, round(line.points or 0, 3)) for line in found.lines] == [
        ("Price", 1.667), ("Speed", 1.0), ("Looks", 0.333),
    ]  # fmt: skip
    assert sum(line.points or 0 for line in found.lines) == pytest.approx(3)


def test_several_may_be_chosen_and_who_skips_does_not_count() -> None:
    asked = Asked("multiple", "Where?", ("Desk", "Hall"), "q1")
    found = tally(asked, [*chose([0, 1], [0]), Said({})])
    assert (found.n, [line.count for line in found.lines]) == (2, [2, 1])


def test_concepts_compared_between_and_within_members() -> None:
    apart = [Said({"c1q1": v}) for v in (4, 5, 5, 4)] + [Said({"c2q1": v}) for v in (2, 3, 2, 3)]
    one = contrasts({1: "c1q1", 2: "c2q1"}, apart)[0].difference
    assert one.value == pytest.approx(2.0)
    assert one.low is not None
    assert one.low == pytest.approx(2 - 2.4469 * (2 / 3 / 4 * 1) ** 0.5, abs=5e-3)  # Welch, 6 degrees of freedom
    both = [Said({"c1q1": a, "c2q1": b}) for a, b in ((5, 3), (4, 3), (5, 2), (4, 2))]
    pairs = contrasts({1: "c1q1", 2: "c2q1"}, both)[0].difference
    assert pairs.value == pytest.approx(2.0)
    assert pairs.low == pytest.approx(2 - 3.1824 * 0.8165 / 2, abs=1e-2)
    assert contrasts({1: "c1q1", 2: "c2q1"}, both[:1]) == []


@given(st.lists(st.integers(0, 2), max_size=40))
def test_nobody_else_learns_a_count_below_five(values: list[int]) -> None:
    found = hide_small(tally(SINGLE, chose(*values)))
    shown = [line.count for line in found.lines if line.count is not None]
    assert all(count >= 5 for count in shown)
    hidden = len(found.lines) - len(shown)
    assert hidden != 1  # the one would be what is missing from n
    assert not found.lines or found.n >= 5


@given(st.lists(st.integers(1, 5), max_size=30))
def test_a_scale_shows_its_mean_or_its_counts_but_none_that_give_others_away(values: list[int]) -> None:
    found = hide_small(tally(SCALE, chose(*values)))
    assert (found.mean is None) == (len(values) < 5)
    assert all((line.count or 0) >= 5 for line in found.lines)


def test_texts_are_for_those_who_run_it() -> None:
    asked = Asked("text", "Why?", (), "q1")
    said = [Said({"q1": f"Because {n}"}, code=f"A{n}") for n in range(9)]
    held = [Said({"q1": "bad"}, code="B", withheld={"q1": ["Rude words"]})]
    found = tally(asked, said + held)
    assert [text.body for text in found.texts][:2] == ["Because 0", "Because 1"]
    assert (found.texts[-1].body, found.texts[-1].held_by) == ("", ("Rude words",))
    assert hide_small(found).texts == ()
