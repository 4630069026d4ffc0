"""The industry's formulas, each with an example worked by hand, and an interval for those who look daily."""

from __future__ import annotations

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.estimates.anytime import PLANNED, always_valid, stretch
from app.insights.estimates.deflection import Missing, Survey
from app.insights.estimates.industry import khoros, servicexrg, vanilla, zendesk
from app.insights.estimates.intervals import newcombe
from bench.daily_peeking import PLANS, failures


def test_zendesk_is_sessions_for_each_person_with_a_ticket() -> None:
    assert zendesk(4_000, 1_000).figure.value == 4.0
    assert not zendesk(4_000, 1_000).in_contacts
    assert zendesk(4_000, None).figure.missing == (Missing.SUPPORT_CONTACTS,)


def test_khoros_multiplies_visits_by_three_shares_of_a_survey() -> None:
    claim = khoros(100_000, Survey(43, 100), Survey(65, 100), Survey(9, 100))
    assert claim.figure.value == pytest.approx(100_000 * 0.43 * 0.65 * 0.09)
    assert round(claim.figure.known_value) == 2_516  # the vendor's own example cuts it off at 2,515
    assert khoros(10, Survey(10, 10), Survey(0, 0), Survey(0, 0)).figure.missing == (
        Missing.SURVEY_SOLVED, Missing.SURVEY_OTHERWISE,
    )  # fmt: skip


def test_vanilla_takes_one_in_five_and_one_in_twenty() -> None:
    assert vanilla(accepted=30, accepted_views=1_000, other_views=2_000).figure.value == pytest.approx(30 + 200 + 100)


def test_servicexrg_counts_only_the_entitled_who_needed_no_more() -> None:
    claim = servicexrg(1_000, Survey(48, 100), Survey(25, 50), Survey(9, 10))
    assert claim.figure.value == pytest.approx(1_000 * 0.48 * 0.5 * 0.9)
    assert claim.figure.n == 10
    assert servicexrg(5, Survey(1, 2), Survey(1, 1), Survey(0, 0)).figure.missing == (Missing.SUPPORT_CONTACTS,)
    assert servicexrg(0, Survey(1, 2), Survey(1, 1), Survey(1, 1)).figure.missing == (Missing.VIEWERS,)


def test_the_daily_interval_is_the_papers_boundary_times_the_standard_error() -> None:
    alpha, t = 0.05, 2_000
    rho2 = 8.211968 / PLANNED
    boundary = sqrt(2 * (t * rho2 + 1) / (t**2 * rho2) * log(sqrt(t * rho2 + 1) / alpha)) * sqrt(t)
    assert stretch(t, alpha) == pytest.approx(boundary, rel=1e-6)
    found = always_valid(250, 1_000, 200, 1_000)
    assert found is not None
    error = sqrt((251 / 1_002) * (751 / 1_002) / 1_000 + (201 / 1_002) * (801 / 1_002) / 1_000)
    assert found.high - found.value == pytest.approx(boundary * error, rel=1e-6)
    assert found.value - found.low == pytest.approx(boundary * error, rel=1e-6)


@given(st.floats(0.001, 0.3), st.integers(1_000, 10**6), st.floats(0.3, 3).filter(lambda other: abs(other - 1) > 0.01))
def test_the_daily_interval_is_tightest_when_it_was_planned_to_be(alpha: float, planned: int, other: float) -> None:
    assert stretch(planned, alpha, planned) < stretch(planned, alpha, round(other * planned))


def test_the_daily_interval_is_wider_and_silent_while_there_is_little() -> None:
    daily, once = always_valid(250, 1_000, 200, 1_000), newcombe(250, 1_000, 200, 1_000)
    assert daily is not None
    assert daily.low < once.low < once.high < daily.high
    assert always_valid(4, 1_000, 200, 1_000) is None
    assert always_valid(1_000, 1_000, 200, 1_000) is None
    with pytest.raises(ValueError, match="proportion"):
        always_valid(3, 2, 1, 2)


@pytest.mark.parametrize("plan", ["holdout of 5 %", "rare contacts"])
def test_under_daily_looks_only_the_daily_interval_holds(plan: str) -> None:
    """A smaller run of `python -m bench.daily_peeking`."""
    found = failures(PLANS[plan], 100, seed=11)
    assert found["always_valid"] <= 0.05
    assert found["newcombe"] > 0.2
