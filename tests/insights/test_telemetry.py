"""Journeys as pages tell them: who is counted, who is held out, and that no page ever fails for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board.models import Question
from app.core import transaction
from app.crm.models import Interaction, SupportContact
from app.extensions import db
from app.insights import commands, telemetry
from app.insights.models import Exposure, Filing, Journey, Resolution
from tests.cast import Cast

Browser = Callable[[Person], FlaskClient]


def token(browser: FlaskClient, page: str = "/contact") -> str:
    """The token that a page carries."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
    assert found
    return found[1]


def only(kind: type[Any]) -> Any:
    """The one row of a table."""
    db.session.expire_all()
    return db.session.scalars(select(kind)).one()


def number(kind: type[Any]) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize(
    ("page", "began"), [("/contact", "contact"), ("/search?q=router", "search"), ("/questions/new", "ask")]
)
def test_where_a_journey_opens(client: FlaskClient, cast: Cast, page: str, began: str) -> None:
    cast.space("help")
    answer = client.get(page)
    assert only(Journey).began == began
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("journey=")
    assert "HttpOnly" in cookie
    client.get("/contact")
    assert number(Journey) == 1


def test_reading_alone_opens_no_journey(client: FlaskClient, answered: Question) -> None:
    assert client.get(answered.url).status_code == 200
    assert number(Journey) == 0


def test_what_is_typed_is_one_journey(client: FlaskClient, answered: Question) -> None:
    """The page hands out the key, so requests that overtake each other while typing do not each begin a journey."""
    assert "journey=" in client.get("/").headers["Set-Cookie"]
    for words in ("wi", "wif", "wifi"):
        client.get(f"/search/similar?q={words}&at=home", headers={"Sec-Fetch-Dest": "empty"})
    assert number(Journey) == 1


def test_a_fragment_hands_out_no_key(client: FlaskClient, answered: Question) -> None:
    fragment = client.get(answered.url, headers={"Turbo-Frame": "x", "Sec-Fetch-Dest": "empty"})
    assert "journey=" not in fragment.headers.get("Set-Cookie", "")


def test_what_is_opened_counts_once(client: FlaskClient, answered: Question) -> None:
    client.get("/contact")
    for _reload in range(2):
        client.get(answered.url)
    opened = only(Exposure)
    assert (opened.subject, opened.way) == (f"question:{answered.id}", "click")


def test_staff_and_bots_are_marked(client: FlaskClient, signed_in: Browser, cast: Cast) -> None:
    signed_in(cast.emma).get("/contact")
    client.get("/contact", headers={"User-Agent": "Googlebot/2.1"})
    rows = db.session.execute(select(Journey.is_staff, Journey.is_bot).order_by(Journey.id)).all()
    assert [tuple(row) for row in rows] == [(True, False), (False, True)]


def test_a_forged_cookie_is_no_journey(client: FlaskClient) -> None:
    client.set_cookie("journey", "forged.value.here")
    client.get("/contact")
    assert only(Journey).key != commands.hashed("forged.value.here")


def test_no_page_fails_because_it_could_not_be_counted(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: Any, **_more: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(telemetry.commands, "keep_going", fail)
    assert client.get("/contact").status_code == 200


def test_the_draw_is_stable_and_near_its_share(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], holdout_share=0.25))
    keys = [commands.hashed(str(each)) for each in range(2000)]
    drawn = [commands.arm_of(key) for key in keys]
    assert drawn == [commands.arm_of(key) for key in keys]
    assert 420 < drawn.count("holdout") < 580


def test_who_is_held_out_sees_no_suggestions_and_staff_always_do(
    app: Flask, client: FlaskClient, signed_in: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = replace(app.extensions["settings"], holdout_share=0.5)
    monkeypatch.setitem(app.extensions, "settings", held)
    monkeypatch.setattr(telemetry.commands, "arm_of", lambda _key: "holdout")
    assert 'class="block insights-answers"' not in client.get("/contact").text
    assert 'class="block insights-answers"' in signed_in(cast.emma).get("/contact").text


def test_this_solved_it_is_noted_logged_and_asked_about(
    signed_in: Browser, cast: Cast, answered: Question, settle: Callable[[], None]
) -> None:
    carla = signed_in(cast.carla)
    fields = {"csrf_token": token(carla), "subject": f"question:{answered.id}", "at": "contact"}
    assert carla.post("/insights/resolutions", data=fields).location == "/insights/thanks"
    carla.post("/insights/resolutions", data=fields)
    assert only(Resolution).person_id == cast.carla.id
    settle()
    assert "solved_by_reading" in set(db.session.scalars(select(Interaction.kind)))
    said = {"csrf_token": token(carla, "/insights/thanks"), "solved": "yes", "otherwise": "no"}
    assert carla.post("/insights/thanks", data=said).status_code == 303
    assert only(Resolution).otherwise is False
    fields["subject"] = "question:999"
    assert carla.post("/insights/resolutions", data=fields).status_code == 422


def test_ideas_count_once_a_member_and_day_and_nonsense_is_refused(signed_in: Browser, cast: Cast) -> None:
    carla = signed_in(cast.carla)
    headers = {"X-CSRFToken": token(carla)}
    said = {"subjects": ["idea:1", "question:zero", "idea:-1", 7, "x" * 99], "path": "/ideas"}
    assert carla.post("/insights/exposures", json=said, headers=headers).status_code == 204
    assert carla.post("/insights/exposures", json=[1], headers=headers).status_code == 422


def test_a_visitor_writes_with_what_was_read_and_care_reads_it(
    client: FlaskClient, signed_in: Browser, cast: Cast, answered: Question
) -> None:
    client.get("/contact")
    client.get(answered.url)
    fields = {"csrf_token": token(client), "title": "Still red", "body": "I restarted it twice."}
    assert client.post("/contact", data=fields).status_code == 422
    assert client.post("/contact", data={**fields, "email": "joe@example.com"}).location == "/contact/thanks"
    filing, contact = only(Filing), only(SupportContact)
    assert (filing.email, filing.read) == ("joe@example.com", [f"question:{answered.id}"])
    assert (contact.channel, contact.reason) == ("case", ""), "where nothing is offered to choose from"
    assert only(Journey).identity_id == contact.identity_id
    page = signed_in(cast.cara).get(filing.url).text
    assert "I restarted it twice." in page
    assert answered.title in page
    assert signed_in(cast.carla).get(filing.url).status_code == 403


def test_card_numbers_are_refused_and_the_text_is_kept(signed_in: Browser, cast: Cast) -> None:
    carla = signed_in(cast.carla)
    fields = {"csrf_token": token(carla), "title": "My bill", "body": "My card is 4111 1111 1111 1111"}
    answer = carla.post("/contact", data=fields)
    assert answer.status_code == 422
    assert "4111 1111" in answer.text
    with transaction.reading():
        assert number(SupportContact) == 0
