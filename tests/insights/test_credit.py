"""What is owed to each answer, topic, author and space, net of answering: the parts come to the whole, by any touch."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.insights import commands
from app.insights.commands import Seen, Visit
from app.insights.models import CLICK, VIEW
from app.spaces import commands as spaces
from tests.board.test_views import cost
from tests.cast import Cast
from tests.insights.conftest import BEGUN, walk

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
MARCH = "from=2026-03-01&to=2026-03-31"
HIDDEN = "What nobody knows?"
WAYS = list(product(("question", "topic", "author", "space"), ("first", "last", "linear"), ("click", "view")))


@pytest.fixture
def town(cast: Cast, priced: None, answered: Question) -> Question:
    """27 contacts spared; four answers of March at 5 each: one by Emma, two to a question of two topics, one hidden."""
    walk(cast, held=(30, 30), treated=(3, 57))
    for person in (cast.erik, cast.stella):
        cast.certify(person)
        cast.season(person)
    with transaction.unit(), clock.at(BEGUN + timedelta(days=1)):
        wifi = board.ask(space=cast.space("help"), title="No Wi-Fi", topics=["Wi-Fi", "Routers"], by=cast.colin)
        board.answer(wifi, "Move it.", by=cast.emma)
        board.answer(wifi, "Update it.", by=cast.erik)
        secret = spaces.open_space(slug="secret", name="Secret", visibility="invited", by=cast.stella)
        hidden = board.ask(space=secret, title=HIDDEN, by=cast.stella)
        board.answer(hidden, "Nobody does.", by=cast.stella)
    met = [[answered]] * 4 + [[answered, wifi]] * 5 + [[hidden, wifi]] * 3 + [[hidden]] * 2
    with transaction.unit():
        commands.take_in([_visit(number, questions) for number, questions in enumerate(met * 2)])
    return wifi


def _visit(number: int, questions: list[Question]) -> Visit:
    at = BEGUN + timedelta(days=10, minutes=number)
    seen = tuple(
        (at + timedelta(seconds=place), Seen(f"question:{question.id}", way))
        for place, question in enumerate(questions) for way in (VIEW, CLICK)
    )  # fmt: skip
    return Visit(commands.hashed(f"reader {number}"), "search", at, at, seen=seen)


def told(client: FlaskClient, more: str, of: str = "deflection/credit") -> dict[str, Any]:
    answer = client.get(f"/api/v1/insights/{of}?{MARCH}{more}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_the_parts_come_to_the_whole_whatever_it_is_owed_to(cast: Cast, town: Question, api: Clients) -> None:
    client = api(cast.anna)
    all_saved = told(client, "", "savings")
    for by, touch, through in WAYS:
        found = told(client, f"&by={by}&touch={touch}&through={through}")
        parts, whole = [*found["lines"], found["unnamed"]], found["whole"]
        for name in ("spared", "saved", "net"):
            assert sum(round(100 * part[name]["value"]) for part in parts) == round(100 * whole[name]["value"])
        assert sum(round(100 * part["answering"]) for part in parts) == round(100 * whole["answering"]) == 2_000
        assert sum(part["credit"] for part in parts) == pytest.approx(whole["credit"])
        assert (whole["answers"], whole["answering"]) == (all_saved["answers"], pytest.approx(all_saved["answering"]))
        assert whole["saved"]["value"] == pytest.approx(all_saved["gross"]["value"], abs=0.01)
        assert whole["net"]["value"] == pytest.approx(all_saved["saved"]["value"], abs=0.01)
        assert whole["net"]["low"] == pytest.approx(all_saved["saved"]["low"], abs=0.05)


def test_answering_costs_those_who_answered_what_was_answered(cast: Cast, town: Question, api: Clients) -> None:
    client = api(cast.anna)
    for by, costs in (
        ("question", {"Hub shows a red light": 5, "No Wi-Fi": 10}), ("topic", {"Routers": 5, "Wi-Fi": 5}),
        ("author", {"Emma Employee": 10, "Erik Employee": 5}), ("space", {"Help": 15}),
    ):  # fmt: skip
        found = told(client, f"&by={by}")
        assert {line["title"]: line["answering"] for line in found["lines"]} == costs, by
        for line in found["lines"]:
            assert line["net"]["value"] == pytest.approx(line["saved"]["value"] - line["answering"])
        assert found["unnamed"]["answering"] == 20 - sum(costs.values())


def test_each_answer_costs_what_its_own_day_says(cast: Cast, town: Question, api: Clients) -> None:
    """From the third of March on an hour costs twice as much; the first answer is of the first."""
    with transaction.unit():
        commands.set_answer_rate(60, minutes=10, currency="GBP", since=date(2026, 3, 3), by=None)
    found = told(api(cast.anna), "")
    assert {line["title"]: line["answering"] for line in found["lines"]} == {"Hub shows a red light": 5, "No Wi-Fi": 20}
    assert found["whole"]["answering"] == 35 == told(api(cast.anna), "", "savings")["answering"]
    of_help = told(api(cast.anna), "&space=help")
    assert (of_help["whole"]["answering"], of_help["whole"]["answers"]) == (25, 3), "and of one space only its own"
    assert of_help["whole"]["net"]["missing"] == ["assignment_by_space"]


def test_what_one_may_not_see_has_no_name_and_keeps_its_part(cast: Cast, town: Question, api: Clients) -> None:
    for by in ("question", "space"):
        mine, theirs = told(api(cast.anna), f"&by={by}"), told(api(cast.stella), f"&by={by}")
        assert HIDDEN not in str(mine)
        assert "secret" not in str(mine).lower()
        (kept,) = [line for line in theirs["lines"] if "ecret" in line["title"] or line["title"] == HIDDEN]
        assert rounded({**kept, "title": "", "url": ""}) == rounded(mine["unnamed"])
        assert (rounded(mine["whole"]), theirs["unnamed"]["credit"]) == (rounded(theirs["whole"]), 0)


def rounded(line: Any) -> Any:
    """A line to a millionth: what each may see is summed up in another order, and floats differ in their last digit."""
    if isinstance(line, dict):
        return {name: rounded(value) for name, value in line.items()}
    return round(line, 6) if isinstance(line, float) else line


def test_where_nothing_was_met_all_of_it_is_told_apart_for_none(
    cast: Cast, priced: None, answered: Question, api: Clients
) -> None:
    walk(cast, held=(30, 30), treated=(3, 57))
    found = told(api(cast.anna), "")
    (line,) = found["lines"]
    assert (line["spared"]["value"], line["answering"], line["net"]["value"]) == (0, 5, -5)
    assert (found["unnamed"]["spared"], found["unnamed"]["net"]["value"]) == (found["whole"]["spared"], 216)


def test_page_files_and_program_say_the_same(cast: Cast, town: Question, signed_in: Browsers, api: Clients) -> None:
    browser, found = signed_in(cast.anna), told(api(cast.anna), "&by=author&touch=linear")
    page = browser.get(f"/insights/deflection?{MARCH}&by=author&touch=linear").text
    where = f"/insights/deflection/credit.csv?{MARCH}&by=author&touch=linear"
    rows = {row["url"]: row for row in csv.DictReader(io.StringIO(browser.get(where).text.lstrip("\ufeff")))}
    assert set(rows) == {line["url"] for line in found["lines"]} | {""}
    for part in [*found["lines"], found["unnamed"]]:
        row, counts = rows[part["url"]], (part["journeys"], part["answers"])
        assert (int(row["journeys"]), int(row["answers"]), row["currency"]) == (*counts, "GBP")
        for name in ("spared", "saved", "net"):
            assert [float(row[name + end]) for end in ("", "_low", "_high")] == [
                part[name][end] for end in ("value", "low", "high")
            ]
    for line in [*found["lines"], found["whole"]]:
        assert f"£{abs(line['net']['value']):,.2f}" in page
    assert "?from=2026-03-01&amp;to=2026-03-31&amp;by=topic" in page, "another view is of the same days"
    book = browser.get(where.replace(".csv", ".xlsx")).data
    assert b"Erik Employee" in ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert browser.get("/insights/deflection/credit.exe").status_code == 404
    assert signed_in(cast.ines).get("/insights/deflection/credit.csv").status_code == 403


def test_it_is_paged_and_costs_the_same_however_many(
    cast: Cast, town: Question, signed_in: Browsers, api: Clients
) -> None:
    browser, client, space = signed_in(cast.anna), api(cast.anna), cast.space("help")
    few = cost(browser, f"/insights/deflection?{MARCH}&by=topic")
    with transaction.unit(), clock.at(BEGUN + timedelta(days=2)):
        for number in range(25):
            more = board.ask(space=space, title=f"More {number}", topics=[f"Topic {number}"], by=cast.colin)
            board.answer(more, "Like this.", by=cast.emma)
    assert cost(browser, f"/insights/deflection?{MARCH}&by=topic") == few
    assert "7 others" in browser.get(f"/insights/deflection?{MARCH}&by=topic").text
    first = told(client, "&limit=20")
    rest = told(client, f"&limit=20&after={first['next']}")
    assert (len(first["lines"]), len(rest["lines"]), rest["next"]) == (20, 7, None)
    assert sum(line["answering"] for line in first["lines"] + rest["lines"]) == 5 * 28
    assert client.get("/api/v1/insights/deflection/credit?after=WzEsMl0").status_code == 422
