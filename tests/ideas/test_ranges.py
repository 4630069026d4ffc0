"""How uncertain forecasts add up, and what that makes of the return."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import transaction
from app.core.access import Invalid
from app.ideas import commands, queries
from app.ideas.accrual import Flow
from app.ideas.models import Idea, LedgerLine
from app.ideas.ranges import Range, is_uncertain, roi_range, spread
from app.ideas.sums import Entry
from tests.cast import Cast

DAY = date(2026, 1, 1)
AMOUNTS = st.integers(1, 10**6)


def entry(amount: int, low: int | None = None, high: int | None = None) -> Entry:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return Entry(1, "ideas", "EUR", "benefit", "forecast", False, Flow(Decimal(amount), DAY), *ends)


def test_distances_add_up_in_squares() -> None:
    lines = [entry(100, 70, 140), entry(200, 160, 230), entry(50)]
    assert spread(lines) == Range(350.0, 350.0 - 50.0, 350.0 + 50.0)
    assert is_uncertain(lines)
    assert not is_uncertain(lines[2:])


def test_of_a_line_that_counts_in_part_its_range_does_too() -> None:
    flow = Flow(Decimal(100), date(2026, 1, 1), date(2026, 4, 30))
    line = Entry(1, "ideas", "EUR", "benefit", "forecast", False, flow, Decimal(200), Decimal(600))
    assert spread([line], date(2026, 1, 1), date(2026, 3, 1)) == Range(200.0, 100.0, 300.0)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_with_a_known_cost_the_ends_are_those_of_the_benefit(cost: int, one: int, two: int, three: int) -> None:
    low, value, high = sorted((one, two, three))
    found = roi_range(Range(value, low, high), Range(cost, cost, cost))
    assert found is not None
    assert [found.low, found.value, found.high] == pytest.approx([end / cost - 1 for end in (low, value, high)])


def test_no_range_where_the_cost_may_be_nothing_or_double() -> None:
    benefit = Range(100, 90, 110)
    assert roi_range(benefit, Range(0, 0, 0)) is None
    assert roi_range(benefit, Range(50, 0, 60)) is None
    assert roi_range(benefit, Range(50, 40, 100)) is None


def test_the_range_holds_the_truth_nineteen_times_in_twenty() -> None:
    """Normal errors of known size on both sides, as forecasts would say them."""
    rng, inside, deviations = Random(5), 0, (8.0, 4.0)
    for _programme in range(2_000):
        middles = (rng.gauss(100, deviations[0]), rng.gauss(40, deviations[1]))
        ends = [Range(mid, mid - 1.96 * by, mid + 1.96 * by) for mid, by in zip(middles, deviations, strict=True)]
        found = roi_range(ends[0], ends[1])
        inside += found is not None and found.low <= 1.5 <= found.high
    assert 0.93 <= inside / 2_000 <= 0.97


@pytest.mark.parametrize(
    ("basis", "low", "high", "field"),
    [
        ("realised", 5, 15, "low"),
        ("forecast", 5, None, "high"),
        ("forecast", None, 15, "low"),
        ("forecast", 11, 15, "low"),
        ("forecast", 5, 9, "high"),
    ],
)
def test_a_range_must_enclose_a_forecast(
    cast: Cast, idea: Idea, basis: str, low: int | None, high: int | None, field: str
) -> None:
    with transaction.unit(), pytest.raises(Invalid) as refusal:
        _recorded(cast, idea, basis, low, high)
    assert list(refusal.value.errors) == [field]


def test_a_monthly_forecast_keeps_its_ends_in_all_and_a_struck_line_has_none(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        line = _recorded(cast, idea, "forecast", 8, 15, until=date(2026, 4, 30))
        assert (line.total, line.low, line.high) == (40, 32, 60)
        known = queries.entries(cast.ines)
        commands.strike(line, "A wrong number", by=cast.ines)
        struck = queries.entries(cast.ines)
    assert [is_uncertain(known), is_uncertain(struck)] == [True, False]


def _recorded(
    cast: Cast, idea: Idea, basis: str, low: int | None, high: int | None, until: date | None = None
) -> LedgerLine:
    ends = {name: None if end is None else Decimal(end) for name, end in (("low", low), ("high", high))}
    return commands.record_outcome(
        idea, kind="benefit", basis=basis, category="saving", amount=Decimal(10), currency="EUR", date=DAY,
        evidence="The workshop", by=cast.ines, until=until, **ends,
    )  # fmt: skip
