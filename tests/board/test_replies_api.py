"""Saved replies by the API: one's own, a space's for whoever keeps them, nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.board import commands, queries
from app.board.models import Question
from app.core import transaction
from app.spaces import commands as spaces
from tests.cast import Cast

Api = Callable[..., FlaskClient]
WHERE = "/api/v1/desk/replies"
TEXT = "Hello {{customer}}, choose channel {{number}}. {{me}}"


def test_one_keeps_fills_changes_and_drops_ones_own(cast: Cast, asked: Question, api: Api) -> None:
    emma = api(cast.emma)
    made = emma.post(WHERE, json={"title": " Channel \n 36 ", "body": TEXT})
    assert (made.status_code, made.json["title"], made.json["filled"]) == (201, "Channel 36", None)
    (listed,) = emma.get(f"{WHERE}?question={asked.id}").json["items"]
    assert listed["body"] == TEXT
    assert listed["filled"].startswith("Hello Carla, choose channel {{number}}.")
    where = f"{WHERE}/{made.json['id']}"
    assert emma.patch(where, json={"title": "Channel"}).json["body"] == TEXT
    assert emma.patch(where, json={"body": "Shorter."}).json["title"] == "Channel"
    assert emma.delete(where).status_code == 204
    assert emma.get(WHERE).json["items"] == []
    assert emma.delete(where).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"title": "", "body": "x"}, {"title": "x" * 81, "body": "x"}, {"title": "x", "body": " "}, {"title": "x"}]
)
def test_a_reply_needs_a_short_name_and_words(cast: Cast, api: Api, wrong: dict[str, str]) -> None:
    assert api(cast.emma).post(WHERE, json=wrong).status_code == 422


def test_nobody_elses_is_there_and_customers_have_none(cast: Cast, asked: Question, api: Api) -> None:
    number = api(cast.emma).post(WHERE, json={"title": "Mine", "body": "Secret word."}).json["id"]
    erik, carla = api(cast.erik), api(cast.carla)
    for caller in (erik, carla):
        assert caller.patch(f"{WHERE}/{number}", json={"title": "Theirs"}).status_code == 404
        assert caller.delete(f"{WHERE}/{number}").status_code == 404
    assert erik.get(f"{WHERE}?space=help").json["items"] == []
    assert carla.get(WHERE).status_code == 403
    assert carla.post(WHERE, json={"title": "A", "body": "B"}).status_code == 403
    assert api(cast.emma, "read").post(WHERE, json={"title": "A", "body": "B"}).status_code == 403


def test_a_spaces_replies_are_for_who_keeps_them(cast: Cast, asked: Question, api: Api) -> None:
    emma, stella = api(cast.emma), api(cast.stella)
    assert emma.post(WHERE, json={"title": "Ours", "body": "Hello.", "space": "help"}).status_code == 403
    made = stella.post(WHERE, json={"title": "Ours", "body": "Hello.", "space": "help"})
    assert (made.status_code, made.json["space"]) == (201, "help")
    where = f"{WHERE}/{made.json['id']}"
    assert [item["title"] for item in emma.get(f"{WHERE}?space=help").json["items"]] == ["Ours"]
    assert emma.get(WHERE).json["items"] == [], "only where the space is named"
    assert emma.patch(where, json={"title": "Mine"}).status_code == 403
    assert emma.delete(where).status_code == 403
    assert stella.delete(where).status_code == 204


def test_a_closed_space_shares_nothing_outward(cast: Cast, api: Api) -> None:
    with transaction.unit():
        room = spaces.open_space(slug="roses", name="Rose room", visibility="invited", by=cast.stella)
        kept = commands.save_reply("Ours", "Under the roses.", by=cast.stella, space=room)
        hidden = commands.ask(space=room, title="Which rose?", by=cast.stella)
    emma = api(cast.emma)
    assert emma.get(f"{WHERE}?space=roses").status_code == 404
    assert emma.get(f"{WHERE}?question={hidden.id}").status_code == 404
    assert emma.post(WHERE, json={"title": "A", "body": "B", "space": "roses"}).status_code == 404
    assert emma.patch(f"{WHERE}/{kept.id}", json={"title": "A"}).status_code == 404
    assert queries.saved_replies(cast.emma) == []
