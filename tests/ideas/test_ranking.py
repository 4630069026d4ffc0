"""Ranking: exposure counts, doubt counts, time counts, and keys keep the order."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ideas.ranking import (
    DEFAULT_PRIOR,
    HOT_DOUBLING,
    STRONGEST,
    Prior,
    discover_key,
    discover_score,
    fit_prior,
    hot_key,
    hot_score,
    packed,
    top_key,
    top_score,
)
from bench.ranking_simulation import FLOOD, flooded, kendall_tau, margins

DAY = datetime(2026, 6, 1, tzinfo=UTC)


def test_votes_count_given_exposure() -> None:
    assert top_score(10, 40) > top_score(20, 400)


def test_the_same_rate_ranks_higher_with_more_behind_it() -> None:
    assert top_score(2, 8) < top_score(10, 40) < top_score(100, 400)


def test_top_has_a_closed_form() -> None:
    assert top_score(0, 0, Prior(1, 1)) == pytest.approx(0.05)
    assert top_score(4, 4, Prior(1, 1)) == pytest.approx(0.05 ** (1 / 5))


def test_a_vote_without_a_viewport_is_a_viewing_too() -> None:
    assert top_score(3, 0) == top_score(3, 3)


def test_prior_is_recovered_from_what_it_made() -> None:
    rng = Random(5)
    pairs = []
    for _ in range(600):
        chance, exposed = rng.betavariate(3, 12), rng.randint(20, 200)
        pairs.append((sum(rng.random() < chance for _ in range(exposed)), exposed))
    prior = fit_prior(pairs)
    assert prior.a / (prior.a + prior.b) == pytest.approx(0.2, abs=0.015)
    assert prior.a + prior.b == pytest.approx(15, rel=0.2)


@pytest.mark.parametrize("pairs", [[], [(1, 2)] * 4, [(0, 30)] * 9, [(7, 7)] * 9, [(0, 0)] * 50])
def test_prior_falls_back_where_there_is_nothing_to_fit(pairs: list[tuple[int, int]]) -> None:
    assert fit_prior(pairs) == DEFAULT_PRIOR


def test_equal_ideas_make_the_strongest_prior() -> None:
    assert sum(fit_prior([(5, 50)] * 20)) == pytest.approx(STRONGEST)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=40))
def test_prior_is_always_usable(pairs: list[tuple[int, int]]) -> None:
    prior = fit_prior(pairs)
    assert prior.a > 0
    assert prior.b > 0
    assert 0 <= top_score(3, 9, prior) <= 1


def test_discover_shows_the_new_and_drops_the_weak() -> None:
    rng = Random(11)
    draws = [
        (discover_score(0, 0, DEFAULT_PRIOR, rng), discover_score(2, 100, DEFAULT_PRIOR, rng)) for _ in range(2_000)
    ]
    ahead = sum(new > weak for new, weak in draws) / len(draws)
    assert 0.7 < ahead < 0.95


def test_hot_trades_a_doubling_for_three_days() -> None:
    assert hot_score(7, DAY) == hot_score(3, DAY + HOT_DOUBLING)


@given(
    st.tuples(st.integers(0, 10_000), st.integers(0, 3_000)), st.tuples(st.integers(0, 10_000), st.integers(0, 3_000))
)
def test_hot_order_is_the_decayed_order_at_any_time(one: tuple[int, int], other: tuple[int, int]) -> None:
    def decayed(votes: int, hours: int, age: timedelta) -> float:
        return float((1 + votes) * 0.5 ** ((age - timedelta(hours=hours)) / HOT_DOUBLING))

    hot = [hot_score(votes, DAY + timedelta(hours=hours)) for votes, hours in (one, other)]
    if abs(hot[0] - hot[1]) > 1:
        for age in (timedelta(days=125), timedelta(days=400)):
            assert (decayed(*one, age) > decayed(*other, age)) == (hot[0] > hot[1])


@pytest.mark.parametrize(("votes", "at"), [(1, datetime(2026, 1, 1)), (-1, DAY)])  # noqa: DTZ001
def test_hot_refuses_nonsense(votes: int, at: datetime) -> None:
    with pytest.raises(ValueError, match=r"zone|counted"):
        hot_score(votes, at)


ranks = st.tuples(st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**32 - 1))


@given(ranks, ranks)
def test_packed_keeps_the_order_within_64_bits(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (packed(*one) < packed(*other)) == (one < other)
    assert -(2**63) <= packed(*one) < 2**63


def test_keys_order_like_their_scores() -> None:
    assert top_key(0.3, 1) > top_key(0.2, 9) > top_key(0.2, 8) > top_key(0.0, 9)
    assert hot_key(5, DAY, 1) > hot_key(0, DAY, 9) > hot_key(0, datetime(2009, 1, 1, tzinfo=UTC), 3)


@pytest.mark.parametrize(("rank", "idea_id"), [(2**31, 1), (-(2**31) - 1, 1), (0, 2**32), (0, -1)])
def test_packed_refuses_what_does_not_fit(rank: int, idea_id: int) -> None:
    with pytest.raises(ValueError, match="fit"):
        packed(rank, idea_id)


def test_kendall_tau_of_known_orders() -> None:
    assert kendall_tau([1, 2, 3, 4], [1, 2, 3, 4]) == 1
    assert kendall_tau([1, 2, 3, 4], [4, 3, 2, 1]) == -1
    # Tau-b with a tie in one list: 5 concordant pairs over sqrt(6 x 5).
    assert kendall_tau([1, 2, 3, 4], [1, 1, 2, 3]) == pytest.approx(5 / 30**0.5)


def test_top_and_discover_beat_the_count_under_herding() -> None:
    found = margins(runs=8, votes=400, seed=3)
    for name in ("top, same votes", "top", "discover"):
        assert found[name].low > 0.0


def test_flooding_buys_little() -> None:
    shares = flooded(runs=4, votes=300, seed=3)
    assert shares[f"{FLOOD} ideas, capped"].high < shares[f"{FLOOD} ideas, no cap"].low / 2


@given(st.integers(0, 40), st.integers(0, 60))
def test_who_waits_never_ranks_above_their_draw(votes: int, exposed: int) -> None:
    keys = [discover_key(votes, exposed, DEFAULT_PRIOR, Random(7), explores=turn) for turn in (True, False)]
    assert keys[1] <= keys[0]
    assert keys[1] <= top_score(votes, exposed)
