"""What ledger lines come to by a day: properties that hold for every line, and paybacks checked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.ideas.accrual import Flow, accrued, between, net, payback
from app.ideas.sums import Entry, summed

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


@st.composite
def flows(draw: st.DrawFn, signed: bool = False) -> Flow:
    """One-off and monthly lines of up to four years."""
    amount, start = draw(CENTS), draw(DAYS)
    until = start + timedelta(days=draw(st.integers(0, 1500))) if draw(st.booleans()) else None
    return Flow(-amount if signed and draw(st.booleans()) else amount, start, until)


@CALM
@given(flows(), st.lists(DAYS, max_size=6))
def test_the_parts_of_time_add_up_to_the_whole(flow: Flow, cuts: list[date]) -> None:
    bounds = [None, *sorted(cuts), None]
    parts = [between(flow, start, end) for start, end in pairwise(bounds)]
    assert sum(parts) == flow.whole


@CALM
@given(flows(), DAYS, DAYS)
def test_it_never_shrinks_and_ends_at_the_whole(flow: Flow, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert 0 <= accrued(flow, earlier) <= accrued(flow, later) <= flow.whole
    assert accrued(flow, flow.start - DAY) == 0
    assert accrued(flow, (flow.until or flow.start) + DAY) == flow.whole


@CALM
@given(CENTS, st.integers(2019, 2030), st.integers(1, 12), st.integers(1, 36))
def test_whole_months_are_their_amount_each(amount: Decimal, year: int, month: int, count: int) -> None:
    end = date(year + (month - 1 + count) // 12, (month - 1 + count) % 12 + 1, 1) - DAY
    assert Flow(amount, date(year, month, 1), end).whole == amount * count


@CALM
@given(flows())
def test_what_takes_a_line_back_leaves_nothing_on_any_day(flow: Flow) -> None:
    back = Flow(-flow.amount, flow.start, flow.until)
    for days in (-1, 0, 1, 17, 400, 2000):
        assert net([flow, back], flow.start + timedelta(days=days)) == 0


@CALM
@given(st.lists(flows(signed=True), max_size=5))
def test_from_the_payback_on_nothing_is_owed_and_the_day_before_something_was(lines: list[Flow]) -> None:
    found = payback(lines)
    last = max([flow.until or flow.start for flow in lines], default=date(2019, 1, 1))
    if found is None:
        assert all(flow.amount > 0 for flow in lines) or net(lines, last) < Decimal("0.05")
        return
    slack = Decimal("0.05")
    turns = {found, last, *(flow.start for flow in lines), *(flow.until for flow in lines if flow.until)}
    assert all(net(lines, day) >= -slack for day in turns if day >= found)
    assert found == min(flow.start for flow in lines if flow.amount < 0) or net(lines, found - DAY) < slack


def once(amount: int, month: int, day: int = 1) -> Flow:
    """One amount in 2026."""
    return Flow(Decimal(amount), date(2026, month, day))


def monthly(amount: int, first: int, last: int) -> Flow:
    """An amount a month from one month of 2026 to another; neither is February."""
    return Flow(Decimal(amount), date(2026, first, 1), date(2026, last, 31))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([], None),
        ([once(50, 1)], None),
        ([once(-50, 1)], None),
        ([once(-50, 1), once(50, 2)], date(2026, 2, 1)),
        ([once(-60, 1), monthly(30, 1, 12)], date(2026, 2, 28)),
        ([once(-45, 1), monthly(30, 1, 12)], date(2026, 2, 14)),
        ([once(-31, 3), monthly(31, 3, 3)], date(2026, 3, 31)),
        ([once(-10, 5), once(90, 4)], date(2026, 5, 1)),
        ([once(-10, 1), once(10, 1, 2), once(-5, 1, 3)], None),
        ([once(-100, 1), monthly(50, 1, 12), monthly(-20, 1, 12)], date(2026, 4, 10)),
    ],
)
def test_paybacks_by_hand(lines: list[Flow], wanted: date | None) -> None:
    """Half of February's 30 are earned by its 14th; what is paid back and then owed again is not paid back."""
    assert payback(lines) == wanted


def test_sums_keep_forecast_realised_and_attested_apart() -> None:
    today = date(2026, 6, 30)

    def entry(kind: str, basis: str, amount: int, *, attested: bool = False, until: date | None = None) -> Entry:
        return Entry(1, "ideas", "EUR", kind, basis, attested, Flow(Decimal(amount), date(2026, 1, 1), until))

    year = date(2026, 12, 31)
    lines = [
        entry("cost", "forecast", 600), entry("benefit", "forecast", 100, until=year),
        entry("cost", "realised", 500, attested=True), entry("benefit", "realised", 450, attested=True),
        entry("benefit", "realised", 300),
    ]  # fmt: skip
    found = summed(lines, today)
    assert (found.forecast_benefit, found.due_benefit, found.forecast_roi) == (1200, 600, 1)
    assert (found.realised_net, found.roi, found.attested_roi) == (250, Decimal("0.5"), Decimal("-0.1"))
    assert found.unattested == (300, 0)
    assert found.accuracy == Decimal("1.25")
    assert (found.payback, found.forecast_payback) == (date(2026, 1, 1), date(2026, 6, 30))
    assert summed([], today).roi is None
    assert summed([entry("benefit", "realised", 5)], today).payback is None
