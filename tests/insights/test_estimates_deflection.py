"""The four measures: their definitions, what they lack, and whether they tell the truth of a simulated programme."""

from datetime import date
from random import Random

import pytest

from app.insights.estimates.deflection import (
    Group,
    Missing,
    Survey,
    causal_deflection,
    observed_deflection,
    self_service_score,
    stated_deflection,
)
from app.insights.estimates.estimate import Estimate
from app.insights.estimates.intervals import newcombe, wilson
from app.insights.estimates.savings import DatedCost, Made, average_cost, cost_on, priced, savings
from bench.deflection_coverage import binomial, coverage


def test_self_service_is_a_ratio_of_counts() -> None:
    assert self_service_score(300, 60) == Estimate(5.0, None, None, 360)


@pytest.mark.parametrize("contacts", [None, 0])
def test_self_service_without_contacts_is_missing(contacts: int | None) -> None:
    assert self_service_score(300, contacts).missing == (Missing.SUPPORT_CONTACTS,)


def test_stated_multiplies_viewers_by_both_rates() -> None:
    stated = stated_deflection(1_000, Survey(60, 100), Survey(30, 100), invited=400)
    assert stated.contacts.value == pytest.approx(180)
    assert stated.contacts.n == 100
    assert stated.response_rate.value == pytest.approx(0.25)
    solved = wilson(60, 100)
    # At least as uncertain as one rate alone, less than both ends at once.
    assert stated.contacts.low is not None
    assert 1_000 * solved.low * wilson(30, 100).low < stated.contacts.low < 1_000 * solved.low * 0.3


def test_stated_names_all_that_is_missing() -> None:
    stated = stated_deflection(0, Survey(0, 0), Survey(0, 0), invited=0)
    assert stated.contacts.missing == (Missing.VIEWERS, Missing.SURVEY_SOLVED, Missing.SURVEY_OTHERWISE)
    assert stated.response_rate.missing == (Missing.SURVEY_INVITATIONS,)


def test_observed_counts_against_the_unexposed() -> None:
    observed = observed_deflection(Group(200, 20), Group(400, 100))
    assert not observed.causal
    assert observed.contacts.value == pytest.approx((200 - 20) - 200 * (1 - 100 / 400))
    assert observed.contacts.low == pytest.approx(200 * newcombe(100, 400, 20, 200).low)


def test_causal_compares_by_intention_to_treat() -> None:
    guarded = causal_deflection(Group(500, 110), Group(9_500, 1_800), 0.05, days=50)
    rate = newcombe(110, 500, 1_800, 9_500)
    assert guarded.compared.causal
    assert guarded.compared.rate == Estimate(*rate, 10_000)
    assert guarded.compared.contacts.value == pytest.approx(9_500 * rate.value)
    assert guarded.mismatch_probability == pytest.approx(1.0)
    assert guarded.detectable_effect is not None
    assert guarded.detectable_effect > rate.value
    assert guarded.days_to_significance is not None
    assert guarded.days_to_significance > 0


def test_causal_is_withheld_when_the_groups_are_out_of_balance() -> None:
    guarded = causal_deflection(Group(700, 110), Group(9_300, 1_800), 0.05, days=50)
    assert guarded.compared.contacts.missing == (Missing.BALANCED_ASSIGNMENT,)
    assert guarded.mismatch_probability is not None
    assert guarded.mismatch_probability < 0.001


@pytest.mark.parametrize(
    ("holdout", "treated", "missing"),
    [
        (Group(0, 0), Group(0, 0), (Missing.HOLDOUT_JOURNEYS, Missing.TREATED_JOURNEYS)),
        (Group(0, 0), Group(10, 2), (Missing.HOLDOUT_JOURNEYS,)),
        (Group(50, None), Group(950, None), (Missing.SUPPORT_CONTACTS,)),
        (
            Group(0, None),
            Group(0, None),
            (Missing.HOLDOUT_JOURNEYS, Missing.TREATED_JOURNEYS, Missing.SUPPORT_CONTACTS),
        ),
    ],
)
def test_causal_names_what_is_missing(holdout: Group, treated: Group, missing: tuple[str, ...]) -> None:
    guarded = causal_deflection(holdout, treated, 0.05, days=7)
    assert guarded.compared.contacts.missing == guarded.compared.rate.missing == missing
    assert guarded.days_to_significance is None


def test_nobody_called_is_a_figure_and_not_a_gap() -> None:
    contacts = causal_deflection(Group(50, 0), Group(950, 0), 0.05, days=7).compared.contacts
    assert contacts.value == 0
    assert contacts.low is not None
    assert contacts.low < 0


COSTS = [
    DatedCost("phone", date(2026, 1, 1), 8.0),
    DatedCost("phone", date(2026, 7, 1), 9.0),
    DatedCost("chat", date(2026, 1, 1), 4.0),
]


def test_costs_hold_from_their_day_on() -> None:
    assert cost_on(COSTS, "phone", date(2026, 6, 30)) == 8.0
    assert cost_on(COSTS, "phone", date(2026, 7, 1)) == 9.0
    assert cost_on(COSTS, "phone", date(2025, 12, 31)) is None


def test_average_cost_follows_channels_and_days() -> None:
    june, august = date(2026, 6, 1), date(2026, 8, 1)
    contacts = {Made("phone", "", june): 2, Made("phone", "", august): 1, Made("chat", "", august): 1}
    assert average_cost(priced(COSTS, contacts)).value == pytest.approx((8 + 8 + 9 + 4) / 4)
    unpriced = average_cost(priced(COSTS, {Made("mail", "", august): 3, Made("chat", "", date(2025, 1, 1)): 1}))
    assert unpriced.missing == ("cost_per_contact:chat", "cost_per_contact:mail")
    assert average_cost([]).missing == ("support_contacts",)


def test_a_cost_for_a_reason_goes_before_that_of_its_channel() -> None:
    costs = [*COSTS, DatedCost("phone", date(2026, 2, 1), 20.0, "Fraud")]
    august = date(2026, 8, 1)
    assert cost_on(costs, "phone", august, "Fraud") == 20.0
    assert cost_on(costs, "phone", august, "Bills") == 9.0
    assert cost_on(costs, "phone", date(2026, 1, 5), "Fraud") == 8.0
    found = priced(
        costs, {Made("phone", "Fraud", august): 2, Made("phone", "", august): 3, Made("mail", "", august): 1}
    )
    assert [(each.reason, each.contacts, each.cost) for each in found] == [
        ("Fraud", 2, 40.0),
        ("", 3, 27.0),
        ("", 1, None),
    ]


def test_savings_carry_the_interval_and_take_off_the_answering() -> None:
    saved = savings(Estimate(100.0, -20.0, 220.0, 900), Estimate.plain(8.0, 40), 600, 0.5)
    assert saved == Estimate(500.0, -460.0, 1_460.0, 900)


def test_savings_name_everything_missing() -> None:
    saved = savings(Estimate.unknown("holdout_journeys"), Estimate.unknown("cost_per_contact:phone"), 600, None)
    assert saved.missing == ("holdout_journeys", "cost_per_contact:phone", "cost_per_minute")


def test_binomial_has_its_mean_and_spread() -> None:
    rng = Random(4)
    draws = [binomial(rng, 100, 0.3) for _ in range(4_000)]
    mean = sum(draws) / len(draws)
    assert mean == pytest.approx(30, abs=0.3)
    assert sum((draw - mean) ** 2 for draw in draws) / len(draws) == pytest.approx(21, rel=0.08)
    assert (binomial(rng, 50, 0.0), binomial(rng, 50, 1.0), binomial(rng, 0, 0.5)) == (0, 50, 0)


@pytest.mark.parametrize("world", ["even", "confounded"])
def test_causal_interval_covers_the_truth(world: str) -> None:
    causal = coverage(world, 1_000, seed=1)["causal"]
    assert 0.93 <= causal.coverage <= 0.97
    assert abs(causal.bias) < 3 * causal.bias_error


def test_naive_measures_are_right_only_where_nothing_confounds() -> None:
    even, confounded = coverage("even", 200, seed=7), coverage("confounded", 200, seed=7)
    for name in ("observed", "stated"):
        assert abs(even[name].bias) < 3 * even[name].bias_error
        assert even[name].coverage > 0.9
        assert confounded[name].bias > 0.2
        assert confounded[name].coverage < 0.2
