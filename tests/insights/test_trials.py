"""Half of all journeys held out for a time: who may, what it draws, how it is compared, what the daily page says."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from math import hypot

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Person
from app.board.models import Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.extensions import db
from app.insights import commands, queries
from app.insights.commands import Visit
from app.insights.estimates.balance import sample_ratio_mismatch, sample_ratio_mismatch_over
from app.insights.estimates.deflection import Group, Stratum, causal_deflection, stratified, worth
from app.insights.estimates.power import power_table, sample_size
from app.insights.estimates.running import looks, told_on
from app.insights.models import HOLDOUT, TREATMENT, Journey, Trial
from app.insights.queries import Period
from app.insights.queries.deflection import report
from app.insights.queries.guard import arm, base_rates
from app.insights.queries.running import running
from app.insights.queries.trials import Shares
from tests.cast import Cast
from tests.insights.conftest import BEGUN, call

Browser = Callable[[Person], FlaskClient]
DAY = timedelta(days=1)


def token(browser: FlaskClient, page: str) -> dict[str, str]:
    """What a form of a page carries along."""
    return {"csrf_token": browser.get(page).text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]}


def test_two_times_are_compared_each_within_itself() -> None:
    """A rare week with one in twenty and a busy one with half held out: pooled, they would show an effect."""
    quiet, busy = Stratum(0.05, Group(50, 5), Group(950, 95)), Stratum(0.5, Group(500, 200), Group(500, 200))
    found = stratified([quiet, busy], days=14)
    assert found.compared.contacts.value == pytest.approx(0.0)
    parts = [causal_deflection(each.holdout, each.treated, each.share, 7).compared.contacts for each in (quiet, busy)]
    assert found.compared.contacts.low == pytest.approx(-hypot(*(part.low or 0 for part in parts)))
    assert found.compared.contacts.n == 2_000
    assert found.mismatch_probability == pytest.approx(1.0)
    assert worth([quiet, busy], 0.5) == round((47.5 + 250) / 0.25)


def test_a_time_with_an_empty_group_compares_nothing() -> None:
    one = Stratum(0.5, Group(40, 10), Group(40, 8))
    found = stratified([Stratum(0.05, Group(0, 0), Group(6, 1)), one], days=2)
    assert found.compared == causal_deflection(one.holdout, one.treated, 0.5, 2).compared
    nobody = stratified([Stratum(0.05, Group(0, 0), Group(6, 1)), Stratum(0.5, Group(0, 0), Group(0, 0))], days=2)
    assert nobody.compared.contacts.missing == ("holdout_journeys",)


def test_a_fair_draw_over_times_adds_up_what_is_too_many() -> None:
    assert sample_ratio_mismatch_over([(60, 940, 0.05)]) == sample_ratio_mismatch(60, 940, 0.05)
    assert sample_ratio_mismatch_over([(60, 940, 0.05), (490, 510, 0.5)]) == pytest.approx(1.0)
    assert sample_ratio_mismatch_over([(0, 0, 0.5)]) is None
    with pytest.raises(ValueError, match="share"):
        sample_ratio_mismatch_over([(1, 1, 0.0)])


def test_the_power_table_is_the_sample_size_of_each_effect() -> None:
    table = power_table(0.04, 0.05, 1_000, 50.0)
    assert [row.effect for row in table] == [0.005, 0.01, 0.02, 0.03]
    assert table[1].journeys == sample_size(0.04, 0.03, 0.05)
    assert table[1].more == table[1].journeys - 1_000
    assert table[1].days == -(-table[1].more // 50)
    assert table[1].even == sample_size(0.04, 0.03, 0.5) < table[1].journeys
    assert power_table(0.04, 0.0, 0, 1.0) == []


def test_looks_are_summed_up_and_say_when_it_could_first_be_told() -> None:
    days = [(date(2026, 3, day), Group(100, 50), Group(100, 20)) for day in (1, 2, 3)]
    found = looks(days)
    assert [look.treated.contacts for look in found] == [20, 40, 60]
    assert [look.daily is not None and look.daily.low > 0 for look in found] == [False, True, True]
    assert told_on(found) == date(2026, 3, 2)
    assert told_on(looks([(days[0][0], Group(10, 5), Group(10, 5))])) is None
    assert looks([(days[0][0], Group(10, None), Group(10, None))])[0].once is None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=4))
def test_segments_cover_the_period_without_a_gap(spans: list[tuple[int, int]]) -> None:
    trials, free = [], 0
    for start, length in sorted(spans):
        if start >= free:
            trials.append(Trial(share=0.5, starts_at=BEGUN + start * DAY, ends_at=BEGUN + (start + length) * DAY))
            free = start + length
    period = Period(BEGUN + 5 * DAY, BEGUN + 30 * DAY)
    parts = Shares(0.05, trials).segments(period)
    assert parts[0][0].start == period.start
    assert parts[-1][0].end == period.end
    assert all(one.end == after.start for (one, _), (after, _) in pairwise(parts))
    held = sum(part.days for part, share in parts if share == 0.5)
    inside = [(max(t.starts_at, period.start), min(t.ends_at, period.end)) for t in trials]
    assert held == pytest.approx(sum(max(0.0, (end - start) / DAY) for start, end in inside))


def test_a_trial_holds_out_half_and_what_was_drawn_stays(app: Flask, cast: Cast) -> None:
    keys = [commands.hashed(f"visitor {number}") for number in range(400)]
    with clock.at(BEGUN), transaction.unit():
        before = {key for key in keys if commands.arm_of(key) == HOLDOUT}
        kept = commands.keep_going(next(key for key in keys if key not in before), began="search")
        trial = commands.begin_trial(7, "To know by Friday", by=cast.anna)
        within = {key for key in keys if commands.arm_of(key) == HOLDOUT}
        assert before < within
        assert 160 < len(within) < 240
        assert kept is not None
        assert kept.arm == TREATMENT
        with pytest.raises(Invalid):
            commands.begin_trial(7, "Another", by=cast.anna)
    with clock.at(BEGUN + DAY), transaction.unit():
        commands.end_trial(db.session.get_one(Trial, trial.id), by=cast.anna)
        assert {key for key in keys if commands.arm_of(key) == HOLDOUT} == before
        assert queries.shares().at(BEGUN + DAY / 2) == 0.5
        assert queries.shares().since(clock.now()) == BEGUN + DAY


def test_who_may_run_a_trial_by_page_and_api(signed_in: Browser, api: Callable[..., FlaskClient], cast: Cast) -> None:
    asked = {"days": "14", "reason": "Before the budget"}
    cara, anna = signed_in(cast.cara), signed_in(cast.anna)
    assert cara.post("/insights/trial", data=asked | token(cara, "/contact")).status_code == 403
    assert signed_in(cast.ines).get("/insights/trial").status_code == 403
    asked |= token(anna, "/contact")
    wrong = anna.post("/insights/trial", data={**asked, "days": "400"})
    assert wrong.status_code == 422
    assert "Before the budget" in wrong.text
    assert anna.post("/insights/trial", data=asked).status_code == 303
    assert "A trial is under way" in anna.get("/insights/trial").text
    twice = anna.post("/insights/trial", data=asked)
    assert twice.status_code == 422
    assert "A trial is under way" in twice.text
    program = api(cast.anna)
    assert program.get("/api/v1/insights/trial").json["share"] == 0.5  # type: ignore[index]
    assert api(cast.carla).get("/api/v1/insights/trial").status_code == 403
    assert program.delete("/api/v1/insights/trial").status_code == 200
    assert program.delete("/api/v1/insights/trial").status_code == 404
    assert program.post("/api/v1/insights/trial", json={"days": 3, "reason": "x"}).status_code == 422
    assert program.post("/api/v1/insights/trial", json={"days": 9, "reason": "x"}).status_code == 201


def test_the_daily_page_counts_only_journeys_whose_days_are_over(
    signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str]
) -> None:
    for day in (0, 0, 20):
        visited(day, read=answered, person=cast.carla)
    call(cast.carla, 1)
    with clock.at(BEGUN + 21 * DAY):
        found = running()
        assert [len(found.count.journeys), found.treated.read, found.treated.suggested] == [2, 2, 0]
        assert found.last is not None
        assert found.last.treated.contacts == 2
        page = signed_in(cast.anna).get("/insights/trial").text
        longer = signed_in(cast.anna).get("/insights/trial?window=14").text
    assert "We cannot say yet." in page
    assert "How many it takes" in page
    assert "whose 7 days are over" in page
    assert "whose 14 days are over" in longer


def test_base_rates_are_counted_on_contacts_whose_days_are_over(
    app: Flask, cast: Cast, answered: Question, visited: Callable[..., str]
) -> None:
    for day in (1, 3, 20):
        call(cast.carla, day)
    call(cast.colin, 4)
    visited(0, shown=answered)
    with clock.at(BEGUN + 22 * DAY):
        found = report(Period(BEGUN - DAY, BEGUN + 22 * DAY))
    assert (found.count.again.yes, found.count.again.answers) == (1, 3)
    assert base_rates(found.count).elsewhere.value == pytest.approx(0.5998, abs=1e-4)
    assert base_rates(found.count).unaided.missing == ("holdout_journeys",)
    assert dataclasses.astuple(arm(found.count.treated)) == (1, 0, 1, 0)


def test_the_page_says_what_others_claim_what_contacts_cost_and_why_silence_proves_nothing(
    signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str]
) -> None:
    visited(0, read=answered, person=cast.carla)
    call(cast.carla, 1)
    anna = signed_in(cast.anna)
    data = {"channel": "call", "reason": "Fraud", "amount": "12", "currency": "GBP", "since": "2026-01-01"}
    assert anna.post("/insights/costs/contacts", data=data | token(anna, "/contact")).status_code == 303
    assert re.search(r"<td>Fraud</td>", anna.get("/insights/costs").text)
    page = anna.get("/insights/deflection?from=2026-03-01&to=2026-03-20").text
    for said in ("Khoros, survey", "7,033 of 11,725", "no cost set", "Met answers elsewhere", "1.0 : 1"):
        assert said in page, said


def test_a_new_setting_changes_no_older_figure(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 200 journeys one in twenty was held out, of the next 200 half; each by what was the setting then."""
    for day, share, arms in ((2, 0.05, {HOLDOUT: 10, TREATMENT: 190}), (9, 0.5, {HOLDOUT: 100, TREATMENT: 100})):
        with transaction.unit():
            db.session.add_all(
                Journey(
                    key=f"{share}{name}{number}", began="search", arm=name, share=share,
                    person_id=cast.carla.id if number % 4 == 0 else cast.colin.id, opened_at=BEGUN + day * DAY,
                    last_at=BEGUN + day * DAY,
                )
                for name, count in arms.items() for number in range(count)
            )  # fmt: skip
    call(cast.carla, 3)
    call(cast.carla, 10)
    found = []
    for setting in (0.05, 0.5, 0.0):
        changed = dataclasses.replace(app.extensions["settings"], holdout_share=setting)
        monkeypatch.setitem(app.extensions, "settings", changed)
        with clock.at(BEGUN + 28 * DAY):
            found.append(report(Period(BEGUN, BEGUN + 21 * DAY)))
            if setting:
                late = running()
                assert late.count.group(late.count.held_out).journeys == (0 if setting == 0.05 else 100)
    for one in found:
        assert [(each.share, each.holdout.journeys, each.treated.journeys) for each in one.strata] == [
            (0.05, 10, 190), (0.5, 100, 100),
        ]  # fmt: skip
        assert one.causal == found[0].causal
    assert found[0].causal.compared.rate.known
    assert found[0].causal.mismatch_probability == pytest.approx(1.0)


def test_each_journey_keeps_what_was_held_out_when_it_was_drawn(cast: Cast) -> None:
    with clock.at(BEGUN), transaction.unit():
        usual = commands.keep_going(commands.hashed("one"), began="search")
        trial = commands.begin_trial(7, "Soon", by=cast.anna)
        within = commands.keep_going(commands.hashed("two"), began="search")
        imported = Visit(commands.hashed("three"), "search", BEGUN + DAY, BEGUN + DAY)
        commands.take_in([imported])
    taken = queries.journey_by_key(commands.hashed("three"))
    assert usual is not None
    assert within is not None
    assert taken is not None
    assert (usual.share, within.share, taken.share, trial.share) == (0.0, 0.5, 0.5, 0.5)
