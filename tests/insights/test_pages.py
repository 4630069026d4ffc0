"""Who sees the insights, what they cost, and that a spreadsheet runs nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.core.sheet import safe
from app.extensions import db
from tests.cast import Cast
from tests.insights.conftest import BEGUN, call

Browser = Callable[[Person], FlaskClient]
PAGES = (
    "/insights",
    "/insights/deflection",
    "/insights/deflection.csv",
    "/insights/return",
    "/insights/return.csv",
    "/insights/costs",
)
SEEN_BY = {
    "anna": (200, 200, 200, 200, 200, 200),
    "stella": (200, 200, 200, 200, 200, 200),
    "ada": (200, 200, 200, 200, 200, 200),
    "ines": (200, 403, 403, 200, 200, 403),
    "emma": (403,) * 6,
    "carla": (403,) * 6,
}


@pytest.mark.parametrize("handle", SEEN_BY)
def test_who_sees_what(signed_in: Browser, cast: Cast, handle: str) -> None:
    browser = signed_in(getattr(cast, handle))
    assert tuple(browser.get(page).status_code for page in PAGES) == SEEN_BY[handle]


def test_each_anchor_that_a_figure_links_to_is_there(signed_in: Browser, cast: Cast) -> None:

    methods = signed_in(cast.anna).get("/insights/methods").text
    templates = Path("templates/insights").glob("*.html")
    anchors = {a for path in templates for a in re.findall(r'method\("([a-z-]+)"', path.read_text())}
    assert len(anchors) > 6
    assert {anchor for anchor in anchors if f'id="{anchor}"' not in methods} == set()


@pytest.mark.parametrize("days", ["to=9999-12-31", "to=0001-01-01", "from=0001-01-02", "from=1990-01-01&to=2190-12-31"])
def test_a_period_at_the_end_of_the_calendar_is_no_fault(signed_in: Browser, cast: Cast, days: str) -> None:
    browser = signed_in(cast.anna)
    assert [browser.get(f"{place}?{days}").status_code for place in ("/insights", "/insights/deflection")] == [200] * 2


def test_a_period_ends_on_the_last_day_that_was_asked_for(signed_in: Browser, cast: Cast) -> None:
    browser = signed_in(cast.anna)
    for place in ("", "/deflection", "/deflection/journeys", "/health", "/health/deflection"):
        page = browser.get(f"/insights{place}?from=2026-04-01&to=2026-06-30").text
        assert "1 Apr 2026 to 30 Jun 2026" in page, place


def test_each_space_stands_against_the_period_before(signed_in: Browser, cast: Cast, answered: Question) -> None:
    with transaction.unit():
        for days in (0, 29, 30):
            with clock.at(BEGUN - timedelta(days=days)):
                board.ask(space=answered.space, title=f"Asked {days} days before", body="So.", topics=[], by=cast.carla)
    with clock.at(BEGUN + timedelta(hours=1)):
        page = signed_in(cast.anna).get("/insights").text
    row = page.split('href="/spaces/help"')[1].split("</tr>")[0]
    assert " ".join(re.sub(r"<[^>]+>", " ", row).split()[-6:]) == "50 % +50 0 % 0", row


def test_before_anything_was_counted_nothing_is_zero(signed_in: Browser, cast: Cast) -> None:
    anna = signed_in(cast.anna)
    front, whole = anna.get("/insights").text, anna.get("/insights/deflection").text
    readers = front.split("<h3>People who read answers</h3>")[1].split("</div>")[0]
    assert "Missing: journeys." in readers
    assert "change 0" not in readers
    assert whole.count("Nothing to draw yet.") == 2, "no chart of contacts that nobody recorded"
    assert "– contacted us" in whole


def test_a_figure_that_is_not_known_says_what_is_missing(signed_in: Browser, cast: Cast) -> None:
    page = signed_in(cast.anna).get("/insights/deflection").text
    assert "Not known yet" in page
    assert "support contacts from the contact centre" in page


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_no_cell_begins_a_formula(bad: str) -> None:
    assert safe(bad) == f"'{bad}"


@pytest.mark.parametrize("good", [-5, "Hub 5", "", 1.5])
def test_other_cells_stay_as_they_are(good: Any) -> None:
    assert safe(good) == good


def test_rows_name_nobody(signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str]) -> None:
    with clock.at(BEGUN + timedelta(days=2)):
        visited(0, read=answered, person=cast.carla)
    call(cast.carla, 1)
    rows = signed_in(cast.anna).get("/insights/deflection.csv?from=2026-03-01&to=2026-03-20").text.splitlines()
    line = f"search,treatment,0.0,1,question:{answered.id},0,2026-03-03T09:00:00.000Z,call,1"
    assert rows[1].endswith(line)
    assert "arla" not in rows[1]


def test_rows_number_no_question_that_their_reader_may_not_see(
    signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str]
) -> None:
    with transaction.unit(), clock.at(BEGUN - timedelta(days=1)):
        hidden = board.ask(space=answered.space, title="My number is on the bill", by=cast.carla, private=True)
        board.answer(hidden, "It is taken off.", by=cast.emma)
    visited(0, read=hidden)
    visited(0, read=answered)
    place = "/insights/deflection.csv?from=2026-03-01&to=2026-03-20"

    def read(person: Person) -> list[tuple[str, str]]:
        rows = csv.DictReader(io.StringIO(signed_in(person).get(place).text))
        return [(row["read"], row["read_count"]) for row in rows]

    assert read(cast.anna) == [("", "1"), (f"question:{answered.id}", "1")]
    assert read(cast.ada) == [(f"question:{hidden.id}", "1"), (f"question:{answered.id}", "1")]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run in the block."""
    statements: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", ["/insights/deflection?days=28", "/insights"])
def test_pages_cost_the_same_with_more_journeys(
    signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str], page: str
) -> None:
    anna = signed_in(cast.anna)
    days = (datetime.now(UTC) - BEGUN) / timedelta(days=1)

    def cost() -> int:
        anna.get(page)
        with counted() as statements:
            assert anna.get(page).status_code == 200
        return len(statements)

    visited(days - 1, read=answered, person=cast.carla)
    call(cast.carla, days - 0.5)
    few = cost()
    for _more in range(5):
        visited(days - 2, read=answered, shown=answered, person=cast.colin)
    call(cast.colin, days - 0.5)
    assert cost() == few


def test_deflection_by_api(api: Callable[..., FlaskClient], cast: Cast, answered: Question) -> None:
    carla, anna = api(cast.carla), api(cast.anna, "read", "write", "crm")
    said = {"subjects": [f"question:{answered.id}"], "way": "click", "journey": "a-random-name"}
    assert carla.post("/api/v1/insights/exposures", json=said).json == {"recorded": 1, "arm": "treatment"}
    solved = {"subject": f"question:{answered.id}", "journey": "a-random-name", "solved": True, "otherwise": True}
    assert carla.post("/api/v1/insights/resolutions", json=solved).status_code == 201
    row = {"handle": "carla", "at": clock.rfc3339(clock.now()), "channel": "call", "minutes": 4}
    imported = anna.post("/api/v1/insights/support-contacts", json={"support_contacts": [row, row]}).json
    assert imported is not None
    assert (imported["added"], imported["unchanged"]) == (1, 1)
    assert carla.get("/api/v1/insights/deflection").status_code == 403
    found = anna.get("/api/v1/insights/deflection?window=3").json
    assert found is not None
    assert (found["journeys"], found["window_days"]) == (1, 3)
    assert found["self_service"]["score"]["value"] == 1
    assert found["stated"]["contacts"]["value"] == 1
    assert found["causal"]["rate"]["missing"] == ["holdout"]
    assert anna.get("/api/v1/insights/deflection?from=2026-05-02&to=2026-05-01").status_code == 422
    assert anna.get("/api/v1/insights/return").json == {
        "totals": [], "sources": [], "ideas": [], "movement": [], "standing": [],
    }  # fmt: skip
