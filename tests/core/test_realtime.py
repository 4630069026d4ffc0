"""The socket: what clients may say, who is named to whom, and who stops hearing when they lose the right."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
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
from tests.servers import free_port, redis_server

Connect = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]


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


def test_the_stores_agree(tmp_path: Path) -> None:
    """Who is here is the same whether one process keeps it or several share it."""
    with redis_server() as url:
        import redis

        first, second = (presence.InRedis(redis.Redis.from_url(url, decode_responses=True)) for _ in range(2))
        alone = presence.InProcess(lambda _topic: None)
        emma, erik = presence.Face("Emma", "emma"), presence.Face("Erik", "erik")
        for store in (first, alone):
            store.enter("question:1", "a", emma)
            store.enter("question:1", "b", emma)
        for store in (second, alone):
            store.enter("question:1", "c", erik)
            store.typing("question:1", "c", erik)
        assert first.people("question:1") == second.people("question:1") == alone.people("question:1")
        assert first.people("question:1")[1] == {"name": "Erik", "handle": "erik", "typing": True}
        second.enter("question:1", "c", erik)
        assert first.people("question:1")[1]["typing"], "renewing presence does not end typing"
        for store in (first, alone):
            store.leave("question:1", "a")
            store.leave("question:1", "c")
        assert first.people("question:1") == alone.people("question:1") == [{"name": "Emma", "handle": "emma"}]
        raw = redis.Redis.from_url(url, decode_responses=True)
        row = {**json.loads(str(raw.hget(presence.PREFIX + "question:1", "b"))), "until": 1}
        raw.hset(presence.PREFIX + "question:1", "b", json.dumps(row))
        assert second.people("question:1") == [], "what a process that died left behind is nobody"


@pytest.mark.slow
def test_two_socket_processes_tell_the_same(app: Flask, cast: Cast, asked: Question) -> None:
    """Emma is on one process, Erik on the other: each learns of the other, of typing, and of changes once."""
    if not app.extensions["settings"].on_sqlite:
        pytest.skip("the processes are started on the embedded database")
    with transaction.unit():
        tokens = [accounts.sign_in(person) for person in (cast.emma, cast.erik)]
    topic = f"question:{asked.id}"
    with redis_server() as url, _socket_process(app, url) as one, _socket_process(app, url) as two:
        emma, erik = _Socket(one, _cookie(app, tokens[0])), _Socket(two, _cookie(app, tokens[1]))
        emma.say("watch", {"topics": [topic]})
        erik.say("watch", {"topics": [topic]})
        emma.until("presence", lambda said: len(said["people"]) == 2)
        erik.say("typing", {"topic": topic})
        emma.until("presence", lambda said: any(person.get("typing") for person in said["people"]))
        with transaction.unit():
            board.answer(asked, "Channel 36.", by=cast.emma)
        emma.until("changed", lambda said: said["topic"] == topic)
        erik.until("changed", lambda said: said["topic"] == topic)
        erik.close()
        emma.until("presence", lambda said: len(said["people"]) == 1)


class _Socket:
    """A browser's end of the wire, spoken by hand."""

    def __init__(self, port: int, cookie: str) -> None:
        from simple_websocket import Client

        self._wire = Client(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", headers={"Cookie": cookie})
        assert str(self._wire.receive(timeout=20)).startswith("0")
        self._wire.send("40/live,")
        assert str(self._wire.receive(timeout=20)).startswith("40/live,")

    def say(self, event: str, message: dict[str, Any]) -> None:
        self._wire.send("42/live," + json.dumps([event, message]))

    def until(self, event: str, holds: Callable[[dict[str, Any]], bool]) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            frame = str(self._wire.receive(timeout=20))
            if frame == "2":
                self._wire.send("3")
            elif frame.startswith("42/live,"):
                name, message = json.loads(frame.removeprefix("42/live,"))
                if name == event and holds(message):
                    return
        raise AssertionError(f"no {event} that holds came")

    def close(self) -> None:
        self._wire.close()


def _cookie(app: Flask, token: str) -> str:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True})}"


class _socket_process:  # noqa: N801 - reads as what it is
    """A socket process as the supervisor starts it, on the test's database, sharing a Redis."""

    def __init__(self, app: Flask, redis_url: str) -> None:
        settings = app.extensions["settings"]
        self._environ = {
            "PATH": os.environ["PATH"], "WAGGLE_DATA_DIR": str(settings.data_dir), "WAGGLE_REDIS_URL": redis_url,
            "WAGGLE_SECRET_KEY": ",".join(settings.secret_keys),
        }  # fmt: skip

    def __enter__(self) -> int:
        port = free_port()
        command = [str(Path(sys.executable).parent / "gunicorn"), "--worker-class", "gevent", "--workers", "1"]
        command += ["--bind", f"127.0.0.1:{port}", "--graceful-timeout", "1", "--no-control-socket", "wsgi:sockets()"]
        self._running = subprocess.Popen(
            command, cwd=ROOT, env=self._environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_for(port)
        return port

    def __exit__(self, *_fault: object) -> None:
        self._running.terminate()
        self._running.wait(20)


def _wait_for(port: int) -> None:
    import socket

    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the socket process did not start")
