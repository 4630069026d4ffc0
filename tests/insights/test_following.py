"""Numbers lead to the rows behind them, and those are as many as the number says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from tests.cast import Cast
from tests.insights.conftest import BEGUN, Visited, call
from tests.insights.test_charts import drawn

Browsers = Callable[[Person], FlaskClient]
ROWS = r'<a href="(/insights/(?:deflection/(?:journeys|contacts)|health/questions)\?[^"]*)">([^<]*)</a>'
WEEKS = "from=2026-03-01&to=2026-03-28"


@pytest.fixture
def town(cast: Cast, answered: Question, visited: Visited) -> Question:
    """Journeys of two people and of nobody known, three contacts, and questions of which one is private."""
    other = cast.space("lounge")
    with transaction.unit(), clock.at(BEGUN):
        other.opened_at = cast.space("help").opened_at = BEGUN - timedelta(days=30)
        hidden = board.ask(space=cast.space("help"), title="What only I ask?", by=cast.colin, private=True)
        for number, space in enumerate((cast.space("help"), other, other)):
            board.ask(space=space, title=f"Where is part {number}?", by=cast.colin)
        second = board.ask(space=other, title="How do I reset it?", by=cast.carla)
    with transaction.unit(), clock.at(BEGUN + timedelta(days=2)):
        board.answer(second, "Hold the button for ten seconds.", by=cast.emma)
    for day, read, shown, person in (
        (3, answered, None, cast.carla), (4, second, answered, cast.carla), (5, None, second, cast.colin),
        (6, answered, None, None), (6.5, hidden, None, None), (7, None, None, None),
    ):  # fmt: skip
        visited(day, read=read, shown=shown, person=person)
    for who, day in ((cast.carla, 4.5), (cast.colin, 5.1), (cast.colin, 14)):
        call(who, day)
    return answered


def told(page: str) -> list[str]:
    """How many of what there are, above the rows."""
    above = re.findall(r"<h1>(.*?)(?:<table|</header>|$)", page, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", " ".join(above))
    return re.findall(r"(\d+) (?:journeys?|people|person|support contacts?|questions?)\b", words)


@pytest.mark.parametrize(
    ("page", "least"),
    [
        (f"/insights?{WEEKS}", 7), (f"/insights/deflection?{WEEKS}", 15),
        (f"/insights/deflection?{WEEKS}&by=space&through=view", 12), (f"/insights/deflection?{WEEKS}&by=author", 12),
        (f"/insights/deflection?{WEEKS}&by=topic&touch=first", 11), (f"/insights/health/deflection?{WEEKS}", 4),
        (f"/insights/health?{WEEKS}", 4), ("/insights/report?of=2026-03-05", 4),
    ],
)  # fmt: skip
def test_a_number_leads_to_as_many_rows(
    cast: Cast, town: Question, signed_in: Browsers, page: str, least: int
) -> None:  # fmt: skip
    anna, checked = signed_in(cast.anna), 0
    for url, words in re.findall(ROWS, anna.get(page).text):
        shown = re.search(r"[\d,]+", words)
        if shown is None or re.search(r"%|min|h$|days|Mar|\.", words) or re.search("of=(verified|solved_by)", url):
            continue
        assert shown[0] in told(anna.get(unescape(url)).text), (words, url)
        checked += 1
    assert checked >= least


def test_a_share_leads_to_those_that_make_it_up(cast: Cast, town: Question, signed_in: Browsers) -> None:
    anna = signed_in(cast.anna)
    address = f"/insights/health/questions?{WEEKS}&of="
    listed = [told(anna.get(address + of).text) for of in ("asked", "answered", "within_a_day", "solved")]
    assert listed == [["5"], ["2"], ["1"], ["0"]]
    assert "What only I ask?" not in anna.get(address + "asked").text
    for of in ("first_response", "first_response_kept", "resolution", "resolution_kept"):
        assert anna.get(address + of).status_code == 200


def test_a_week_of_contacts_leads_to_them(cast: Cast, town: Question, signed_in: Browsers) -> None:
    anna = signed_in(cast.anna)
    _journeys, (points, lines) = drawn(anna.get(f"/insights/deflection?{WEEKS}").text)
    listed = [anna.get(point["url"]).text for point in points]
    assert [page.count("<tr>") - 1 if "<table" in page else 0 for page in listed] == lines[0]["numbers"] == [2, 0, 1, 0]
    assert not [page for page in listed if "arla" in page.split("<main")[1]], "nobody is named"
    assert anna.get("/insights/deflection/contacts?after=rubbish").status_code == 422
    assert signed_in(cast.ines).get("/insights/deflection/contacts").status_code == 403
