"""How far the figures of deflection can be trusted: counted by hand, and told on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.board.models import Question
from app.core import clock
from app.insights import words
from app.insights.queries import Period, deflection
from tests.cast import Cast
from tests.insights.conftest import BEGUN, Visited, walk

MARCH = Period(BEGUN.replace(day=1, hour=0), BEGUN.replace(day=31, hour=0))


def found() -> dict[str, tuple[str, bool | None]]:
    return {each.name: (each.found, each.passed) for each in words.checks(deflection.report(MARCH))}


def test_each_check_is_counted_by_hand(
    cast: Cast, priced: None, answered: Question, visited: Visited, signed_in: Callable[..., FlaskClient]
) -> None:
    """60 of 120 are held out, as half should be; a clerk and two programs came by; 33 journeys were followed by one."""
    walk(cast, held=(30, 30), treated=(3, 57))
    visited(5, person=cast.emma, staff=True)
    visited(5, bot=True)
    visited(6, bot=True)
    told = found()
    draw, passed = told["Did the draw fall evenly?"]
    assert draw.endswith("60 of 120 held out, 60 expected.")
    assert passed is True
    assert told["Who is left out?"][0].startswith("Journeys of employees: 1; of programs: 2;")
    assert told["Whose contacts would be recognised?"][0] == "120 of 120 (100 %)"
    assert (
        told["Do contacts count more than once?"][0] == "Journeys that were followed by one: 33; different contacts: 1."
    )
    assert told["How many journeys are too young?"][0] == "0 of 120 (0 %)"
    assert told["How many answered the survey?"][0] == "0 of 0"
    page = signed_in(cast.anna).get("/insights/deflection?from=2026-03-01&to=2026-03-30").text
    for words_told, _passed in told.values():
        assert words_told in page
    with clock.at(BEGUN + timedelta(days=8)):
        assert found()["How many journeys are too young?"][0] == "120 of 120 (100 %)"


def test_a_draw_that_fell_unevenly_does_not_pass(cast: Cast, priced: None) -> None:
    walk(cast, held=(5, 5), treated=(10, 100))
    draw, passed = found()["Did the draw fall evenly?"]
    assert "10 of 120 held out, 60 expected" in draw
    assert passed is False


def test_what_was_not_drawn_can_neither_pass_nor_fail(cast: Cast, priced: None) -> None:
    said = "The draw cannot be checked yet. 0 of 0 held out, 0 expected."
    assert found()["Did the draw fall evenly?"] == (said, None)
