"""How texts sound: against people's own ratings, and by what urgency rests on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.listening.monitoring.calming import CALMING
from app.listening.monitoring.measuring import correlation, macro_f1, measured, read_rated
from app.listening.monitoring.sentiment import MOODS, mood, sentiment
from app.listening.monitoring.signs import SIGNS
from app.listening.monitoring.terms import MOST, terms, topics_in
from app.listening.monitoring.urgency import features, urgency
from app.listening.monitoring.views import signs
from tests.real_data import need

# What the library reached when it was chosen, less a little: correlation with the means, and F1 of three moods.
REACHED = {"tweets": (0.86, 0.68), "amazonReviewSnippets": (0.56, 0.53), "movieReviewSnippets": (0.40, 0.40),
           "nytEditorialSnippets": (0.48, 0.53)}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REACHED))
def test_sentiment_comes_nearer_to_people_than_both_baselines(name: str) -> None:
    rated = read_rated(need("sentiment", f"{name}_GroundTruth.txt"))[::6]
    ours, counted, majority = measured(rated)
    least_r, least_f1 = REACHED[name]
    print(f"{name}: {ours}, {counted}, {majority}")
    assert ours.r is not None
    assert counted.r is not None
    assert ours.r > max(least_r, counted.r)
    assert ours.f1 > max(least_f1, counted.f1, majority.f1)
    assert majority.r is None


def test_a_right_score_is_told_from_a_wrong_one() -> None:
    assert correlation([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]) == pytest.approx(1)
    assert correlation([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]) == pytest.approx(-1)
    assert correlation([1.0, 2.0], [5.0, 5.0]) is None
    assert macro_f1(list(MOODS), list(MOODS)) == 1
    assert macro_f1(["positive"] * 3, ["negative"] * 3) == 0


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_every_text_has_scores_within_bounds(text: str) -> None:
    felt = sentiment(text)
    assert -1 <= felt <= 1
    assert mood(felt) in MOODS
    assert 0 < urgency(text, felt) < 1
    assert len(terms(text)) <= MOST


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["", "the hub is offline", "where is my invoice"]), st.floats(-1, 1), st.floats(-1, 1))
def test_whoever_is_angrier_is_never_less_urgent(text: str, one: float, other: float) -> None:
    angry, calm = sorted((one, other))
    assert urgency(text, angry) >= urgency(text, calm)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("There is smoke coming out of the hub", "danger"),
        ("I need this ASAP", "at_once"),
        ("Your service doesn’t work", "outage"),
        ("I am locked out of my account", "locked_out"),
        ("Please reply by Friday", "soon"),
        ("There is a baby in the house", "frail"),
        ("Somebody is in my account", "theft"),
        ("The tank is overflowing", "going_on"),
        ("All our doors open by themselves", "many"),
        ("What should we do", "asks_help"),
        ("I will cancel my contract", "leaving"),
        ("Nobody answers my mails", "again"),
        ("Well!", "exclaimed"),
        ("WHERE IS MY PARCEL NOW", "shouted"),
    ],
)
def test_each_sign_of_urgency_is_seen_and_can_be_told(text: str, sign: str) -> None:
    assert sign in features(text)
    assert urgency(text) > urgency("Where do I find my invoice?")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The line was down and is fixed", "settled"),
        ("The line is down, no rush", "unhurried"),
        ("The line is down, which gave me an idea", "idle"),
        ("The line is down, or so we wonder. How do you test it?", "asking"),
        ("The line is down, perhaps", "wish"),
        ("The line is down, as it was months ago", "past"),
        ("The line is down, how silly", "mild"),
    ],
)
def test_what_is_over_or_can_wait_speaks_against_it(text: str, sign: str) -> None:
    assert features(text)[sign] < 0
    assert urgency(text) < urgency("The line is down")


def test_every_sign_has_a_name_that_people_read(app: object) -> None:
    loud = features("WHERE IS MY PARCEL NOW!") | features("fine", 0.5)
    assert set(SIGNS) | set(CALMING) | set(loud) == set(signs.SIGNS)
    assert [name for name, _weight in signs.told({"soon": 1.4, "settled": -2.0})] == [
        "it is over",
        "a time that is near",
    ]


def test_two_strong_signs_are_urgent_and_a_plain_question_is_not() -> None:
    assert urgency("The line is down, please help immediately!") >= 0.5
    assert urgency("How do I change my address?") < 0.1


def test_a_text_speaks_of_its_words_pairs_and_topics() -> None:
    found = terms("The smart meter shows the wrong number, the smart meter!", ["meters"])
    assert found[0] == "#meters"
    assert {"smart", "meter", "smart meter", "wrong number"} <= set(found)
    assert "the" not in found
    assert topics_in("My Smart-Meter is slow", {"Smart meter": "smart-meter", "Meter reading": "reading"}) == [
        "smart-meter"
    ]
    names = {"C": "c", "C#": "c-sharp", "C++": "c-plus-plus"}
    assert topics_in("Is vitamin C good for me?", names) == ["c"]
    assert topics_in("We write C++ and C#, mostly.", names) == ["c-plus-plus", "c-sharp"]
