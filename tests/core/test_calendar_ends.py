"""Days at the ends of the calendar, and numbers that are none: refused beside their field, never with a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, challenge_of, idea_of

__all__ = ["challenge_of", "idea_of"]
Browser = Callable[[Person], FlaskClient]
ENDS = ("0001-01-01", "9999-12-31")
SAID: dict[str, Any] = {"title": "Fewer trips", "space": "help", "brief": "How?", "audience": "public"}
WEEK = [[[540, 1020]]] * 5 + [[], []]


def send(browser: FlaskClient, address: str, page: str, **fields: Any) -> TestResponse:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
    assert token
    return browser.post(address, data={"csrf_token": token[1], **fields})


@pytest.mark.parametrize("day", ENDS)
@pytest.mark.parametrize("name", ["since", "until"])
def test_the_audit_log(cast: Cast, signed_in: Browser, name: str, day: str) -> None:
    answer = signed_in(cast.ada).get(f"/admin/audit?{name}={day}")
    assert (answer.status_code, "Choose a day between 1990 and 2190." in answer.text) == (422, True)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize("day", ENDS)
def test_a_holding_answer(
    cast: Cast, signed_in: Browser, challenge_of: MakeChallenge, idea_of: MakeIdea, zone: str, day: str
) -> None:
    """The end of that day in the space, whose clock is before ours or behind it."""
    idea: Idea = idea_of(challenge_of())
    with transaction.unit():
        spaces.set_hours(idea.space, zone=zone, week=WEEK, by=cast.stella)
        ideas.set_promise(idea.challenge, "votes", 1, 3, by=cast.ines)
        ideas.vote(idea, 1, by=cast.emma)
    at = f"/ideas/{idea.id}/holding-answers"
    answer = send(signed_in(cast.ines), at, idea.url, reason="The lab is closed.", until=day)
    assert answer.status_code == 422
    assert "The lab is closed." in answer.text


@pytest.mark.parametrize(
    "dates",
    [
        {"opens_at": "9999-12-31T00:00", "closes_at": "9999-12-31T23:59", "blind": "y", "blind_hours": "48"},
        {"opens_at": "0001-01-01T00:00", "standing": "y"},
        {"opens_at": "2030-01-01T00:00", "closes_at": "9998-01-01T00:00"},
    ],
)  # fmt: skip
def test_a_challenge(cast: Cast, signed_in: Browser, dates: dict[str, str]) -> None:
    cast.space("help")
    browser = signed_in(cast.ines)
    answer = send(browser, "/challenges/new", "/challenges/new", **SAID, blind_rule="hours", **dates)
    assert (answer.status_code, "Choose a year from 1970 to 8999." in answer.text) == (422, True)


def test_a_phase(cast: Cast, signed_in: Browser) -> None:
    cast.space("help")
    phase = {"name": "Ideas", "starts_at": "0001-01-01T00:00", "ends_at": "9999-12-31T23:59", "deeds": "submit"}
    typed = {f"phases-0-{name}": said for name, said in phase.items()}
    answer = send(signed_in(cast.ines), "/challenges/new", "/challenges/new", **SAID, blind_rule="voted", **typed)
    assert (answer.status_code, "Choose a year from 1970 to 8999." in answer.text) == (422, True)


@pytest.mark.parametrize("word", ["sNaN", "NaN", "-Infinity", "1e999999"])
def test_an_amount_is_a_number(
    cast: Cast, signed_in: Browser, challenge_of: MakeChallenge, idea_of: MakeIdea, word: str
) -> None:
    idea: Idea = idea_of(challenge_of())
    line = {"kind": "cost", "basis": "forecast", "category": "other", "currency": "EUR", "evidence": "An offer."}
    at = f"/ideas/{idea.id}/ledger"
    answer = send(signed_in(cast.ines), at, idea.url, **line, amount=word, date="2030-01-31")
    assert (answer.status_code, "An offer." in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2020-01-01T10:00:00", 422), ("9999-12-31T23:59:59-14:00", 422), ("0001-01-01T00:00:00+14:00", 422),
        ("soon", 204),
    ],
)  # fmt: skip
def test_a_question_is_put_aside_until_a_moment(
    cast: Cast, api: Callable[..., FlaskClient], moment: str, status: int
) -> None:
    """One without a zone is taken for one in UTC, as everywhere."""
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        asked = board.ask(space=space, title="The light blinks", by=carla)
    until = f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M:%S}" if moment == "soon" else moment
    answer = api(cast.emma).put(f"/api/v1/questions/{asked.id}/snooze", json={"until": until})
    assert answer.status_code == status
