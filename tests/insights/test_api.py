"""What pages of insights say, programs read: formulas of others, base rates, the report, how health went."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.accounts.models import Person
from app.board.models import Question
from app.core import clock, transaction
from app.extensions import db
from app.insights import commands
from app.insights.api.health import Vital
from app.insights.commands import Seen, Visit
from app.insights.models import CLICK, TREATMENT, Journey
from app.insights.queries.vitals import NAMES
from tests.cast import Cast
from tests.insights.conftest import BEGUN, Visited, call, walk

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
MARCH = "from=2026-03-01&to=2026-03-31"
NEW = (
    "/insights/savings", "/insights/deflection/industry", "/insights/deflection/base-rates", "/insights/report",
    "/insights/health/course", "/insights/deflection/credit",
)  # fmt: skip
SEEN_BY = {"anna": (200,) * 6, "stella": (200,) * 6, "ines": (403, 403, 403, 200, 200, 403), "emma": (403,) * 6}


@pytest.mark.parametrize("handle", SEEN_BY)
def test_who_reads_what(cast: Cast, api: Clients, handle: str) -> None:
    client = api(getattr(cast, handle))
    assert tuple(client.get(f"/api/v1{place}").status_code for place in NEW) == SEEN_BY[handle]


def test_a_token_that_may_not_read_reads_nothing(cast: Cast, api: Clients) -> None:
    client = api(cast.anna, "crm")
    assert {client.get(f"/api/v1{place}").status_code for place in NEW} == {403}


def said(at: float, key: str, question: Question, *, solved: bool, otherwise: bool) -> None:
    """A journey that read, and what its reader said."""
    moment = BEGUN + timedelta(days=at)
    subject = f"question:{question.id}"
    with transaction.unit():
        commands.take_in([
            Visit(
                commands.hashed(key), "search", moment, moment, seen=((moment, Seen(subject, CLICK)),),
                solved=(moment, subject), replied=(solved, otherwise),
            )
        ])  # fmt: skip
        # The lot is drawn under a key that each run makes anew; readers among the held out would be left out.
        db.session.execute(update(Journey).where(Journey.key == commands.hashed(key)).values(arm=TREATMENT))


def test_the_formulas_of_others_are_reckoned_by_hand(
    cast: Cast, priced: None, answered: Question, signed_in: Browsers, api: Clients
) -> None:
    """124 journeys: 120 of which 27 contacts were spared, and 4 readers, of whom 3 say solved and 2 otherwise."""
    walk(cast, held=(30, 30), treated=(3, 57))
    for number, (solved, otherwise) in enumerate([(True, True), (True, True), (True, False), (False, False)]):
        said(12 + number / 10, f"said {number}", answered, solved=solved, otherwise=otherwise)
    told = api(cast.anna).get(f"/api/v1/insights/deflection/industry?{MARCH}").json
    claims = {one["formula"]: one for one in told["claims"]}
    assert claims["zendesk"]["figure"]["value"] == pytest.approx(124 / 2)
    assert (claims["zendesk"]["in_contacts"], claims["zendesk"]["times"]) == (False, None)
    assert claims["khoros"]["figure"]["value"] == pytest.approx(124 * 1 * 0.75 * 0.5)
    assert claims["vanilla"]["figure"]["value"] == pytest.approx(0 + 0 / 5 + 4 / 20)
    assert claims["khoros"]["times"] == pytest.approx(46.5 / told["causal"]["value"])
    assert [factor["name"] for factor in claims["khoros"]["factors"]] == ["visits", "seeking", "solved", "otherwise"]
    page = signed_in(cast.anna).get(f"/insights/deflection?{MARCH}").text
    assert "62.0 : 1" in page
    assert claims["vanilla"]["why_it_differs"] in page


def test_credit_comes_to_what_was_spared_and_saved(
    cast: Cast, priced: None, answered: Question, visited: Visited, signed_in: Browsers, api: Clients
) -> None:
    """All that was opened is one question, by Emma, so that all is owed to it, to her and to its space."""
    walk(cast, held=(30, 30), treated=(3, 57))
    for number in range(6):
        visited(12 + number / 10, read=answered)
    client = api(cast.anna)
    causal = client.get(f"/api/v1/insights/deflection?{MARCH}").json["causal"]["contacts"]
    for by, title in (("question", answered.title), ("author", "Emma Employee"), ("space", cast.space("help").name)):
        (line,) = client.get(f"/api/v1/insights/deflection/credit?{MARCH}&by={by}").json["lines"]
        assert line["title"] == title
        assert line["credit"] == line["without_contact"] == line["journeys"]
        assert line["spared"]["value"] == pytest.approx(causal["value"], abs=0.01)
        assert line["saved"]["value"] == pytest.approx(8 * causal["value"], abs=0.01)
    (line,) = client.get(f"/api/v1/insights/deflection/credit?{MARCH}&through=view").json["lines"]
    assert (line["journeys"], line["spared"]["value"]) == (0, 0), "nothing was only shown"
    assert client.get("/api/v1/insights/deflection/credit?touch=middle").status_code == 422
    assert f"£{8 * causal['value']:,.2f}" in signed_in(cast.anna).get(f"/insights/deflection?{MARCH}").text


def test_base_rates_are_counted_by_hand(cast: Cast, priced: None, api: Clients) -> None:
    """Held out are 60, of whom 30 called; of three contacts one was followed by another within the week."""
    walk(cast, held=(30, 30), treated=(3, 57))
    call(cast.carla, 6)
    told = api(cast.anna).get(f"/api/v1/insights/deflection/base-rates?{MARCH}").json
    assert (told["unaided"]["value"], told["unaided"]["n"]) == (0.5, 60)
    assert (told["again"]["value"], told["again"]["n"]) == (pytest.approx(1 / 3), 3)
    assert told["elsewhere"]["value"] == pytest.approx(7_033 / 11_725)
    assert told["again"]["low"] < 1 / 3 < told["again"]["high"]


def figures(client: FlaskClient, more: str = "") -> dict[str, dict[str, Any]]:
    sent = client.get(f"/api/v1/insights/report?of=2026-03-05{more}").json
    return {line["figure"]: line for line in sent["lines"]}


def test_the_report_says_what_the_pages_say(
    cast: Cast, priced: None, answered: Question, signed_in: Browsers, api: Clients
) -> None:
    """Each figure of March, beside the page on deflection, that on return and the overview, for just March."""
    walk(cast, held=(30, 30), treated=(3, 57))
    for number in range(4):
        said(12 + number / 10, f"said {number}", answered, solved=number > 0, otherwise=number > 1)
    with transaction.unit():
        commands.post_month(clock.now().date().replace(month=3, day=1))
    client, browser = api(cast.anna), signed_in(cast.anna)
    report = figures(client)
    deflection = client.get(f"/api/v1/insights/deflection?{MARCH}").json
    for name, there in {
        "causal": deflection["causal"]["contacts"], "observed": deflection["observed"]["contacts"],
        "stated": deflection["stated"]["contacts"], "self_service": deflection["self_service"]["score"],
        "saved": deflection["savings"],
    }.items():  # fmt: skip
        assert report[name]["estimate"] == there, name
        assert there["value"] is not None, (name, there)
    assert report["journeys"]["estimate"]["value"] == deflection["journeys"] == 124
    assert report["causal_rate"]["estimate"]["value"] == pytest.approx(100 * deflection["causal"]["rate"]["value"])
    brought = client.get(f"/api/v1/insights/return?{MARCH}").json["totals"][0]
    assert report["realised_benefit"]["estimate"]["value"] == float(brought["realised_benefit"])
    assert report["realised_cost"]["estimate"]["value"] == float(brought["realised_cost"])
    assert report["asked"]["estimate"]["value"] == 1
    _the_pages_say_it(browser, report)


def _the_pages_say_it(browser: FlaskClient, report: dict[str, dict[str, Any]]) -> None:
    """In the words of the page of the report, of that on deflection, and of the overview."""
    here = cells(browser.get("/insights/report?every=monthly&of=2026-03-01").text)
    there = browser.get(f"/insights/deflection?{MARCH}").text
    at_a_glance = browser.get(f"/insights?{MARCH}").text
    spared, saved = (f"{report[name]['estimate']['value']:,.0f}" for name in ("causal", "saved"))
    assert here["Contacts spared, by holdout"] == spared
    assert here["Saved, less the cost of answering"] == f"£{saved}"
    for page in (there, at_a_glance):
        assert spared in figures_on(page)
        assert f"£{saved}" in page
    assert here["Contacts spared, as readers say"] in figures_on(there)
    assert here["Questions asked"] in figures_on(at_a_glance)


def figures_on(page: str) -> list[str]:
    """The big numbers of a page, whether or not they lead on."""
    return [re.sub(r"<[^>]+>", "", said).strip() for said in re.findall(r'<p class="figure">(.*?)</p>', page)]


def cells(page: str) -> dict[str, str]:
    """The second cell of each row of a page's tables by its first, as words."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th><td class="n">(.*?)</td>', page, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", head).strip(): re.sub(r"<[^>]+>", "", value).strip() for head, value in found}


@pytest.mark.usefixtures("priced")
def test_a_report_is_only_of_what_is_over(cast: Cast, api: Clients) -> None:
    client = api(cast.anna)
    refused = client.get("/api/v1/insights/report?of=2026-05-01")
    assert (refused.status_code, "not over yet" in refused.json["errors"]["of"]) == (422, True)
    assert client.get("/api/v1/insights/report?every=hourly").status_code == 422
    assert client.get("/api/v1/insights/report?every=weekly").json["last"] == "2026-04-19"
    assert client.get("/api/v1/insights/report").json["first"] == "2026-03-01"
    assert {line["part"] for line in api(cast.ines).get("/api/v1/insights/report").json["lines"]} <= {
        "service", "return",
    }  # fmt: skip


def test_every_figure_of_health_has_its_course(cast: Cast, answered: Question, api: Clients) -> None:
    assert get_args(Vital) == NAMES
    with transaction.unit():
        cast.space("help").opened_at = BEGUN - timedelta(days=30)
    client = api(cast.anna)
    for name in NAMES:
        told = client.get(f"/api/v1/insights/health/course?{MARCH}&of={name}&space=help").json
        assert (told["figure"], told["space"], told["days_each"], len(told["steps"])) == (name, "help", 7, 4), name
    asked = client.get(f"/api/v1/insights/health/course?{MARCH}&of=asked").json
    assert [step["value"] for step in asked["steps"]] == [0, 0, 0, 0]
    assert client.get("/api/v1/insights/health/course?of=joy").status_code == 422
    assert client.get("/api/v1/insights/health/course?space=nowhere").status_code == 404


def test_measures_move_by_thirds_of_the_period(cast: Cast, answered: Question, visited: Visited, api: Clients) -> None:
    """Readers for each who called: 2 to 1, then 1 to 1, then 4 to 2; who replied in the second says otherwise, in the
    last not.
    """
    for day, person in ((1, cast.carla), (1, cast.colin), (20, None), (20, None), (20, None)):
        visited(day, read=answered, person=person)
    said(10, "in the second third", answered, solved=True, otherwise=True)
    said(21, "in the last", answered, solved=True, otherwise=False)
    for person, day in ((cast.carla, 1.5), (cast.colin, 11), (cast.carla, 21), (cast.colin, 21)):
        call(person, day)
    moved = api(cast.anna).get("/api/v1/insights/deflection?from=2026-03-01&to=2026-03-28").json["movement"]
    score, stated = moved["self_service"], moved["stated"]
    assert [score[name] for name in ("value", "baseline", "change", "velocity")] == pytest.approx([2, 1, 1, 2])
    assert (stated["value"], stated["baseline"], stated["change"]) == (0, 1, -1)
    assert stated["missing"] == ["second_period_before"]
