"""Dividing what was spared by channel and reason: nothing is lost, nobody is favoured, nothing unpriced becomes 0."""

from dataclasses import astuple
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.estimates.estimate import Estimate
from app.insights.estimates.savings import DatedCost, Made, Priced, average_cost, priced
from app.insights.estimates.splitting import apportioned, split, together

MONEY = st.integers(0, 100_000).map(lambda cents: cents / 100)
PRICED = st.lists(
    st.builds(Priced, st.sampled_from(["call", "chat", "email"]), st.text(max_size=3), st.integers(1, 500), MONEY),
    min_size=1, max_size=12,
)  # fmt: skip
SPARED = st.tuples(st.integers(-50_000, 50_000), st.integers(0, 9_000), st.integers(0, 9_000)).map(
    lambda ends: Estimate(ends[0] / 7, (ends[0] - ends[1]) / 7, (ends[0] + ends[2]) / 7, 900)
)


@given(st.integers(-(10**6), 10**6), st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=20))
def test_parts_add_up_and_stay_within_one_of_their_due(whole: int, weights: list[float]) -> None:
    parts, total = apportioned(whole, weights), sum(map(Fraction, weights))
    if not total:
        assert parts == [0] * len(weights)
        return
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - whole * Fraction(weight) / total) < 1
        assert part == 0 or weight


def test_the_largest_remainder_goes_first() -> None:
    """Of 10 hundredths by 7, 2 and 4: 5.38, 1.54, 3.08, so the 1.54 is rounded up; a tie goes to the first."""
    assert apportioned(10, [7, 2, 4]) == [5, 2, 3]
    assert apportioned(1_000, [1, 1, 1]) == [334, 333, 333]
    assert apportioned(-1_000, [1, 1, 1]) == [-334, -333, -333]
    with pytest.raises(ValueError, match="negative"):
        apportioned(1, [2, -1])


@given(SPARED, PRICED)
def test_the_parts_come_to_exactly_the_whole(spared: Estimate, made: list[Priced]) -> None:
    parts, n = split(spared, made), sum(part.contacts for part in made)
    gross = spared.scaled(average_cost(made).known_value)
    assert spared.value is not None
    assert gross.value is not None
    for name, whole in (("spared", spared), ("saved", gross)):
        values = [getattr(part, name) for part in parts]
        hundredths = sum(round(100 * each.value) for each in values)
        assert hundredths == pytest.approx(100 * whole.known_value, abs=0.51)
        assert sum(each.low for each in values) == pytest.approx(whole.low, abs=0.01 * len(values) + 1e-6)
        assert sum(each.high for each in values) == pytest.approx(whole.high, abs=0.01 * len(values) + 1e-6)
    for part in parts:
        assert part.spared.value == pytest.approx(spared.value * part.made / n, abs=0.01)
        off = 0.01 * (1 + part.cost.known_value)
        assert part.saved.value == pytest.approx(part.spared.known_value * part.cost.known_value, abs=off)
    whole_part = together(parts)
    assert (whole_part.made, whole_part.share) == (n, pytest.approx(1))
    assert whole_part.spared.value == round(sum(part.spared.known_value for part in parts), 2)
    assert whole_part.cost.value == pytest.approx(average_cost(made).value)


def test_it_is_reckoned_by_hand() -> None:
    """27 (18 to 36) spared; of three contacts two were calls at 8, one a chat at 5: 18 calls, 9 chats, 144 and 45."""
    costs = [DatedCost("call", date(2026, 1, 1), 8.0, currency="GBP"), DatedCost("chat", date(2026, 1, 1), 5.0)]
    made = priced(costs, {Made("call", "", date(2026, 3, 2)): 2, Made("chat", "Bills", date(2026, 3, 9)): 1})
    calls, chats = split(Estimate(27.0, 18.0, 36.0, 120), made)
    assert (calls.channel, calls.reason, calls.made, calls.share) == ("call", "", 2, pytest.approx(2 / 3))
    assert astuple(calls.spared)[:4] == pytest.approx((18, 12, 24, 120))
    assert astuple(calls.saved)[:4] == pytest.approx((144, 96, 192, 120))
    assert (chats.spared.value, chats.cost.value, chats.saved.value) == (9.0, 5.0, 45.0)
    assert made[0].currencies == {"GBP"}


def test_what_has_no_price_is_missing_and_never_nought() -> None:
    made = [Priced("call", "", 3, 24.0), Priced("email", "", 1, None)]
    calls, mails = split(Estimate(10.0, 4.0, 16.0, 90), made)
    assert (calls.spared.value, calls.saved.value) == (7.5, 60.0)
    assert mails.spared.value == 2.5
    assert mails.cost.missing == mails.saved.missing == ("cost_per_contact:email",)
    whole = together([calls, mails])
    assert (whole.spared.value, whole.saved.value, whole.saved.missing) == (10.0, None, ("cost_per_contact:email",))
    for part in split(Estimate.unknown("holdout"), made):
        assert (part.spared.missing, part.saved.missing[0]) == (("holdout",), "holdout")
        assert part.made in (1, 3)
    for part in split(Estimate(10.0, 4.0, 16.0, 90), made, ("one_currency",)):
        assert part.saved.missing[-1] == "one_currency"
        assert part.spared.known
    assert split(Estimate(10.0, 4.0, 16.0, 90), []) == []


def test_a_cost_of_nothing_that_was_set_is_nothing() -> None:
    (one,) = split(Estimate(10.0, 4.0, 16.0, 90), [Priced("chat", "", 4, 0.0)])
    assert (one.cost.value, one.saved.value) == (0.0, 0.0)
