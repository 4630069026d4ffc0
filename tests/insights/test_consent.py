"""Who says no is not counted: by the button, by what the browser sends, on every way in; and what is told then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board.models import Question
from app.core import clock, personal, subscriptions, transaction
from app.crm.models import Interaction
from app.extensions import db
from app.insights import commands
from app.insights.models import Exposure, Filing, Journey, Reading, Resolution
from tests.cast import Cast
from tests.insights.conftest import BEGUN
from tests.insights.test_trials import token

Browser = Callable[[Person], FlaskClient]


def kept() -> list[int]:
    """How many rows say anything of visits."""
    tables = (Journey, Exposure, Reading, Resolution)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def go_through(browser: FlaskClient, question: Question) -> None:
    """Search, look at suggestions, read an answer, say that it helped, begin to write to support."""
    browser.get("/search?q=hub")
    browser.get("/search/similar?at=contact&q=hub+red+light")
    browser.get(question.url)
    browser.post("/insights/exposures", json={"subjects": [f"question:{question.id}"], "path": "/questions"})
    fields = {"subject": f"question:{question.id}", "at": "contact"}
    assert browser.post("/insights/resolutions", data=fields | token(browser, "/contact")).status_code == 303


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_a_browser_that_says_no_leaves_no_trace(app: Flask, answered: Question, header: str) -> None:
    browser = app.test_client()
    browser.environ_base[f"HTTP_{header.upper().replace('-', '_')}"] = "1"
    go_through(browser, answered)
    assert kept() == [0, 0, 0, 0]
    assert browser.get_cookie("journey") is None
    assert "we do as it asks" in browser.get("/journeys").text
    assert "was not noted either" in browser.get("/insights/thanks").text


def test_a_program_notes_nothing_of_who_says_no(client: FlaskClient, answered: Question) -> None:
    subject, visit, no = f"question:{answered.id}", "their own visit", {"Sec-GPC": "1"}
    seen = {"subjects": [subject], "journey": visit}
    assert client.post("/api/v1/insights/exposures", json=seen, headers=no).get_json()["recorded"] == 0
    helped = {"subject": subject, "journey": visit, "otherwise": True}
    assert client.post("/api/v1/insights/resolutions", json=helped, headers=no).status_code == 204
    assert kept() == [0, 0, 0, 0]
    assert client.post("/api/v1/insights/resolutions", json=helped).status_code == 201
    assert kept() == [1, 0, 0, 1]


def test_the_button_stops_counting_and_starts_it_again(app: Flask, answered: Question) -> None:
    browser = app.test_client()
    browser.get("/contact")
    assert browser.get_cookie("journey") is not None
    began = kept()
    assert browser.post("/journeys/refusal?_method=PUT", data=token(browser, "/journeys")).status_code == 303
    go_through(browser, answered)
    assert kept() == began
    assert browser.get_cookie("journey") is None
    assert browser.post("/journeys/refusal?_method=DELETE", data=token(browser, "/journeys")).status_code == 303
    go_through(browser, answered)
    assert kept() > began


def test_a_message_of_somebody_uncounted_says_nothing_of_what_was_read(
    signed_in: Browser, cast: Cast, answered: Question
) -> None:
    carla = signed_in(cast.carla)
    for header in (None, "1"):
        if header:
            carla.environ_base["HTTP_SEC_GPC"] = header
        carla.get("/contact")
        carla.get(answered.url)
        data = {"title": f"Still red {header}", "body": "I restarted it twice."}
        assert carla.post("/contact", data=data | token(carla, "/contact")).status_code == 303
    read = db.session.scalars(select(Filing.read).order_by(Filing.id)).all()
    assert read == [[f"question:{answered.id}"], []]
    subscriptions.run_all()
    lines = db.session.execute(select(Interaction.kind, Interaction.summary).where(Interaction.kind == "read")).all()
    assert lines == [("read", answered.title)]


def test_after_400_days_nobody_knows_whose_journey_it_was(app: Flask, cast: Cast, visited: Callable[..., str]) -> None:
    visited(0, person=cast.carla)
    visited(10, person=cast.carla)
    with clock.at(BEGUN + timedelta(days=405)), transaction.unit():
        commands.forget_owners()
    owners = db.session.scalars(select(Journey.person_id).order_by(Journey.opened_at)).all()
    assert owners == [None, cast.carla.id]


def test_what_was_written_before_joining_is_theirs_once_the_address_is(cast: Cast) -> None:
    with transaction.unit():
        commands.file_contact("My bill", "It is too high.", email="Carla@example.com", journey=None, by=None)
        commands.file_contact("My bill", "Mine too.", email="colin@example.com", journey=None, by=None)
    assert [row["title"] for row in dict(personal.parts(cast.carla))["requests to support"]] == ["My bill"]
    with transaction.unit():
        personal.take_out(cast.carla, words=False)
    kept = db.session.scalars(select(Filing).order_by(Filing.id)).all()
    assert [(each.email, each.body) for each in kept] == [("", ""), ("colin@example.com", "Mine too.")]
