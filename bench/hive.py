"""Waggle's processes for experiments: forked from one that has the application loaded, so that each starts at once.

Pages and API stand behind gunicorn (two processes of four threads), the worker is `flask worker`'s, the receiver of
webhooks is a small HTTP server that writes down what it got before it answers. All on 127.0.0.1.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from app import create_app
from app.core import interpreter, worker
from app.core.dispatch import DispatchTarget, claiming
from app.extensions import db
from config import load
from tests.servers import held_port

PR_SET_PDEATHSIG = 1
SOONER = timedelta(seconds=0.2)
LEASE = timedelta(seconds=1)
TRIES = 200


@dataclass
class Process:
    """One forked process, a group of its own, that dies with us."""

    name: str
    act: Callable[[], object]
    pid: int = 0

    def start(self) -> None:
        """Fork it."""
        self.pid = os.fork()
        if self.pid:
            return
        try:
            os.setsid()
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            self.act()
        finally:
            os._exit(0)

    def kill(self, sign: int = signal.SIGKILL) -> None:
        """End it and what it started; waits until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, sign)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


@dataclass
class Hive:
    """An application in a folder, with its three processes."""

    app: Flask
    folder: Path
    port: int
    hooks: int
    web: Process
    worker: Process
    receiver: Process

    @property
    def received(self) -> list[dict[str, Any]]:
        """What the receiver wrote down; a line cut short by a kill was never answered."""
        return read_lines(self.folder / "received.jsonl")

    def stop(self) -> None:
        """End all three."""
        for process in (self.web, self.worker, self.receiver):
            if process.pid:
                process.kill()


@contextmanager
def hive(database_url: str = "", *, delay: float = 0.05) -> Iterator[Hive]:
    """A hive on an empty database, not yet started, whose receiver takes `delay` seconds to answer."""
    with TemporaryDirectory(prefix="waggle-hive-") as name, held_port() as port, held_port() as hooks:
        folder = Path(name)
        environ = {
            "WAGGLE_DATA_DIR": name, "WAGGLE_TESTING": "1", "WAGGLE_HOLDOUT": "0", "WAGGLE_EGRESS_ALLOW": "127.0.0.1",
            "WAGGLE_BASE_URL": f"http://127.0.0.1:{port}", "PATH": os.environ["PATH"],
            **({"WAGGLE_DATABASE_URL": database_url} if database_url else {}),
        }  # fmt: skip
        app = create_app(load(environ))
        with app.app_context():
            db.create_all()
            release()
        made = Hive(
            app, folder, port, hooks,
            Process("web", lambda: Pages(app, port).run()),
            Process("worker", lambda: _work(app)),
            Process("receiver", lambda: _receive(folder / "received.jsonl", hooks, delay)),
        )  # fmt: skip
        try:
            yield made
        finally:
            made.stop()


def release() -> None:
    """Let go of the database, which no fork may share."""
    db.session.remove()
    db.engine.dispose()


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a file of JSON lines."""
    whole = [line for line in path.read_bytes().split(b"\n")[:-1] if line] if path.exists() else []
    return [json.loads(line) for line in whole]


class Pages(BaseApplication):
    """gunicorn, serving an application that is loaded already."""

    def __init__(self, app: Flask, port: int) -> None:
        self.loaded, self.port = app, port
        super().__init__()

    def load_config(self) -> None:
        """Two processes of four threads, silent."""
        settings = {
            "bind": f"127.0.0.1:{self.port}", "workers": 2, "threads": 4, "worker_class": "gthread",
            "loglevel": "critical", "control_socket_disable": True, "reuse_port": True,
        }  # fmt: skip
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self.loaded


def _work(app: Flask) -> None:
    """The worker, in a hurry: a failed delivery is tried again soon, and the lease of a killed one ends soon."""
    claiming.DELAYS, claiming.LEASE = (SOONER,) * TRIES, LEASE
    resting = sys.modules[DispatchTarget.__module__]
    vars(resting).update(SHORTEST_REST=SOONER, LONGEST_REST=SOONER)
    interpreter.settle()
    with app.app_context():
        worker.run()


def _receive(log: Path, port: int, delay: float) -> None:
    """Write down each delivery, then, after so many seconds, say so; between the two it may be killed."""
    lines = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got = {"id": self.headers["webhook-id"], "event": body["data"]["id"], "at": time.time()}
            os.write(lines, json.dumps(got).encode() + b"\n")
            time.sleep(delay)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Doors(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing of a worker that was killed as it called."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    Doors(("127.0.0.1", port), Door).serve_forever()
