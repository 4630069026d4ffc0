"""Attribution, holdout assignment and velocity."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.velocity import velocity
from app.insights.estimates.attribution import Exposure, Through, Touch, credit, total_credit
from app.insights.estimates.balance import sample_ratio_mismatch
from app.insights.estimates.holdout import assigned

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SECRET = b"a secret of the installation"


def met(key: str, minute: int, through: Through = Through.CLICK) -> Exposure[str]:
    return Exposure(key, START + timedelta(minutes=minute), through)


JOURNEY = [met("c", 9), met("a", 1), met("b", 4), met("a", 5), met("seen", 0, Through.VIEW)]


@pytest.mark.parametrize(
    ("touch", "shares"),
    [(Touch.FIRST, {"a": 1.0}), (Touch.LAST, {"c": 1.0}), (Touch.LINEAR, {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})],
)
def test_touches_of_a_journey(touch: Touch, shares: dict[str, float]) -> None:
    assert credit(JOURNEY, touch, Through.CLICK) == pytest.approx(shares)


def test_shown_and_opened_are_kept_apart() -> None:
    assert credit(JOURNEY, Touch.LINEAR, Through.VIEW) == {"seen": 1.0}
    assert credit([met("a", 1)], Touch.FIRST, Through.VIEW) == {}


journeys = st.lists(
    st.lists(st.builds(met, st.sampled_from("abcd"), st.integers(0, 30), st.sampled_from(Through)), max_size=8)
)


@given(journeys, st.sampled_from(Touch), st.sampled_from(Through))
def test_credit_adds_up_to_the_journeys(many: list[list[Exposure[str]]], touch: Touch, through: Through) -> None:
    with_any = sum(any(e.through is through for e in journey) for journey in many)
    assert sum(total_credit(many, touch, through).values()) == pytest.approx(with_any)


def test_assignment_is_stable_for_good() -> None:
    held = [number for number in range(200) if assigned(f"journey-{number}", SECRET)]
    assert held == [8, 9, 10, 14, 15, 20, 31, 49, 71, 73, 80, 81, 125, 147, 152]


def test_assignment_keeps_its_share() -> None:
    held = sum(assigned(f"journey-{number}", SECRET, 0.05) for number in range(20_000))
    chance = sample_ratio_mismatch(held, 20_000 - held, 0.05)
    assert chance is not None
    assert chance > 0.001


@given(st.text(max_size=40), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_who_was_held_out(key: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert assigned(key, SECRET, low) <= assigned(key, SECRET, high)
    assert assigned(key, SECRET, 1.0)
    assert not assigned(key, SECRET, 0.0)


def test_another_secret_draws_anew() -> None:
    keys = [f"journey-{number}" for number in range(400)]
    both = sum(assigned(k, SECRET, 0.5) == assigned(k, b"another", 0.5) for k in keys)
    assert 150 < both < 250


@pytest.mark.parametrize(("secret", "share"), [(b"", 0.05), (SECRET, -0.1), (SECRET, 1.1), (SECRET, float("nan"))])
def test_a_bad_holdout_is_refused(secret: bytes, share: float) -> None:
    with pytest.raises(ValueError, match="holdout"):
        assigned("journey", secret, share)


def test_velocity_is_the_change_of_the_change() -> None:
    moved = velocity([1.0, 10.0, 12.0, 18.0])
    assert (moved.value, moved.baseline, moved.change, moved.relative, moved.velocity) == (18, 12, 6, 0.5, 4)
    assert moved.missing == ()


@pytest.mark.parametrize(
    ("periods", "missing"),
    [
        ([], ("this_period", "period_before", "second_period_before")),
        ([4.0], ("period_before", "second_period_before")),
        ([3.0, 4.0], ("second_period_before",)),
        ([2.0, None, 4.0], ("period_before",)),
    ],
)
def test_velocity_names_the_periods_it_lacks(periods: list[float | None], missing: tuple[str, ...]) -> None:
    moved = velocity(periods)
    assert moved.missing == missing
    assert moved.velocity is None


def test_change_from_nothing_has_no_share() -> None:
    assert velocity([0.0, 0.0, 5.0]).relative is None
    assert velocity([0.0, -4.0, -2.0]).relative == 0.5
