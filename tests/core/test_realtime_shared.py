"""Several socket processes that share a Redis: presence is right in each, and every client hears of a change once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from wsproto import ConnectionType, WSConnection
from wsproto.events import CloseConnection, Message, Request, TextMessage

from app.accounts import commands as accounts
from app.board import commands as board
from app.core import transaction
from app.core.realtime import presence
from tests.cast import Cast
from tests.servers import free_port, redis_server

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


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
def test_two_socket_processes_tell_the_same(app: Flask, cast: Cast) -> None:
    """Emma is on one process, Erik on the other: each learns of the other, of typing, and of changes once."""
    if not app.extensions["settings"].on_sqlite:
        pytest.skip("the processes are started on the embedded database")
    space, carla, emma_, erik_ = cast.space("help"), cast.carla, cast.emma, cast.erik
    with transaction.unit():
        asked = board.ask(space=space, title="Wi-Fi drops every evening", by=carla)
        tokens = [accounts.sign_in(person) for person in (emma_, erik_)]
    topic = f"question:{asked.id}"
    with redis_server() as url, _socket_process(app, url) as one, _socket_process(app, url) as two:
        emma, erik = _Socket(one, _cookie(app, tokens[0])), _Socket(two, _cookie(app, tokens[1]))
        emma.say("watch", {"topics": [topic]})
        erik.say("watch", {"topics": [topic]})
        emma.until("presence", lambda said: len(said["people"]) == 2)
        erik.say("typing", {"topic": topic})
        emma.until("presence", lambda said: any(person.get("typing") for person in said["people"]))
        with transaction.unit():
            board.answer(asked, "Channel 36.", by=emma_)
        emma.until("changed", lambda said: said["topic"] == topic)
        erik.until("changed", lambda said: said["topic"] == topic)
        erik.close()
        emma.until("presence", lambda said: len(said["people"]) == 1)
        emma.close()


class _Socket:
    """A browser's end of the wire, spoken by hand."""

    def __init__(self, port: int, cookie: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._wire = WSConnection(ConnectionType.CLIENT)
        target = "/socket.io/?EIO=4&transport=websocket"
        self._send(Request(host=f"127.0.0.1:{port}", target=target, extra_headers=[(b"cookie", cookie.encode())]))
        self._frames = self._heard()
        assert next(self._frames).startswith("0")
        self._send(Message(data="40/live,"))
        assert next(self._frames).startswith("40/live,")

    def say(self, event: str, message: dict[str, Any]) -> None:
        self._send(Message(data="42/live," + json.dumps([event, message])))

    def until(self, event: str, holds: Callable[[dict[str, Any]], bool]) -> None:
        for frame in self._frames:
            if frame == "2":
                self._send(Message(data="3"))
            elif frame.startswith("42/live,"):
                name, message = json.loads(frame.removeprefix("42/live,"))
                if name == event and holds(message):
                    return
        raise AssertionError(f"no {event} that holds came")

    def close(self) -> None:
        self._send(CloseConnection(code=1000))
        self._socket.close()

    def _send(self, said: Any) -> None:
        self._socket.sendall(self._wire.send(said))

    def _heard(self) -> Iterator[str]:
        while data := self._socket.recv(65_536):
            self._wire.receive_data(data)
            for event in self._wire.events():
                if isinstance(event, TextMessage):
                    yield str(event.data)


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
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the socket process did not start")
