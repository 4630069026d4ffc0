"""What the answer board saved and cost, in the same ledger as ideas: once a month, changes as differences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.board import commands as board
from app.core import clock, transaction
from app.ideas import queries as ledger
from app.ideas.models import LedgerLine
from app.insights import commands
from app.insights.commands.months import changes
from app.insights.queries import months
from app.insights.queries.returns import returned
from tests.cast import Cast
from tests.insights.conftest import BEGUN, LATER, walk

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARCH = date(2026, 3, 1)
CENTS = st.integers(-(10**6), 10**6).map(lambda cents: Decimal(cents) / 100)


@CALM
@given(st.dictionaries(st.sampled_from(["EUR", "GBP", "USD"]), CENTS), st.sampled_from(["EUR", "GBP"]), CENTS)
def test_after_a_posting_nothing_stands_but_what_is_wanted(
    stands: dict[str, Decimal], currency: str, wanted: Decimal
) -> None:
    posted = changes(stands, currency, wanted)
    after = {name: stands.get(name, Decimal(0)) + posted.get(name, Decimal(0)) for name in {*stands, currency}}
    assert after == {name: wanted if name == currency else 0 for name in after}
    assert changes(after, currency, wanted) == {}


def test_a_month_is_posted_once_and_changes_as_a_difference(cast: Cast, priced: None) -> None:
    walk(cast, held=(30, 30), treated=(3, 57))
    with transaction.unit():
        row = commands.post_month(MARCH)
        commands.post_month(MARCH)
    assert row.told
    assert row.low is not None
    assert row.low > 0
    (benefit,) = lines("benefit")
    assert (benefit.amount, benefit.currency, benefit.date) == (Decimal("216.00"), "GBP", date(2026, 3, 31))
    assert benefit.low is not None
    assert benefit.high is not None
    assert 0 < benefit.low < benefit.amount < benefit.high
    assert benefit.link == "/insights/deflection?from=2026-03-01&to=2026-03-31"
    (cost,) = lines("cost")
    assert (cost.amount, cost.recorded_by, cost.idea_id) == (Decimal("5.00"), None, None)
    with transaction.unit():
        commands.set_contact_cost("call", 4, currency="GBP", since=date(2026, 2, 1), by=None)
        commands.post_month(MARCH)
    assert [line.amount for line in lines("benefit")] == [Decimal("216.00"), Decimal("-108.00")]
    sums = returned(cast.anna, answers=True)
    assert [(group.thing, group.sums.realised_benefit, group.n) for group in sums.sources] == [("answers", 108, 0)]
    assert returned(cast.ines).totals == {}


def test_where_chance_may_explain_it_only_the_cost_is_posted(cast: Cast, priced: None) -> None:
    walk(cast, held=(4, 20), treated=(3, 21))
    with transaction.unit():
        assert commands.post_month(MARCH).told is False
    assert (len(lines("benefit")), len(lines("cost"))) == (0, 1)


def test_answering_costs_what_it_cost_on_its_day_in_its_own_currency(cast: Cast, priced: None) -> None:
    """Two answers of March: one at 30 an hour, one at 60; April's rate, and a cost in euros, are not theirs."""
    walk(cast, held=(4, 20), treated=(3, 21))
    with transaction.unit(), clock.at(BEGUN + timedelta(days=20)):
        question = board.ask(space=cast.space("help"), title="Where is the app?", topics=[], by=cast.carla)
        board.answer(question, "In the shop of your telephone.", by=cast.emma)
    with transaction.unit():
        commands.set_answer_rate(60, minutes=20, currency="GBP", since=date(2026, 3, 20), by=None)
        commands.set_answer_rate(600, minutes=60, currency="GBP", since=date(2026, 4, 1), by=None)
        commands.set_contact_cost("chat", 1, currency="EUR", since=date(2026, 1, 1), by=None)
        commands.post_month(MARCH)
    (cost,) = lines("cost")
    assert (cost.amount, cost.currency) == (Decimal("25.00"), "GBP")


def test_the_job_posts_the_two_last_months_that_are_over(cast: Cast, priced: None, settle: Callable[[], None]) -> None:
    walk(cast, held=(30, 30), treated=(3, 57))
    assert months.ripe(date(2026, 4, 7)) == []
    assert months.ripe(date(2026, 4, 8)) == [MARCH]
    assert months.ripe(date(2026, 6, 9)) == []
    with clock.at(LATER - timedelta(days=20)):
        settle()
        settle()
    assert [month.found.month for month in months.months()] == [MARCH]
    assert len(ledger.answer_lines()) == 2


def test_the_pages(
    cast: Cast, priced: None, signed_in: Callable[..., FlaskClient], api: Callable[..., FlaskClient]
) -> None:
    walk(cast, held=(30, 30), treated=(3, 57))
    analyst = api(cast.anna)
    posted = analyst.put("/api/v1/insights/return/months/2026-03").json
    assert (posted["told"], len(posted["lines"])) == (True, 2)
    assert analyst.put("/api/v1/insights/return/months/2026-12").status_code == 409
    for words in ("march", "9999-12", "0001-01"):
        assert analyst.put(f"/api/v1/insights/return/months/{words}").status_code == 404, words
    assert api(cast.ines).get("/api/v1/insights/return/months").status_code == 403
    assert analyst.get("/api/v1/insights/return/months").json["items"][0]["month"] == "2026-03-01"
    page = signed_in(cast.anna).get("/insights/return").text
    for words in ("Answer board, month by month", "March 2026", "Attest", "£216"):
        assert words in page, words
    assert "Answer board" not in signed_in(cast.ines).get("/insights/return").text
    line = posted["lines"][0]["id"]
    assert api(cast.ines).put(f"/api/v1/ledger/{line}/attestation").status_code == 404


def test_a_line_of_the_board_is_attested_there(cast: Cast, priced: None, signed_in: Callable[..., FlaskClient]) -> None:
    walk(cast, held=(30, 30), treated=(3, 57))
    with transaction.unit():
        commands.post_month(MARCH)
    line, anna, ines = lines("benefit")[0], signed_in(cast.anna), signed_in(cast.ines)
    address = f"/insights/return/lines/{line.id}/attestation?_method=PUT"
    token = {"csrf_token": _token(anna)}
    assert anna.post(address, data=token).status_code == 303
    assert line.attested_by_id == cast.anna.id
    assert anna.post(address, data=token).status_code == 409
    assert ines.post(address, data={"csrf_token": _token(ines)}).status_code == 403
    assert returned(cast.anna, answers=True).totals["GBP"].attested_benefit == 216


def _token(browser: FlaskClient) -> str:
    page = browser.get("/insights/return").text
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def lines(kind: str) -> list[LedgerLine]:
    """The board's lines of a kind, oldest first."""
    return sorted((line for line in ledger.answer_lines() if line.kind == kind), key=lambda line: line.id)
