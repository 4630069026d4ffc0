"""The reckoning of monitoring: queries, trends, what rises, who is heard, what is forwarded."""

from __future__ import annotations

import math
import random

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.listening.monitoring.emerging import FEWEST, emerging, tail
from app.listening.monitoring.forwarding import BEGINS, original
from app.listening.monitoring.influence import influence
from app.listening.monitoring.naming import identity_of
from app.listening.monitoring.trend import weekly
from app.listening.monitoring.wording import BadQuery, parse

COUNTS = st.lists(st.integers(0, 50), min_size=21, max_size=84)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("hub slow", "The Hub is so SLOW", True),
        ("hub slow", "The hub is fine", False),
        ('"smart meter"', "my smart-meter broke", True),
        ('"smart meter"', "a meter that is smart", False),
        ("hub -install", "the hub after the install", False),
        ('hub -"new app"', "the hub and the new app", False),
        ("refund OR chargeback", "I want my chargeback", True),
        ("refund OR chargeback", "I want nothing", False),
        ("hub", "github", False),
        ("don't", "I don’t care", True),
        ("straße", "STRASSE", True),
    ],
)
def test_words_are_found_whole_in_any_case(query: str, text: str, found: bool) -> None:
    assert parse(query).finds(text) is found


@pytest.mark.parametrize("query", ["", "-only", 'open "phrase', "a OR", "OR", "x" * 301, " ".join(["w"] * 41), '""'])
def test_words_that_say_nothing_are_refused_with_a_sentence(app: Flask, query: str) -> None:
    with app.test_request_context(), pytest.raises(BadQuery) as refused:
        parse(query)
    assert str(refused.value).endswith(".")


@settings(max_examples=40, deadline=None)
@given(COUNTS)
def test_what_weekdays_add_sums_to_nothing_and_the_rest_is_kept(counts: list[int]) -> None:
    found = weekly(counts)
    assert found is not None
    assert math.isclose(sum(found.effects), 0, abs_tol=1e-6)
    for day, count in enumerate(counts):
        assert math.isclose(found.adjusted[day] + found.effects[day % 7], count, abs_tol=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=7, max_size=7), st.integers(3, 12))
def test_a_week_that_repeats_leaves_a_flat_trend(week: list[int], times: int) -> None:
    found = weekly(week * times)
    assert found is not None
    assert max(found.trend) - min(found.trend) < 1e-6


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.integers(1, 30))
def test_more_of_everything_moves_the_trend_and_no_weekday(counts: list[int], more: int) -> None:
    found, raised = weekly(counts), weekly([count + more for count in counts])
    assert found is not None
    assert raised is not None
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(found.effects, raised.effects, strict=True))
    assert all(math.isclose(a + more, b, abs_tol=1e-6) for a, b in zip(found.trend, raised.trend, strict=True))


def test_fewer_than_three_weeks_tell_no_season() -> None:
    assert weekly([1] * 20) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.lists(st.integers(0, 30), min_size=2, max_size=8))
def test_a_chance_is_one_and_sinks_with_the_count(count: int, past: list[int]) -> None:
    assert 0 <= tail(count + 1, past) <= tail(count, past) <= 1


def test_steady_weeks_are_a_poisson_and_bursts_are_not_news() -> None:
    mean = (8 * 4 + 1) / 8
    exactly = 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(9))
    assert tail(9, [4] * 8) == pytest.approx(exactly)
    assert tail(12, [0, 0, 16, 0, 0, 0, 16, 0]) > 50 * tail(12, [4] * 8)


def test_what_rises_is_told_and_what_is_always_said_is_not() -> None:
    found = emerging(
        {"outage": (12, [1, 0, 2, 1, 0, 1, 1, 0]), "hub": (9, [8, 9, 10, 8, 9, 9, 8, 10]), "two": (2, [0])}
    )
    assert [each.topic for each in found] == ["outage"]
    grown = {"outage": (12, [5] * 8), "hub": (10, [5] * 8), "lunch": (20, [2] * 8)}
    assert [each.topic for each in emerging(grown, 2.0)] == ["lunch"]
    assert (found[0].count, found[0].usual) == (12, 0.75)


def test_rare_words_by_the_thousand_are_no_news() -> None:
    """Of 2,000 words said every other week in the mean, none rises; some are said four times in a week by chance."""
    drawn, weights = random.Random(11), [0.5**k / math.factorial(k) for k in range(9)]
    news = 0
    for _run in range(20):
        words = {f"w{n}": drawn.choices(range(9), weights, k=9) for n in range(2_000)}
        counts = {word: (week[0], week[1:]) for word, week in words.items() if week[0]}
        assert any(now >= FEWEST for now, _before in counts.values())
        news += bool(emerging(counts, looked_at=len(words)))
    assert news <= 3


@settings(max_examples=40, deadline=None)
@given(*[st.integers(0, 10**6)] * 4, st.integers(1, 1000))
def test_influence_needs_a_response_and_grows_with_each(
    followers: int, replies: int, shares: int, answers: int, more: int
) -> None:
    assert influence(followers, 0, 0, 0) == 0
    here = influence(followers, replies, shares, answers)
    assert influence(followers + more, replies, shares, answers) >= here
    assert influence(followers, replies + more, shares, answers) > here
    assert influence(0, 500, 0, 0) > influence(1_000_000, 0, 0, 0)


@pytest.mark.parametrize(
    ("begins", "header"),
    [
        ("---------- Forwarded message ---------", "From: Jo Bloggs <jo@example.org>"),
        ("Begin forwarded message:", "From: Jo Bloggs <jo@example.org>"),
        ("-----Original Message-----", "From: Jo Bloggs [mailto:jo@example.org]"),
        ("________________________________", "*From:* Jo Bloggs <jo@example.org>"),
    ],
)
def test_of_what_is_forwarded_its_first_writer_is_heard(begins: str, header: str) -> None:
    text = (
        f"FYI\n\n{begins}\n{header}\nDate: Mon, 2 Nov 2026\nSubject: Hub\nTo: us@example.com\n\nIt is broken.\nAgain."
    )
    assert original(text, "emma@example.com") == ("jo@example.org", "It is broken.\nAgain.")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_mail_is_heard_of_somebody(text: str) -> None:
    author, said = original(text, "emma@example.com")
    assert author == "emma@example.com" or any(BEGINS.match(line) for line in text.splitlines())
    assert len(said) <= len(text)


def test_a_line_above_a_signature_forwards_nothing() -> None:
    text = "The hub is awful.\n________________________________\nJo Bloggs\nBakery"
    assert original(text, "jo@example.org") == ("jo@example.org", text)


def test_who_has_no_account_is_named_by_kind() -> None:
    assert [identity_of(name) for name in ("Jo@Example.org", "@jo", "Jo B", "@", "")] == [
        "email:jo@example.org", "handle:jo", "handle:Jo B", "", "",
    ]  # fmt: skip
