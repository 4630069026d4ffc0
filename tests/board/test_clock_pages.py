"""Clocks on pages and in the API: colleagues see and set them, customers never do; spaces say what they promise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Question
from app.core import clock, transaction
from app.extensions import db
from app.spaces import commands as spaces
from app.spaces import queries as space_queries
from tests.board.promises import HOUR, MONDAY, OFFICE, after, promise
from tests.cast import Cast

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HOURS = {"zone": "Europe/Berlin", "week": OFFICE, "country": "DE", "subdivision": "BY", "closed_days": ["2026-03-03"]}
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9-12, 13:00-17:30")


@pytest.fixture(autouse=True)
def monday(cast: Cast) -> Iterator[None]:
    """It is Monday, 9:00 UTC."""
    with clock.at(MONDAY):
        cast.certify(cast.emma)
        promise(cast)
        yield


@pytest.fixture
def question(cast: Cast) -> Question:
    """Carla asks at nine."""
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return commands.ask(space=space, title="Wi-Fi drops every evening", by=carla)


def post(browser: FlaskClient, path: str, **data: Any) -> Any:
    """Send a form with the token of that browser's own pages."""
    match = TOKEN.search(browser.get("/questions/new").text)
    assert match
    return browser.post(path, data={"csrf_token": match[1], **data})


def put(browser: FlaskClient, path: str, **data: Any) -> Any:
    return post(browser, f"{path}?_method=PUT", **data)


def test_who_may_do_what(cast: Cast, question: Question) -> None:
    may = {
        who: (bool(policy.may_see_clock(person)), bool(policy.may_set_severity(person, question)),
              bool(policy.may_ask_back(person, question)), bool(policy.may_end_waiting(person, question)))
        for who, person in {"visitor": None, "asker": cast.carla, "customer": cast.colin, "uncleared": cast.nell,
                            "cleared": cast.emma}.items()
    }  # fmt: skip
    assert may == {
        "visitor": (False,) * 4, "asker": (False,) * 4, "customer": (False,) * 4,
        "uncleared": (True, False, False, False), "cleared": (True,) * 4,
    }  # fmt: skip


def test_nobody_asks_themselves_back(cast: Cast) -> None:
    with transaction.unit():
        own = commands.ask(space=cast.space("help"), title="My own question", by=cast.emma)
    assert policy.may_ask_back(cast.emma, own).gate == "own"


def test_colleagues_see_the_clock_and_customers_never(cast: Cast, question: Question, signed_in: Browser) -> None:
    seen = signed_in(cast.emma).get(question.url).text
    assert "Service level" in seen
    assert "First response" in seen
    for browser in (signed_in(cast.carla), signed_in(cast.colin), signed_in(cast.emma).application.test_client()):
        page = browser.get(question.url).text
        assert "Service level" not in page
        assert "due_at" not in page
    assert "due" in signed_in(cast.emma).get(f"/desk?question={question.id}").text


def test_asking_back_on_the_page(cast: Cast, question: Question, signed_in: Browser) -> None:
    emma = signed_in(cast.emma)
    assert post(emma, f"/questions/{question.id}/ask-back", body="").status_code == 422
    card = post(emma, f"/questions/{question.id}/ask-back", body="Is it 4111 1111 1111 1111?")
    assert card.status_code == 422
    assert "Is it 4111" in card.text
    asked = post(emma, f"/questions/{question.id}/ask-back?at=desk", body="Which box?")
    assert (asked.status_code, asked.location) == (303, f"/desk?question={question.id}")
    assert "Paused: waiting for the asker" in emma.get(question.url).text
    again = post(emma, f"/questions/{question.id}/ask-back", body="Is it the white one?")
    assert again.status_code == 409
    assert "Is it the white one?" in again.text, "what was typed stays"
    assert post(signed_in(cast.carla), f"/questions/{question.id}/ask-back", body="?").status_code == 403
    assert post(emma, f"/questions/{question.id}/ask-back?_method=DELETE").status_code == 303
    assert "Paused" not in emma.get(question.url).text


def test_a_late_question_says_so_in_words(cast: Cast, question: Question, signed_in: Browser) -> None:
    with after(3 * HOUR):
        assert "was due" in signed_in(cast.emma).get(question.url).text
        with transaction.unit():
            commands.answer(question, "Choose channel 36.", by=cast.colin)
        assert "late, after 3 h of 2 h" in " ".join(signed_in(cast.emma).get(question.url).text.split())


def test_severity_on_the_page(cast: Cast, question: Question, signed_in: Browser) -> None:
    emma = signed_in(cast.emma)
    assert put(emma, f"/questions/{question.id}/severity", severity="urgent").status_code == 303
    assert put(emma, f"/questions/{question.id}/severity", severity="dire").status_code == 422
    assert put(signed_in(cast.colin), f"/questions/{question.id}/severity", severity="low").status_code == 403
    db.session.expire_all()
    assert question.severity == "urgent"


def test_the_api_tells_employees_alone(cast: Cast, question: Question, api: Api) -> None:
    emma, carla = api(cast.emma), api(cast.carla)
    seen = emma.get(f"/api/v1/questions/{question.id}").json
    assert (seen["severity"], seen["due_at"]) == ("normal", "2026-03-02T11:00:00.000Z")
    assert seen["clock"] == {"state": "running", "due_at": "2026-03-02T11:00:00.000Z", "waiting_since": None}
    assert [each["target"] for each in seen["targets"]] == ["first_response", "resolution"]
    unseen = carla.get(f"/api/v1/questions/{question.id}").json
    assert [unseen[name] for name in ("severity", "due_at", "clock", "targets")] == [None] * 4
    listed = api(cast.colin).get("/api/v1/questions").json["items"][0]
    assert (listed["severity"], listed["clock"]) == (None, None)


def test_the_deeds_in_the_api(cast: Cast, question: Question, api: Api) -> None:
    emma, path = api(cast.emma), f"/api/v1/questions/{question.id}"
    assert emma.put(f"{path}/severity", json={"severity": "high"}).json["due_at"] == "2026-03-02T10:00:00.000Z"
    assert emma.put(f"{path}/severity", json={"severity": "dire"}).status_code == 422
    assert emma.post(f"{path}/ask-back", json={"body": "Which box?"}).status_code == 201
    assert emma.post(f"{path}/ask-back", json={"body": "Which box?"}).status_code == 409
    assert emma.get(path).json["clock"]["state"] == "waiting_for_asker"
    assert emma.delete(f"{path}/ask-back").status_code == 204
    assert api(cast.colin).put(f"{path}/severity", json={"severity": "low"}).status_code == 403


def test_hours_in_the_api(cast: Cast, api: Api) -> None:
    stella, path = api(cast.stella), "/api/v1/spaces/help/hours"
    assert stella.get(path).json["own"] is False
    assert stella.put(path, json=HOURS).json["own"] is True
    calendar = space_queries.calendar_of(cast.space("help").id)
    holiday, closed = MONDAY + timedelta(days=35), MONDAY + timedelta(days=1)  # Easter Monday; a day of its own
    assert [calendar.is_open(at + HOUR) for at in (MONDAY, closed, holiday)] == [True, False, False]
    assert stella.delete(path).status_code == 204
    assert stella.get(path).json["zone"] == "UTC"
    assert api(cast.emma).put(path, json=HOURS).status_code == 403
    assert api(cast.carla).get(path).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"week": [[]] * 7}, "week"),
        ({"week": [[[540, 720], [600, 800]]] + [[]] * 6}, "week"),
        ({"country": "XX"}, "country"),
        ({"subdivision": "ZZ"}, "subdivision"),
        ({"closed_days": ["2026-02-30"]}, "closed_days"),
    ],
)
def test_hours_that_make_no_sense(cast: Cast, api: Api, wrong: dict[str, Any], field: str) -> None:
    cast.space("help")
    answer = api(cast.stella).put("/api/v1/spaces/help/hours", json=HOURS | wrong)
    assert answer.status_code == 422
    assert field in answer.text


def test_targets_in_the_api(cast: Cast, api: Api) -> None:
    stella, path = api(cast.stella), "/api/v1/spaces/lounge/targets"
    cast.space("lounge")
    assert stella.get(path).status_code == 404
    made = stella.put(path, json={"targets": {"high": {"first_response": 30}}, "owner_after": 60}).json
    assert (made["own"], made["targets"]["high"]["first_response"], made["owner_after"]) == (True, 30, 60)
    assert api(cast.emma).get(path).status_code == 200
    assert api(cast.emma).put(path, json={}).status_code == 403
    assert api(cast.carla).get(path).status_code == 403
    assert stella.delete(path).status_code == 204
    assert stella.get(path).status_code == 404


def test_a_space_says_its_hours_on_its_page(cast: Cast, question: Question, signed_in: Browser) -> None:
    stella, path = signed_in(cast.stella), "/admin/spaces/help/service"
    assert "09:00-17:00" in stella.get(path).text
    wrong = put(stella, f"{path}/hours", zone="Europe/Berlin", monday="nine to five")
    assert wrong.status_code == 422
    assert "nine to five" in wrong.text
    assert put(stella, f"{path}/hours", zone="Europe/Berlin").status_code == 422
    saved = put(stella, f"{path}/hours", zone="Europe/Berlin", country="DE", closed_days="2026-12-24", **WEEK)
    assert (saved.status_code, saved.location) == (303, path)
    page = stella.get(path).text
    assert "09:00-12:00, 13:00-17:30" in page
    assert "2026-12-24" in page
    assert post(stella, f"{path}/hours?_method=DELETE").status_code == 303
    assert signed_in(cast.emma).get(path).status_code == 403
    assert put(signed_in(cast.emma), f"{path}/hours", zone="UTC", **WEEK).status_code == 403


def test_a_space_says_its_targets_on_its_page(cast: Cast, signed_in: Browser) -> None:
    stella, path = signed_in(cast.stella), "/admin/spaces/help/service"
    told = {
        "normal_first_response": "0.5", "severity": "high", "warn_percent": "80", "owner_after": "1", "waits_days": "5",
    }  # fmt: skip
    assert put(stella, f"{path}/targets", **told).status_code == 303
    rules = queries.rules_in_force(cast.space("help").id)
    assert rules is not None
    assert (rules.minutes("normal", "first_response"), rules.minutes("normal", "resolution")) == (30, None)
    assert (rules.owner_after, rules.case_after, rules.waits_days, rules.severity) == (60, None, 5, "high")
    page = stella.get(path).text
    assert "first response" in page.casefold()
    assert ('value="0.5"' in page, 'value="1"' in page, 'value="1.0"' in page) == (True, True, False)
    for wrong in ({"warn_percent": "100"}, {"normal_first_response": "soon"}, {"low_resolution": "-1"}):
        assert put(stella, f"{path}/targets", **told | wrong).status_code == 422
    assert post(stella, f"{path}/targets?_method=DELETE").status_code == 303
    assert put(signed_in(cast.emma), f"{path}/targets", **told).status_code == 403


def test_the_company_serves_spaces_without_their_own(cast: Cast, signed_in: Browser) -> None:
    stella = signed_in(cast.stella)
    assert put(stella, "/admin/service/hours", zone="Asia/Tokyo", **WEEK).status_code == 303
    assert put(
        stella, "/admin/service/targets", high_resolution="4", severity="high", warn_percent="75", waits_days="7"
    ).status_code == 303  # fmt: skip
    lounge = cast.space("lounge")
    assert space_queries.calendar_of(lounge.id).zone == "Asia/Tokyo"
    with transaction.unit():
        asked = commands.ask(space=lounge, title="How late is it there?", by=cast.carla)
    assert asked.due_at == MONDAY + timedelta(hours=20)  # nine in London is evening in Tokyo; lunch there counts not
    assert signed_in(cast.emma).get("/admin/service").status_code == 403


def test_what_is_usual_is_said_only_where_it_is_known(cast: Cast, signed_in: Browser) -> None:
    space, carla, colin = cast.space("help"), cast.carla, cast.colin
    for number in range(20):
        with clock.at(MONDAY - timedelta(days=5, hours=number)), transaction.unit():
            asked = commands.ask(space=space, title=f"Question number {number}", by=carla)
        if number < 16:
            with clock.at(asked.asked_at + HOUR * (1 + number / 10)), transaction.unit():
                commands.answer(asked, "It is so.", by=colin)
    assert queries.usually_answered(carla, space) == queries.Usual(3, 20)
    with transaction.unit():
        new = commands.ask(space=space, title="And how long now?", by=carla)
    assert "Usually answered within 3 hours" in signed_in(carla).get(new.url).text
    with transaction.unit():
        commands.set_question_hold(queries.by_id(asked.id), "hidden", by=cast.max)  # type: ignore[arg-type]
    assert queries.usually_answered(carla, space) is None
    with transaction.unit():
        spaces.change_space(space, name="Help", purpose="", visibility="internal", addendum="", by=cast.stella)
    assert queries.usually_answered(carla, space) is None
