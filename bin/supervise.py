"""Runs Waggle's processes together: web, sockets and worker; a process that dies is started again."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from dotenv import dotenv_values  # noqa: E402

from config import BadSetting, load  # noqa: E402 - the root must be on the path first

PR_SET_PDEATHSIG = 1
PATIENCE = 10.0
STEADY = 30.0
LONGEST_PAUSE = 30.0
MOST_FAILURES = 5
PULSE = 0.1
STAGGER = 1.0  # seconds between starts, so that on few cores the pages come first


class Stopped(Exception):
    """Somebody asked us to stop."""


@dataclass
class Process:
    """One process, and what is needed to start it again."""

    name: str
    command: list[str]
    host: str = ""
    port: int = 0
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = field(default=0)

    def start(self, environ: dict[str, str]) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it only through us; raises BadSetting.

        Its port may be another's since we first looked, as filling a database takes a while, and the pages' server
        would share it: whoever opened them would meet either.
        """
        if self.port:
            check_port(self.host, self.port)
        self.started_at = time.monotonic()
        self.running = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_us,  # noqa: PLW1509 - this process has one thread
        )

    def note_death(self) -> None:
        """Say that it died, and wait longer each time it dies young."""
        assert self.running is not None  # noqa: S101 - for the type checker
        now = time.monotonic()
        with suppress(ProcessLookupError):  # what it left behind would keep its port
            os.killpg(self.running.pid, signal.SIGKILL)
        self.failures = 1 if now - self.started_at > STEADY else self.failures + 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        say(f"{self.name} ended with {self.running.returncode}; starting it again in {pause:.0f} s")
        self.running, self.start_at = None, now + pause


def main() -> int:
    """Prepare, run until told to stop, stop; returns the exit code."""
    options = read_options()
    environ = environment(options)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        settings = load(environ)
        check_ports(options.host, options.port)
        prepare(environ, demo=not options.no_demo)
        return supervise(processes(options.host, options.port), environ, options, settings.base_url)
    except BadSetting as problem:
        say(str(problem), error=True)
        return 2
    except subprocess.CalledProcessError:
        say("could not prepare the database; the reason is above", error=True)
        return 1
    except Stopped:
        return 0


def read_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="bin/run", description="Run Waggle: web, sockets and worker.")
    parser.add_argument("--port", type=int, default=8000, help="port of the pages; live updates use the next one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument("--data", type=Path, help="folder for the database, mail, index and files")
    options = parser.parse_args()
    if not 1 <= options.port < 65535:
        parser.error("--port must be between 1 and 65534")
    return options


def environment(options: argparse.Namespace) -> dict[str, str]:
    """The settings that every process gets: the caller's, then what follows from the options."""
    environ = dict(os.environ)
    if options.data:
        environ["WAGGLE_DATA_DIR"] = str(options.data.resolve())
    if not {**dotenv_values(ROOT / ".env"), **environ}.get("WAGGLE_BASE_URL"):
        environ["WAGGLE_BASE_URL"] = f"http://{reachable(options.host)}:{options.port}"
    environ["FLASK_APP"] = "wsgi"
    environ["PYTHONUNBUFFERED"] = "1"
    return environ


def reachable(host: str) -> str:
    """The name by which a browser on this machine reaches a listening address."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def check_ports(host: str, port: int) -> None:
    """Raise BadSetting when either port cannot be listened on."""
    for number in (port, port + 1):
        check_port(host, number)


def check_port(host: str, port: int) -> None:
    """Raise BadSetting when it cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise BadSetting(f"cannot listen on {host}:{port}: {problem.strerror}; try --port N") from problem


def prepare(environ: dict[str, str], *, demo: bool) -> None:
    """Bring the schema up to date and, where wanted, fill an empty database with the demo community."""
    command = [sys.executable, "bin/prepare.py", *(["--demo"] if demo else [])]
    subprocess.run(command, cwd=ROOT, env=environ, check=True, start_new_session=True)


def processes(host: str, port: int) -> list[Process]:
    """The three processes of one machine."""
    address = f"[{host}]" if ":" in host else host
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(os.cpu_count() or 1)]
    web += ["--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5"]
    web += ["--log-level", "warning", "wsgi:app"]
    live = ["gunicorn", "--worker-class", "gevent", "--workers", "1", "--worker-connections", "8000"]
    live += ["--bind", f"{address}:{port + 1}", "--graceful-timeout", "2", "--no-control-socket"]
    live += ["--log-level", "warning", "wsgi:sockets()"]
    commands = {"web": web, "sockets": live, "worker": ["flask", "worker"]}
    now, ports = time.monotonic(), {"web": port, "sockets": port + 1}
    return [
        Process(name, [str(BIN / command[0]), *command[1:]], host, ports.get(name, 0), start_at=now + place * STAGGER)
        for place, (name, command) in enumerate(commands.items())
    ]


def supervise(group: list[Process], environ: dict[str, str], options: argparse.Namespace, base_url: str) -> int:
    """Keep the processes alive until stopped; gives up on one that keeps dying young."""
    ready_url = f"http://{reachable(options.host)}:{options.port}/readyz"
    announced = False
    try:
        while True:
            for process in group:
                tend(process, environ)
            if any(process.failures >= MOST_FAILURES for process in group):
                say("a process keeps failing; giving up", error=True)
                return 1
            if not announced and answers(ready_url):
                announced = True
                announce(environ, base_url, demo=not options.no_demo)
            time.sleep(PULSE)
    finally:
        stop(group)


def tend(process: Process, environ: dict[str, str]) -> None:
    """Start a process that should run and does not; notice one that died."""
    if process.running is None:
        if time.monotonic() >= process.start_at:
            process.start(environ)
    elif process.running.poll() is not None:
        process.note_death()


def answers(url: str) -> bool:
    """Whether the address answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except OSError:
        return False


def announce(environ: dict[str, str], base_url: str, *, demo: bool) -> None:
    """Print the address, and whom the demo lets one be."""
    say(f"ready at {base_url}  (Ctrl-C stops it)")
    if demo:
        subprocess.run([str(BIN / "flask"), "demo", "sign-ins"], cwd=ROOT, env=environ, check=False)


def stop(group: list[Process]) -> None:
    """Ask every process to end, wait, and end those that do not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    alive = [process.running for process in group if process.running is not None]
    for running in alive:
        running.terminate()
    deadline = time.monotonic() + PATIENCE
    for running in alive:
        try:
            running.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
    say("stopped")


def say(message: str, *, error: bool = False) -> None:
    """Print one line."""
    print(f"waggle: {message}", file=sys.stderr if error else sys.stdout, flush=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _die_with_us() -> None:
    """Ask Linux to end this child when its parent is killed outright, so that no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
