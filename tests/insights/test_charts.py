"""What charts show over time: each point is what its rows come to, and leads to them, for those who may see them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.insights.queries import Period
from app.insights.queries.behind import BEHIND, questions_behind
from app.insights.queries.course import course, step_days
from app.insights.queries.vitals import NAMES, counted
from tests.board.test_views import cost
from tests.cast import Cast
from tests.insights.conftest import BEGUN, Visited, call

Browsers = Callable[[Person], FlaskClient]
MARCH = Period(BEGUN.replace(day=1, hour=0), BEGUN.replace(day=29, hour=0))


def drawn(page: str) -> list[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """The points and lines of each chart of a page, as its script gets them."""
    found = re.findall(r'data-chart-points-value="([^"]*)" data-chart-lines-value="([^"]*)"', page)
    return [(json.loads(unescape(points)), json.loads(unescape(lines))) for points, lines in found]


@pytest.fixture
def month(cast: Cast, answered: Question, visited: Visited) -> Question:
    """Four weeks: a question of before, read in two; three more asked in the second, one of them private."""
    for day in (1, 2, 15):
        visited(day, read=answered)
    with transaction.unit(), clock.at(BEGUN + timedelta(days=8)):
        cast.space("help").opened_at = BEGUN - timedelta(days=30)
        for number in range(2):
            board.ask(space=cast.space("help"), title=f"Where is part {number}?", by=cast.colin)
        board.ask(space=cast.space("help"), title="What only I ask?", by=cast.colin, private=True)
    return answered


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_what_the_whole_would_say_of_it_and_what_its_rows_are(cast: Cast, month: Question, name: str) -> None:
    viewer, space = cast.anna, cast.space("help")
    steps = course(name, MARCH, viewer, space)
    assert [step.period.days for step in steps] == [7, 7, 7, 7]
    assert steps[0].period.start == MARCH.start
    for step in steps:
        assert step.count == counted(step.period, viewer)[name].get(space.id, step.count)
        if name in BEHIND and name != "verified_share":
            behind = questions_behind(name, step.period, viewer, space, after=None, limit=30)
            assert bool(behind.page.items) is bool(step.count.n)
            assert behind.n == len(behind.page.items)
            assert "What only I ask?" not in {question.title for question in behind.page.items}
    if name == "asked":
        assert [step.count.value for step in steps] == [1, 2, 0, 0]


def test_steps_are_whole_days_and_at_most_thirteen() -> None:
    for days, wanted in ((3, 1), (14, 1), (28, 7), (84, 7), (182, 14), (364, 28)):
        period = Period(BEGUN - timedelta(days=days), BEGUN)
        assert step_days(period) == wanted
        steps = period.steps(wanted)
        assert len(steps) <= 14
        assert steps[-1].last == BEGUN.date()
        assert all(one.end == other.start for one, other in pairwise(steps))


def test_the_page_of_health_draws_it_and_leads_to_the_questions(
    cast: Cast, month: Question, signed_in: Browsers
) -> None:
    anna = signed_in(cast.anna)
    address = "/insights/health?from=2026-03-01&to=2026-03-28&of=asked&space=help"
    page = anna.get(address).text
    ((points, lines),) = drawn(page)
    assert lines[0]["numbers"] == [1, 2, 0, 0]
    assert points[1]["url"] in unescape(page)
    behind = anna.get(points[1]["url"]).text
    assert "Where is part 0?" in behind
    assert "What only I ask?" not in behind
    assert signed_in(cast.emma).get(points[1]["url"]).status_code == 403
    assert anna.get("/insights/health/questions?of=people").status_code == 404
    assert anna.get(f"{points[1]['url']}&after=rubbish").status_code == 422
    ((points, _lines),) = drawn(anna.get(address.replace("asked", "people")).text)
    assert {point["url"] for point in points} == {""}


def test_the_questions_behind_cost_the_same_however_many(cast: Cast, month: Question, signed_in: Browsers) -> None:
    anna, address = signed_in(cast.anna), "/insights/health/questions?of=asked&from=2026-03-01&to=2026-03-28"
    few = cost(anna, address)
    with transaction.unit(), clock.at(BEGUN + timedelta(days=9)):
        for number in range(35):
            board.ask(space=cast.space("help"), title=f"And part {number}?", by=cast.carla)
    assert cost(anna, address) <= few + 1
    assert 'rel="next"' in anna.get(address).text


def test_a_week_of_contacts_leads_to_just_its_journeys(cast: Cast, month: Question, signed_in: Browsers) -> None:
    call(cast.carla, 1)
    anna = signed_in(cast.anna)
    charts = drawn(anna.get("/insights/deflection?from=2026-03-01&to=2026-03-28").text)
    (shown, _lines), _contacts = charts
    journeys = [re.search(r"(\d+) journeys?<", anna.get(p["url"].replace("contacted", "all")).text) for p in shown]
    assert [found and found[1] for found in journeys] == ["2", "0", "1", "0"]
