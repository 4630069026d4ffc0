"""Expertise: what counts, how it fades, and that the running sums agree with the history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.beta import beta_quantile
from app.topics.weight import HALF_LIFE, Evidence, Record, decay, lasts_until, posterior, retained, sums, weight

NOW = datetime(2026, 6, 1, tzinfo=UTC)
histories = st.lists(st.tuples(st.integers(0, 2_000), st.booleans()), max_size=30)


def test_no_record_weighs_the_prior_quantile() -> None:
    assert weight(0, 0) == pytest.approx(0.2)
    assert posterior([], NOW) == (1.0, 1.0)


def test_weight_has_a_closed_form_when_all_is_good() -> None:
    assert weight(9, 9) == pytest.approx(0.2 ** (1 / 10))


def test_the_same_rate_weighs_more_with_more_answers_behind_it() -> None:
    assert weight(4, 5) < weight(16, 20) < weight(64, 80) < 0.8


def test_evidence_halves_in_180_days() -> None:
    assert retained(NOW - HALF_LIFE, NOW) == pytest.approx(0.5)
    assert decay(8, 12, NOW - 2 * HALF_LIFE, NOW) == pytest.approx((2, 3))
    assert posterior([Evidence(NOW - HALF_LIFE, good=True)], NOW) == pytest.approx((1.5, 1.0))


def test_a_clock_that_ran_ahead_does_not_inflate() -> None:
    assert retained(NOW + timedelta(hours=1), NOW) == 1.0


def test_an_expert_who_left_becomes_a_stranger_again() -> None:
    assert Record(50, 55, NOW).at(NOW + 20 * HALF_LIFE).weight == pytest.approx(0.2, abs=1e-3)


@given(histories)
def test_running_sums_equal_the_history(history: list[tuple[int, bool]]) -> None:
    evidence = [Evidence(NOW - timedelta(days=days), good) for days, good in history]
    record = Record(0, 0, NOW - timedelta(days=2_000))
    for piece in sorted(evidence, key=lambda e: e.at):
        record = record.changed(piece.at, now=piece.at, good=int(piece.good), total=1)
    standing = record.at(NOW)
    assert (standing.good, standing.total) == pytest.approx(sums(evidence, NOW), abs=1e-9)


def test_acceptance_undone_leaves_no_trace() -> None:
    given_at, later = NOW - timedelta(days=40), NOW + timedelta(days=9)
    before = Record(3, 5, NOW - timedelta(days=50)).changed(given_at, now=given_at, total=1)
    accepted = before.changed(given_at, now=NOW, good=1)
    undone = accepted.changed(given_at, now=later, good=-1)
    assert accepted.weight > before.at(NOW).weight
    assert (undone.good, undone.total) == pytest.approx((before.at(later).good, before.at(later).total))


def test_rounding_drift_never_breaks_the_weight() -> None:
    assert weight(1e-17 + 3, 3) == pytest.approx(beta_quantile(0.2, 4, 1))
    assert weight(-1e-17, 0) == pytest.approx(0.2)


@given(st.floats(0, 60), st.floats(0, 1))
def test_bounds_hold_until_then_and_no_day_longer(total: float, rate: float) -> None:
    good = total * rate
    until = lasts_until(good, total, NOW, weight_at_least=0.6, total_at_least=4.0)
    if until > NOW:
        left = decay(good, total, NOW, until - timedelta(days=1))
        assert left[1] >= 4.0
        assert weight(*left) >= 0.6
    left = decay(good, total, NOW, until)
    assert left[1] < 4.0 or weight(*left) < 0.6
