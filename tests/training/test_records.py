"""Training records: what is said of which event, to a receiver that fails, and to a real record store."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, transaction
from app.core.dispatch import Dispatch
from app.core.subscriptions import replay
from app.extensions import db
from app.training import commands, queries
from config import BadSetting, load
from tests.cast import Cast
from tests.servers import free_port

Settle = Callable[[], None]
KEY, SECRET = "waggle", "s3cret"


class Store:
    """What a receiver got, and what it answers next."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[tuple[str, dict[str, str], Any]] = []
        self.answers: list[int] = []


def reach(app: Flask, url: str) -> None:
    kept = app.extensions["settings"]
    door = url.replace("://", f"://{KEY}:{SECRET}@")
    app.extensions["settings"] = replace(kept, lrs_url=door, egress_allowed=frozenset({"127.0.0.1"}))


@pytest.fixture
def store(app: Flask) -> Iterator[Store]:
    """A receiver on this machine that answers as it is told, else 200."""
    kept, before = Store(), app.extensions["settings"]

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.answers.pop(0) if kept.answers else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    reach(app, f"http://127.0.0.1:{server.server_port}/xAPI")
    yield kept
    app.extensions["settings"] = before
    server.shutdown()
    thread.join()
    server.server_close()


def learn(cast: Cast) -> None:
    """Emma accepts the guidelines and is certified, then loses it; Carla accepts the guidelines."""
    cast.certify(cast.emma)
    cast.certify(cast.carla)
    (certificate,) = queries.certificates_of(cast.emma)
    with transaction.unit():
        commands.revoke(certificate, by=cast.stella, reason="For the test.")


def states() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Dispatch.state).where(Dispatch.kind == "xapi").order_by(Dispatch.id)))


def test_each_event_is_told_once_in_order_and_of_employees_alone(cast: Cast, store: Store, settle: Settle) -> None:
    learn(cast)
    settle()
    settle()
    assert [told["verb"]["display"]["en"] for _path, _headers, told in store.got] == ["accepted", "earned", "lost"]
    path, headers, first = store.got[0]
    assert path == "/xAPI/statements"
    assert headers["x-experience-api-version"] == "1.0.3"
    assert headers["authorization"] == "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    assert first["actor"]["account"] == {"homePage": "http://127.0.0.1:8000", "name": "emma"}
    assert "@" not in json.dumps(store.got[0][2]["actor"]), "no address leaves"
    assert len({told["id"] for _path, _headers, told in store.got}) == 3
    assert all(uuid.UUID(told["id"]).version == 5 for _path, _headers, told in store.got)
    replay("training-records")
    settle()
    assert len(store.got) == 3


def test_a_failing_store_gets_the_same_statement_again(cast: Cast, store: Store, settle: Settle) -> None:
    store.answers = [500]
    cast.certify(cast.emma)
    settle()
    assert states()[0] == "pending"
    with clock.at(clock.now() + timedelta(seconds=10)):
        settle()
    assert store.got[0][2] == store.got[1][2]
    assert set(states()) == {"done"}


@pytest.mark.parametrize("status", [400, 401, 409])
def test_what_a_store_refuses_is_a_dead_letter(cast: Cast, store: Store, settle: Settle, status: int) -> None:
    store.answers = [status]
    cast.certify(cast.emma)
    settle()
    assert states()[0] == "dead"


def test_without_a_store_nothing_is_written_and_a_replay_tells_it_later(
    app: Flask, cast: Cast, settle: Settle, store: Store
) -> None:
    kept = app.extensions["settings"]
    app.extensions["settings"] = replace(kept, lrs_url="")
    learn(cast)
    settle()
    assert states() == []
    app.extensions["settings"] = kept
    replay("training-records")
    settle()
    assert len(store.got) == 3


@pytest.mark.parametrize(
    "value", ["records.example.com", "https://records.example.com/xAPI", "ftp://k:s@records.example.com"]
)
def test_a_store_that_cannot_be_is_one_clear_line(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="WAGGLE_LRS_URL must be like"):
        load({"WAGGLE_DATA_DIR": str(tmp_path), "WAGGLE_LRS_URL": value})


@pytest.fixture
def ralph(app: Flask, tmp_path: Path) -> Iterator[str]:
    """A real learning record store, where one is installed, here or for the Python that WAGGLE_RALPH_PYTHON names."""
    python = os.environ.get("WAGGLE_RALPH_PYTHON") or (importlib.util.find_spec("ralph") and sys.executable)
    if not python:
        pytest.skip("needs a learning record store: pip install 'ralph-malph[full]'")
    port, before = free_port(), app.extensions["settings"]
    starts = (
        "import sys, uvicorn\n"
        "from ralph.backends.data.base import BaseOperationType\n"
        "from ralph.backends.lrs.fs import FSLRSBackend\n"
        "FSLRSBackend.default_operation_type = BaseOperationType.APPEND\n"
        "uvicorn.run('ralph.api:app', host='127.0.0.1', port=int(sys.argv[1]), log_level='error')\n"
    )
    environ = {
        **os.environ, "RALPH_APP_DIR": str(tmp_path), "RALPH_AUTH_FILE": str(_let_in(python, tmp_path)),
        "RALPH_RUNSERVER_BACKEND": "fs", "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(tmp_path / "kept"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_LRS_FILE": "kept.jsonl",
    }  # fmt: skip
    running = subprocess.Popen([python, "-c", starts, str(port)], env=environ)
    try:
        _await(f"http://127.0.0.1:{port}/__heartbeat__")
        reach(app, f"http://127.0.0.1:{port}/xAPI")
        yield f"http://127.0.0.1:{port}/xAPI"
    finally:
        app.extensions["settings"] = before
        running.terminate()
        running.wait(10)


def test_a_real_store_takes_and_gives_them_back(cast: Cast, ralph: str, settle: Settle) -> None:
    learn(cast)
    settle()
    assert states() == ["done"] * 3
    request = urllib.request.Request(f"{ralph}/statements/", headers=_opens())
    with urllib.request.urlopen(request) as answer:
        told = json.load(answer)["statements"]
    assert {each["verb"]["display"]["en"] for each in told} == {"accepted", "earned", "lost"}


def _let_in(python: str, folder: Path) -> Path:
    hashes = f"import bcrypt; print(bcrypt.hashpw({SECRET.encode()!r}, bcrypt.gensalt(4)).decode())"
    hashed = subprocess.run([python, "-c", hashes], check=True, capture_output=True, text=True).stdout.strip()
    who = {"username": KEY, "hash": hashed, "scopes": ["all"], "agent": {"mbox": "mailto:waggle@example.org"}}
    path = folder / "auth.json"
    path.write_text(json.dumps([who]))
    return path


def _opens() -> dict[str, str]:
    door = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    return {"Authorization": f"Basic {door}", "X-Experience-API-Version": "1.0.3"}


def _await(url: str) -> None:
    for _try in range(150):
        try:
            urllib.request.urlopen(url)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the record store did not start")
