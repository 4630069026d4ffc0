"""The report on return: by source, challenge and quarter; what may not be seen is in no sum."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock, transaction
from app.ideas import commands as ideas
from app.ideas.accrual import Flow
from app.ideas.models import Idea, LedgerLine
from app.ideas.queries import Entry
from app.insights.queries.quarters import moved, quarters, standing
from app.insights.queries.returns import returned
from tests.cast import Cast
from tests.insights.test_charts import drawn

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TODAY = date(2026, 8, 15)


def entry(
    kind: str, amount: int, day: date, basis: str = "realised", *, attested: bool = False, told: date | None = None
) -> Entry:
    """A line, realised unless it says otherwise."""
    return Entry(1, "ideas", "EUR", kind, basis, attested, Flow(Decimal(amount), day), recorded_on=told)


def test_quarters_cumulate_and_the_running_one_is_left_out_of_movement() -> None:
    lines = [
        entry("cost", 100, date(2025, 11, 5)), entry("benefit", 30, date(2026, 1, 1)),
        entry("benefit", 80, date(2026, 6, 30)), entry("benefit", 500, date(2026, 7, 1)),
    ]  # fmt: skip
    found = quarters(lines, TODAY)
    assert [(each.label, each.cost, each.benefit, each.net) for each in found] == [
        ("Q4 2025", 100, 0, -100), ("Q1 2026", 100, 30, 30), ("Q2 2026", 100, 110, 80), ("Q3 2026", 100, 610, 500),
    ]  # fmt: skip
    assert [each.running for each in found] == [False, False, False, True]
    movement = moved(found)
    assert (movement.value, movement.baseline, movement.change, movement.velocity) == (80, 30, 50, -80)
    stands = standing(lines, TODAY)
    assert (stands.net.value, stands.net.baseline, stands.net.change, stands.net.velocity) == (510, 10, 500, 420)
    assert (stands.roi.value, stands.roi.baseline, stands.roi.velocity) == pytest.approx((5.1, 0.1, 4.2))
    assert standing([entry("benefit", 30, TODAY)], TODAY).roi.missing[0] == "this_period", "nothing was spent"
    assert standing([entry("benefit", 30, TODAY)], TODAY).net.baseline is None, "before the first line"
    assert quarters([], TODAY) == []


def test_what_was_attested_and_what_was_forecast_stand_against_the_quarters_before() -> None:
    lines = [
        entry("cost", 100, date(2026, 3, 1), attested=True), entry("benefit", 130, date(2026, 3, 31), attested=True),
        entry("benefit", 20, date(2026, 6, 30), attested=True), entry("benefit", 100, TODAY, attested=True),
        entry("benefit", 50, TODAY), entry("benefit", 200, date(2026, 2, 1), "forecast"),
        entry("benefit", 200, TODAY, "forecast"), entry("benefit", 999, date(2027, 1, 1), "forecast"),
    ]  # fmt: skip
    attested, accuracy = standing(lines, TODAY, {1}).attested, standing(lines, TODAY, {1}).accuracy
    assert (attested.value, attested.baseline, attested.velocity) == pytest.approx((1.5, 0.5, 0.8)), "0.3, 0.5, 1.5"
    assert (accuracy.value, accuracy.baseline, accuracy.velocity) == pytest.approx((0.75, 0.75, -0.1)), "0.65 at first"
    assert standing(lines, TODAY).accuracy.value is None, "not launched"


def test_a_forecast_stands_against_what_was_forecast_at_the_ends_of_the_quarters_before() -> None:
    """Struck and entered anew with twice the benefit in June, and once more in August."""
    lines = [
        entry(kind, amount, date(2027, 1, 1), "forecast", told=told)
        for kind, amount, told in (
            ("cost", 100, date(2026, 3, 31)), ("benefit", 150, date(2026, 3, 31)), ("benefit", -150, date(2026, 6, 1)),
            ("benefit", 300, date(2026, 6, 1)), ("benefit", 50, TODAY), ("benefit", 999, TODAY + timedelta(days=1)),
        )
    ]  # fmt: skip
    forecast = standing(lines, TODAY).forecast
    assert (forecast.value, forecast.baseline, forecast.velocity) == pytest.approx((2.5, 2.0, -1.0)), "0.5 at first"
    assert standing(lines[2:], TODAY).forecast.value is None, "no cost is forecast"


@CALM
@given(
    st.lists(st.tuples(st.sampled_from(["cost", "benefit"]), st.integers(1, 999), st.dates(date(2024, 1, 1), TODAY)))
)
def test_the_last_quarter_stands_where_the_ledger_does(lines: list[tuple[str, int, date]]) -> None:
    found = quarters([entry(*line) for line in lines], TODAY)
    sums = {kind: sum(amount for name, amount, _day in lines if name == kind) for kind in ("cost", "benefit")}
    if found:
        assert (found[-1].cost, found[-1].benefit) == (sums["cost"], sums["benefit"])


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """A launched idea of a challenge that everybody sees."""
    return _launched(cast, "fewer-trips", "Lend a spare hub")


def test_the_report_and_its_pages(cast: Cast, idea: Idea, signed_in: Callable[..., FlaskClient]) -> None:
    secret = _launched(cast, "ours", "A secret one", space="staff", audience="internal")
    _enter(cast, idea, "cost", "realised", 200)
    attested = _enter(cast, idea, "benefit", "realised", 300)
    _enter(cast, idea, "benefit", "forecast", 400)
    _enter(cast, secret, "benefit", "realised", 5000)
    with transaction.unit():
        ideas.attest(attested, by=cast.anna)
    report = returned(cast.anna)
    assert [(group.thing, group.sums.realised_benefit, group.n) for group in report.sources] == [("ideas", 5300, 2)]
    assert {group.thing.slug: group.sums.realised_net for group in report.challenges} == {
        "fewer-trips": 100,
        "ours": 5000,
    }
    assert {group.thing.slug: group.n for group in report.spaces} == {"help": 1, "staff": 1}
    assert report.accuracy["EUR"] == (Decimal("0.75"), 1)
    assert report.totals["EUR"].attested_benefit == 300
    assert [row.idea.id for row in returned(cast.anna, challenge=idea.challenge).rows] == [idea.id]
    assert returned(cast.anna, space=idea.space).totals["EUR"].realised_net == 100
    assert returned(cast.carla).totals["EUR"].realised_benefit == 300
    browser = signed_in(cast.anna)
    page = browser.get("/insights/return").text
    for words in ("Attested return", "+50 %", "Brought and spent so far", "Lend a spare hub", "75.0 %"[:2]):
        assert words in page, words
    assert "A secret one" not in browser.get("/insights/return?challenge=fewer-trips").text
    assert "A secret one" not in browser.get("/insights/return.csv?space=help").text
    assert "payback" in browser.get("/insights/return.csv").text.splitlines()[0]
    challenge = signed_in(cast.carla).get(idea.challenge.url).text
    assert "What its ideas brought" in challenge
    assert "50 %" in challenge


def test_the_operation_gives_sums_by_source(cast: Cast, idea: Idea, api: Callable[..., FlaskClient]) -> None:
    _enter(cast, idea, "cost", "realised", 200)
    _enter(cast, idea, "benefit", "forecast", 400)
    given = api(cast.ines).get("/api/v1/insights/return?space=help").json
    assert [(each["source"], each["roi"], each["payback"]) for each in given["sources"]] == [("ideas", "-1", None)]
    assert given["ideas"][0]["idea"] == idea.id
    assert given["movement"][0]["currency"] == "EUR"
    (stands,) = given["standing"]
    assert (stands["net"]["value"], stands["roi"]["value"]) == (-200, -1)
    assert (stands["attested_roi"]["value"], stands["accuracy"]["value"]) == (None, 0)
    assert api(cast.ines).get("/api/v1/insights/return?space=nowhere").status_code == 404
    assert api(cast.erik).get("/api/v1/insights/return").status_code == 403


def test_a_quarter_of_the_chart_leads_to_what_had_come_in_by_its_end(
    cast: Cast, idea: Idea, signed_in: Callable[..., FlaskClient], api: Callable[..., FlaskClient]
) -> None:
    lines = {date(2026, 1, 20): 100, date(2026, 4, 1): 30, date(2026, 6, 30): 20, date(2026, 7, 1): 500}
    with clock.at(datetime(2026, 8, 15, 12, tzinfo=UTC)):
        for day, amount in lines.items():
            _enter(cast, idea, "cost" if amount == 100 else "benefit", "realised", amount, day)
        browser = signed_in(cast.anna)
        ((points, drawn_lines),) = drawn(browser.get("/insights/return?challenge=fewer-trips").text)
        benefit, cost = (line["numbers"] for line in drawn_lines)
        assert [point["label"] for point in points] == ["Before", "Q1 2026", "Q2 2026", "Q3 2026"]
        assert (benefit, cost) == ([0, 0, 50, 550], [0, 100, 100, 100])
        assert ["to=" in point["url"] for point in points] == [False, True, True, True]
        for point, brought, spent in list(zip(points, benefit, cost, strict=True))[1:]:
            place, _hash, _anchor = point["url"].partition("#")
            (told,) = api(cast.anna).get(f"/api/v1{place}").json["totals"]
            assert (float(told["realised_benefit"]), float(told["realised_cost"])) == (brought, spent), point
            behind = browser.get(place).text.split('aria-labelledby="by-idea"')[1].split("</section>")[0]
            assert f"€{brought:.0f}<" in behind
            assert f"€{spent:.0f}<" in behind


def _launched(cast: Cast, slug: str, title: str, *, space: str = "help", **more: Any) -> Idea:
    now, place, ines, emma = clock.now(), cast.space(space), cast.ines, cast.emma
    with transaction.unit():
        challenge = ideas.open_challenge(
            place, slug=slug, title=slug.title(), brief="What would help?", by=ines, opens_at=now - timedelta(days=9),
            closes_at=now + timedelta(days=9), **more,
        )  # fmt: skip
        made = ideas.submit(challenge, title=title, body="Please.", by=emma)
        ideas.move(made, "launched", "Done.", by=ines)
    return made


def _enter(cast: Cast, idea: Idea, kind: str, basis: str, amount: int, day: date | None = None) -> LedgerLine:
    day = day or clock.now().date() - timedelta(days=3)
    with transaction.unit():
        return ideas.record_outcome(
            idea, kind=kind, basis=basis, amount=Decimal(amount), currency="EUR", date=day, evidence="Counted.",
            by=cast.ines,
        )  # fmt: skip
