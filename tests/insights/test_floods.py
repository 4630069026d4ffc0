"""Who opens journeys without end moves no figure by much, and it can be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.board.models import Question
from app.core import clock, transaction
from app.extensions import db
from app.insights import commands, queries, telemetry
from app.insights.commands import Source
from app.insights.commands.openings import is_within
from app.insights.models import BUSY, Exposure, Journey, Opening, Reading
from app.insights.queries import Period
from app.insights.queries.crowds import Crowd
from tests.cast import Cast
from tests.parallel import at_once

Api = Callable[..., FlaskClient]
AN_HOUR = timedelta(hours=1)


def tell(browser: FlaskClient, question: Question, journey: str, address: str = "192.0.2.1") -> int:
    """Say that an answer was opened in a journey of a name; returns the status."""
    body = {"subjects": [f"question:{question.id}"], "way": "click", "journey": f"a visit {journey}"}
    environ = {"REMOTE_ADDR": address}
    return browser.post("/api/v1/insights/exposures", json=body, environ_overrides=environ).status_code


def count(model: type) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def now() -> Period:
    """Today and around."""
    return Period(clock.now() - 2 * AN_HOUR, clock.now() + 2 * AN_HOUR)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound that a test reaches."""
    monkeypatch.setattr(telemetry, "MOST_BY_ADDRESS", BUSY + 2)
    monkeypatch.setattr(telemetry, "MOST_BY_KEY", BUSY + 4)


def test_one_address_opens_so_many_journeys_an_hour_and_the_rest_are_told(
    few: None, cast: Cast, client: FlaskClient, api: Api, signed_in: Callable[..., FlaskClient], answered: Question
) -> None:
    told = [tell(client, answered, str(number)) for number in range(BUSY + 5)]
    assert told == [201] * (BUSY + 2) + [429] * 3
    assert tell(client, answered, "0") == 201, "a journey under way goes on"
    assert (count(Journey), count(Exposure)) == (BUSY + 2, BUSY + 2)
    assert tell(client, answered, "elsewhere", "192.0.2.2") == 201
    assert queries.count(now(), timedelta(days=7)).crowd == Crowd(busy=BUSY + 2, turned_away=3)
    page = signed_in(cast.anna).get("/insights/deflection?days=28").text
    assert "Many journeys from few places" in page
    assert "3 more were turned away and are not counted" in page
    report = api(cast.anna).get("/api/v1/insights/deflection").json
    assert (report["left_out"]["turned_away"], report["crowded_journeys"]) == (3, BUSY + 2)
    with clock.at(clock.now() + AN_HOUR):
        assert tell(client, answered, "later") == 201


def test_who_is_turned_away_is_told_when_to_come_again(few: None, client: FlaskClient, answered: Question) -> None:
    for number in range(BUSY + 2):
        tell(client, answered, str(number))
    body = {"subjects": [f"question:{answered.id}"], "journey": "one more visit"}
    answer = client.post("/api/v1/insights/exposures", json=body, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert answer.headers["Retry-After"] == "3600"
    assert f"At most {BUSY + 2} journeys an hour" in answer.json["detail"]
    solved = {"subject": f"question:{answered.id}", "journey": "and another visit"}
    refused = client.post("/api/v1/insights/resolutions", json=solved, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert refused.status_code == 429


def test_a_key_has_a_bound_of_its_own_wherever_it_calls_from(
    few: None, cast: Cast, api: Api, answered: Question
) -> None:
    caller = api(cast.anna)
    told = [tell(caller, answered, str(number), f"192.0.2.{number}") for number in range(BUSY + 5)]
    assert told == [201] * (BUSY + 4) + [429]


def test_all_addresses_of_one_ipv6_network_are_one(few: None, client: FlaskClient, answered: Question) -> None:
    told = [tell(client, answered, str(number), f"2001:db8::{number:x}") for number in range(BUSY + 3)]
    assert told[-1] == 429
    assert tell(client, answered, "other", "2001:db8:0:1::1") == 201


def test_pages_work_on_for_who_is_not_counted(few: None, app: Flask, client: FlaskClient, answered: Question) -> None:
    for number in range(BUSY + 2):
        tell(client, answered, str(number), "127.0.0.1")
    before = count(Journey)
    visitor = app.test_client()
    assert visitor.get("/contact").status_code == 200
    assert visitor.get(answered.url).status_code == 200
    solved = visitor.post("/insights/resolutions", data={"subject": f"question:{answered.id}"}, follow_redirects=True)
    assert solved.status_code in {200, 400}, "without a token of the page it is refused as any form is"
    assert count(Journey) == before


def test_strangers_from_one_place_count_as_so_many_readers_and_no_more(
    few: None, cast: Cast, answered: Question
) -> None:
    source = Source("address 192.0.2.1", 3)
    with transaction.unit():
        counted = [
            commands.read_questions(f"visit {number}", [answered.id], by=None, source=source) for number in range(5)
        ]
        assert counted == [1, 1, 1, 0, 0]
        assert commands.read_questions("hers", [answered.id], by=cast.carla, source=source) == 1
    assert count(Reading) == 4
    assert queries.count(now(), timedelta(days=7)).crowd == Crowd(), "readers are no journeys"


def test_many_at_once_are_counted_exactly(app: Flask) -> None:
    source = Source("address 192.0.2.1", 20)
    results = at_once(app, 40, lambda _turn: is_within(source))
    assert (results.count(True), results.count(False)) == (20, 20)
    assert db.session.scalars(select(Opening.count)).all() == [40]


def test_what_is_kept_names_no_address_and_is_forgotten(app: Flask) -> None:
    quiet, busy = Source("address 192.0.2.1", 600), Source("address 192.0.2.2", 600)
    with transaction.unit():
        is_within(quiet)
        for _turn in range(BUSY):
            is_within(busy)
    first = set(db.session.scalars(select(Opening.source)))
    assert all("192" not in each and len(each) == 64 for each in first)
    with clock.at(clock.now() + AN_HOUR), transaction.unit():
        is_within(quiet)
    assert len(set(db.session.scalars(select(Opening.source)))) == 3, "of each hour another name"
    for days, left in ((2, 1), (401, 0)):
        with clock.at(clock.now() + timedelta(days=days)), transaction.unit():
            commands.forget_openings()
        assert count(Opening) == left
