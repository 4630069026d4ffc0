"""The pages and operations of moderation, and what they never show."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import transaction
from app.extensions import db
from app.moderation import commands, queries
from app.moderation.models import Case
from tests.cast import Cast
from tests.moderation.conftest import subject_of

Browse = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
Flagged = Callable[..., Case]
Writes = Callable[..., Answer]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
RUDE_TITLE = "Why is he such an idiot?"


def send(browser: FlaskClient, url: str, **fields: str) -> TestResponse:
    """Send a form the way a page does, with its token."""
    match = TOKEN.search(browser.get("/questions/new").text)
    assert match
    return browser.post(url, data={"csrf_token": match[1], **fields})


@pytest.fixture
def held(cast: Cast, settle: Callable[[], None]) -> Question:
    """Carla's question, held by a rule, with its case."""
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        made = board.ask(space=space, title=RUDE_TITLE, topics=[], by=carla)
    settle()
    return made


def test_reporting_and_deciding(cast: Cast, asked: Question, signed_in: Browse, settle: Callable[[], None]) -> None:
    url = f"/flags/new?subject=question:{asked.id}"
    reader = signed_in(cast.erik)
    assert "Wi-Fi drops" in reader.get(url).text
    assert send(reader, url, note="Hm").status_code == 422
    assert send(reader, url, reason="abuse", note="Mocking").status_code == 303
    moderator = signed_in(cast.max)
    page = moderator.get("/moderation").text
    assert all(word in page for word in ("Wi-Fi drops", "Mocking", "Erik Employee", "Serious"))
    (case,) = queries.queue(cast.max).items
    decision = f"/moderation/cases/{case.id}/decision"
    assert send(moderator, decision, action="hide", reason="Not kind.").status_code == 303
    assert asked.hold == "hidden"
    shown = moderator.get(f"/moderation/cases/{case.id}").text
    assert "Not kind." in shown
    assert "Take it back" in shown
    assert "Wi-Fi drops" in moderator.get("/moderation?state=decided").text
    assert send(moderator, f"{decision}?_method=DELETE").status_code == 303
    assert asked.hold == "shown"


def test_a_refused_decision_keeps_what_was_typed(
    cast: Cast, asked: Question, flagged: Flagged, signed_in: Browse
) -> None:
    case = flagged(f"question:{asked.id}")
    moderator = signed_in(cast.max)
    decision = f"/moderation/cases/{case.id}/decision"
    answer = send(moderator, decision, action="edit", reason="Say which room.", body=" ")
    assert answer.status_code == 422
    assert "Say which room." in answer.text
    assert "Write the text as it should read." in answer.text
    answer = send(moderator, decision, reason="Say which room.", body="Mine so far")
    assert answer.status_code == 422
    assert "Mine so far" in answer.text


def test_the_second_moderator_is_told_that_it_is_decided(
    cast: Cast, asked: Question, flagged: Flagged, signed_in: Browse
) -> None:
    case, max_ = flagged(f"question:{asked.id}"), cast.max
    moderator = signed_in(max_)
    with transaction.unit():
        commands.decide(case, "warn", "Fine.", by=max_)
    answer = send(moderator, f"/moderation/cases/{case.id}/decision", action="hide", reason="No.")
    assert answer.status_code == 303
    assert "already" in moderator.get(answer.location).text
    assert asked.hold == "shown"


def test_cases_never_show_to_others(cast: Cast, held: Question, signed_in: Browse, client: FlaskClient) -> None:
    (case,) = queries.queue(cast.max).items
    assert client.get("/moderation").status_code in {302, 303, 401}
    for person in (cast.carla, cast.emma, cast.mona):
        browser = signed_in(person)
        for url in ("/moderation", f"/moderation/cases/{case.id}"):
            answer = browser.get(url)
            assert answer.status_code in {403, 404}
            assert RUDE_TITLE not in answer.text


def test_what_is_held_appears_nowhere(cast: Cast, held: Question, signed_in: Browse, client: FlaskClient) -> None:
    for browser in (client, signed_in(cast.colin), signed_in(cast.emma)):
        for url in (
            "/",
            "/questions",
            "/questions.atom",
            "/search?q=idiot",
            "/search/similar?q=such+an+idiot",
            "/desk",
        ):
            assert RUDE_TITLE not in browser.get(url).text
        assert browser.get(held.url).status_code == 404
        assert browser.get(f"/flags/new?subject=question:{held.id}").status_code in {302, 303, 401, 404}
    assert signed_in(cast.carla).get(held.url).status_code == 200


def test_authors_do_not_read_who_reported_them(cast: Cast, signed_in: Browse, flagged: Flagged) -> None:
    space, max_ = cast.space("help"), cast.max
    with transaction.unit():
        own = board.ask(space=space, title="My own", topics=[], by=max_)
    case = flagged(f"question:{own.id}")
    page = signed_in(max_).get(f"/moderation/cases/{case.id}").text
    assert "You cannot decide this one" in page
    assert "Erik Employee" not in page
    assert send(signed_in(max_), f"/moderation/cases/{case.id}/decision", action="hide", reason="x").status_code == 403


def cost(browser: FlaskClient, url: str) -> int:
    """How many statements a page sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    browser.get(url)
    sent.clear()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_the_queue_costs_the_same_however_long(cast: Cast, asked: Question, answer: Writes, signed_in: Browse) -> None:
    sue, carla, erik, space = cast.sue, cast.carla, cast.erik, cast.space("help")

    def fill(many: int) -> None:
        for n in range(many):
            given = answer(f"Channel {n}.")
            with transaction.unit():
                question = board.ask(space=space, title=f"Question {n}", topics=[f"Topic {n}"], by=carla)
                said = board.comment_on_answer(given, "Thanks.", by=sue)
                for name in (f"answer:{given.id}", f"question:{question.id}", f"comment:{said.id}"):
                    commands.flag(subject_of(name), "wrong", by=erik)

    moderator = signed_in(cast.max)
    fill(2)
    few = cost(moderator, "/moderation")
    fill(6)
    assert cost(moderator, "/moderation") == few


def items(caller: FlaskClient, state: str) -> list[dict[str, Any]]:
    """The cases that the API lists."""
    listed = caller.get(f"/api/v1/moderation/cases?state={state}").json
    assert listed
    return list(listed["items"])


def test_the_api_flags_decides_and_takes_back(cast: Cast, asked: Question, api: Api) -> None:
    name, reader, moderator = f"question:{asked.id}", api(cast.erik), api(cast.max)
    assert reader.post("/api/v1/flags", json={"subject": name, "reason": "spam"}).status_code == 201
    assert reader.post("/api/v1/flags", json={"subject": name, "reason": "dull"}).status_code == 422
    assert reader.post("/api/v1/flags", json={"subject": "question:999", "reason": "spam"}).status_code == 404
    assert api(cast.carla).post("/api/v1/flags", json={"subject": name, "reason": "spam"}).status_code == 403
    assert reader.get("/api/v1/moderation/cases").status_code == 403
    (case,) = items(moderator, "open")
    assert (case["subject"], case["flag_count"], case["severity"]) == (name, 1, 2)
    decision = f"/api/v1/moderation/cases/{case['id']}/decision"
    assert reader.post(decision, json={"action": "hide", "reason": "x"}).status_code in {403, 404}
    assert moderator.post(decision, json={"action": "hide", "reason": ""}).status_code == 422
    made = moderator.post(decision, json={"action": "hide", "reason": "An advert."})
    assert (made.status_code, (made.json or {})["action"]) == (201, "hide")
    assert moderator.post(decision, json={"action": "approve", "reason": "x"}).status_code == 409
    assert [c["id"] for c in items(moderator, "decided")] == [case["id"]]
    assert moderator.delete(decision).status_code == 204
    assert moderator.delete(decision).status_code == 409


def test_posts_offer_to_report_them(cast: Cast, asked: Question, answer: Writes, signed_in: Browse) -> None:
    given, sue = answer(), cast.sue
    with transaction.unit():
        said = board.comment_on_answer(given, "Thanks.", by=sue)
    page = signed_in(cast.erik).get(asked.url).text
    for name in (f"question:{asked.id}", f"answer:{given.id}", f"comment:{said.id}"):
        assert f"/flags/new?subject={name}" in page
    assert f"/flags/new?subject=comment:{said.id}" not in signed_in(sue).get(asked.url).text
