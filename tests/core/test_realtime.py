"""The socket: what clients may say, who is named to whom, and who stops hearing when they lose the right."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, realtime, transaction
from app.core.realtime import hall as halls
from app.core.realtime import presence
from app.core.realtime.hall import hall
from app.extensions import db, socketio
from app.spaces import commands as spaces
from tests.cast import Cast

Connect = Callable[..., Any]


@pytest.fixture
def connect(app: Flask, signed_in: Callable[[Person], FlaskClient]) -> Iterator[Connect]:
    """Open sockets: `connect()` for a visitor, `connect(person)` for a member."""
    opened: list[Any] = []

    def open_for(person: Person | None = None) -> Any:
        browser = signed_in(person) if person else app.test_client()
        made = socketio.test_client(app, namespace="/live", flask_test_client=browser)
        opened.append(made)
        return made

    yield open_for
    for made in opened:
        if made.is_connected("/live"):
            made.disconnect("/live")
    hall.watchers.clear()
    hall._looked.clear()


@pytest.fixture
def asked(cast: Cast) -> Question:
    """Carla's question in the public space."""
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return board.ask(space=space, title="Wi-Fi drops every evening", by=carla)


def watch(client: Any, *topics: str) -> None:
    client.emit("watch", {"topics": list(topics)}, namespace="/live")


def heard(client: Any, kind: str) -> list[dict[str, Any]]:
    return [said["args"][0] for said in client.get_received("/live") if said["name"] == kind]


def now_here(client: Any) -> Any:
    """The names of the last word on who is here."""
    said = heard(client, "presence")
    return [(person["name"], person.get("typing", False)) for person in said[-1]["people"]] if said else None


def test_colleagues_are_named_to_colleagues_alone(cast: Cast, asked: Question, connect: Connect) -> None:
    topic = f"question:{asked.id}"
    emma, erik, carla, visitor = connect(cast.emma), connect(cast.erik), connect(cast.carla), connect()
    for client in (emma, erik, carla, visitor):
        watch(client, topic)
    assert now_here(emma) == [("Emma Employee", False), ("Erik Employee", False)]
    for outsider in (carla, visitor):
        said = heard(outsider, "presence")
        assert said
        assert {(str(each["people"]), each["writing"]) for each in said} == {("[]", False)}
    emma.emit("typing", {"topic": topic}, namespace="/live")
    assert now_here(erik) == [("Emma Employee", True), ("Erik Employee", False)]
    assert [(each["people"], each["writing"]) for each in heard(visitor, "presence")] == [([], True)]
    emma.disconnect("/live")
    assert now_here(erik) == [("Erik Employee", False)]


def test_typing_lapses_by_itself(
    app: Flask, cast: Cast, asked: Question, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, later = f"question:{asked.id}", itertools.count(time.monotonic() + presence.TYPING_LASTS + 1)
    emma, erik = connect(cast.emma), connect(cast.erik)
    watch(emma, topic)
    watch(erik, topic)
    emma.emit("typing", {"topic": topic}, namespace="/live")
    assert now_here(erik)[0] == ("Emma Employee", True)
    monkeypatch.setattr(time, "monotonic", lambda: next(later))
    hall.tick()
    assert now_here(erik)[0] == ("Emma Employee", False)


def test_customers_and_strangers_to_the_topic_do_not_type(cast: Cast, asked: Question, connect: Connect) -> None:
    topic = f"question:{asked.id}"
    erik, emma, carla = connect(cast.erik), connect(cast.emma), connect(cast.carla)
    watch(erik, topic)
    watch(carla, topic)
    heard(erik, "presence")
    for client in (emma, carla):
        client.emit("typing", {"topic": topic}, namespace="/live")
    assert heard(erik, "presence") == []


def test_whoever_loses_the_right_hears_no_more(app: Flask, cast: Cast, asked: Question, connect: Connect) -> None:
    topic = f"question:{asked.id}"
    clients = {name: connect(getattr(cast, name) if name else None) for name in ("", "colin", "emma", "max")}
    for client in clients.values():
        watch(client, topic)
        client.get_received("/live")
    hall.changed(app, topic)
    assert all(heard(client, "changed") for client in clients.values())
    with transaction.unit():
        board.set_question_hold(asked, "hidden", by=cast.max)
    hall._looked.clear()
    hall.changed(app, topic)
    assert [name for name, client in clients.items() if heard(client, "changed")] == ["max"]
    assert len(hall.watchers[topic]) == 1


def test_a_suspended_colleague_is_named_no_more_and_one_who_signs_out_neither(
    app: Flask, cast: Cast, asked: Question, connect: Connect
) -> None:
    topic = f"question:{asked.id}"
    emma, erik, max_ = connect(cast.emma), connect(cast.erik), connect(cast.max)
    for client in (emma, erik, max_):
        watch(client, topic)
    moderator, gone, suspended = cast.ada, cast.erik, cast.emma
    with transaction.unit():
        accounts.suspend(suspended, until=clock.now().replace(year=2099), by=moderator, reason="for the test")
        accounts.revoke_everywhere(gone)
    db.session.expire_all()
    for client in (emma, erik, max_):
        client.get_received("/live")
    hall.tick()
    assert now_here(max_) == [("Max Moderator", False)]
    assert all(person["people"] == [] for person in heard(emma, "presence")[-1:])


def test_leaving_an_internal_space_ends_its_news(app: Flask, cast: Cast, connect: Connect) -> None:
    stella, colin, space = cast.stella, cast.colin, cast.space("staff")
    with transaction.unit():
        spaces.set_role(space, colin, "member", by=stella)
        asked = board.ask(space=space, title="Inside", by=stella)
    client = connect(colin)
    watch(client, f"question:{asked.id}")
    client.get_received("/live")
    hall.changed(app, f"question:{asked.id}")
    assert heard(client, "changed")
    with transaction.unit():
        spaces.set_role(space, colin, None, by=stella)
    hall.tick()
    hall.changed(app, f"question:{asked.id}")
    assert heard(client, "changed") == []


def test_a_client_that_says_it_left_is_gone(app: Flask, cast: Cast, asked: Question, connect: Connect) -> None:
    """Otherwise it would stay in the rooms, unseen by those who look again."""
    client = connect(cast.emma)
    watch(client, f"question:{asked.id}")
    client.emit("disconnect", "x", namespace="/live")
    client.get_received("/live")
    hall.changed(app, f"question:{asked.id}")
    assert client.get_received("/live") == []


def test_a_client_watches_so_many_and_says_so_much(cast: Cast, asked: Question, connect: Connect) -> None:
    client = connect(cast.emma)
    with transaction.unit():
        more = [board.ask(space=asked.space, title=f"Another {n}", by=cast.carla) for n in range(70)]
    for question in more:
        watch(client, f"question:{question.id}")
    assert sum(len(here) for here in hall.watchers.values()) == halls.MOST_TOPICS
    client.emit("unwatch", {"topics": [f"question:{question.id}" for question in more]}, namespace="/live")
    for _ in range(40):
        watch(client, f"question:{asked.id}")
        client.emit("unwatch", {"topics": [f"question:{asked.id}"]}, namespace="/live")
    left = len(hall.watchers)
    watch(client, f"question:{more[0].id}")
    assert len(hall.watchers) == left


def test_odd_frames_never_crash_it(app: Flask, cast: Cast, asked: Question, connect: Connect) -> None:
    chance = random.Random(7)
    pieces: list[Any] = [
        None, True, -1, 2**70, 1e308, "", "x" * 90, "question:1", "desk", "²", "\0", [], ["question:1"], {},
        {"topics": 1},
        {"topics": [None, {}, [], "question:" + "9" * 90]}, {"topic": []}, {"topic": "desk"}, {"topics": ["x"] * 500},
    ]  # fmt: skip
    names = [
        "watch",
        "unwatch",
        "typing",
        "connect",
        "disconnect",
        "on_watch",
        "__class__",
        "",
        "error",
        "trigger_event",
    ]
    client = connect(cast.emma)
    for number in range(1_000):
        if not client.is_connected("/live") or number % 50 == 0:
            client = connect(cast.emma)
        client.emit(chance.choice(names), *chance.choices(pieces, k=chance.randrange(4)), namespace="/live")
    for event in (["watch"], {"a": 1}, 7, None, "watch\0"):
        assert realtime.Live("/live").trigger_event(event, "sid", {}) is None
    fresh = connect(cast.erik)
    watch(fresh, f"question:{asked.id}")
    assert heard(fresh, "presence")


def test_a_token_that_reads_nothing_hears_nothing(app: Flask, cast: Cast, asked: Question) -> None:
    """A socket asks for the same scope as the pages and operations whose news it brings."""
    cast.certify(cast.emma)
    for scope, names in (("events", []), ("read", [("Emma Employee", False)])):
        with transaction.unit():
            token = accounts.make_token(cast.emma, [scope], by=cast.emma)
        headers = {"Authorization": f"Bearer {token}"}
        client = socketio.test_client(app, namespace="/live", headers=headers, flask_test_client=app.test_client())
        watch(client, f"notes:{asked.id}")
        assert (now_here(client) or []) == names
        client.disconnect("/live")
    hall.watchers.clear()
