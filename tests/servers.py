"""Real servers for tests: each its own, on a free port, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

START_TIMEOUT = 30.0
POSTGRES_HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with an empty database; yields its URL, or skips where PostgreSQL is not installed."""
    initdb, postgres = (_postgres_program(name) for name in ("initdb", "postgres"))
    owner = _unprivileged("postgres")
    with own_folder("waggle-postgres-", owner) as folder:
        data = folder / "data"
        command = [
            initdb,
            "-D",
            str(data),
            "-U",
            "waggle",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run(command, cwd=folder, user=owner, group=_group(owner), check=True, capture_output=True)
        port = free_port()
        options = [f"-p{port}", "-hlocalhost", f"-k{folder}", *_settings(fsync="off", full_page_writes="off")]
        with running([postgres, "-D", str(data), *options], folder, owner, stop_with=signal.SIGINT) as process:
            url = f"postgresql://waggle@127.0.0.1:{port}/waggle"
            wait_for(process, folder, lambda: _made_database(port))
            yield url


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis server that keeps nothing; yields its URL, or skips where Redis is not installed."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("Redis is not installed (on Debian and Ubuntu: apt-get install redis-server)")
    with own_folder("waggle-redis-", None) as folder:
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        with running(command, folder, None, stop_with=signal.SIGTERM) as process:
            wait_for(process, folder, lambda: _redis_answers(port))
            yield f"redis://127.0.0.1:{port}/0"


class Mailbox(MessageHandler):
    """What an SMTP server has received, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        """Keep one message."""
        self.messages.append(message)

    def to(self, address: str) -> list[Message]:
        """The messages whose envelope named this address."""
        return [message for message in self.messages if address in str(message["X-RcptTo"]).split(", ")]


@contextmanager
def smtp_server() -> Iterator[tuple[str, Mailbox]]:
    """An SMTP server; yields its URL and its mailbox."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}", mailbox
    finally:
        controller.stop()


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def held_port() -> Iterator[int]:
    """A TCP port that nobody else is given, although what serves there is killed and started again."""
    with socket.socket() as held:
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            held.setsockopt(socket.SOL_SOCKET, option, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def _postgres_program(name: str) -> str:
    places = [path for pattern in POSTGRES_HOMES for path in Path("/").glob(pattern.lstrip("/") + "/" + name)]
    found = str(max(places, key=_version)) if places else shutil.which(name)
    if found is None:
        pytest.skip("PostgreSQL is not installed (on Debian and Ubuntu: apt-get install postgresql)")
    return found


def _version(program: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", program.parent.parent.name))


def _unprivileged(name: str) -> str | None:
    """PostgreSQL refuses to run as root; its own account is used then."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(name).pw_name
    except KeyError:
        pytest.skip(f"running as root, and there is no account {name} to run PostgreSQL as")


def _group(owner: str | None) -> int | None:
    return pwd.getpwnam(owner).pw_gid if owner else None


def _settings(**settings: str) -> list[str]:
    return [f"-c{name}={value}" for name, value in settings.items()]


@contextmanager
def own_folder(prefix: str, owner: str | None) -> Iterator[Path]:
    """A folder straight under the system's temporary one, since another account cannot enter pytest's."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    if owner:
        shutil.chown(folder, owner)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: list[str],
    folder: Path,
    owner: str | None,
    *,
    stop_with: signal.Signals,
    cwd: Path | None = None,
    environ: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=cwd or folder, env=environ, user=owner, group=_group(owner), stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(stop_with)
        process.wait(START_TIMEOUT)


def wait_for(
    process: subprocess.Popen[bytes], folder: Path, answers: Callable[[], bool], patience: float = START_TIMEOUT
) -> None:
    deadline = time.monotonic() + patience
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the server did not start:\n{(folder / 'log').read_text()}")
        time.sleep(0.05)


def _made_database(port: int) -> bool:
    import psycopg  # loads a large library that few test runs need

    try:
        with psycopg.connect(f"postgresql://waggle@127.0.0.1:{port}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE waggle")
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
