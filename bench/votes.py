"""How long a vote takes when sixteen people vote on one idea: round trips over HTTP, p50, p95, p99.

Twice: resting a quarter of a second after each answer, as nobody votes faster, and without any rest, which shows what
the server can carry: then every further voter waits for all the others.

`python -m bench.votes [--seconds S]`; `bin/bench` runs it. The server as `bin/run` starts it (granian, a worker a core,
four threads each), on SQLite and, where it is installed, on PostgreSQL; a JSON line a database in bench/results.jsonl.
The aims: p99 under 150 ms on SQLite, under 50 ms on PostgreSQL.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from random import uniform
from statistics import quantiles

import pytest

from bench.pages import RESULTS, ROOT, _server
from tests.servers import postgres_server

# Each of the threads compiles its statements once, and each connection prepares them at the fifth time.
VOTERS, PORT, WARM_UP = 16, 8753, 2.0
AIMS = {"sqlite": 150.0, "postgres": 50.0}
RESTS = {"resting": 0.25, "without rest": 0.0}


def main() -> None:
    """Measure each database in turn, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seconds", type=float, default=20.0)
    asked.add_argument("--only", choices=tuple(AIMS), default=None)
    chosen = asked.parse_args()
    print(f"{'votes of 16 on one idea, ms':30}{'a second':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'refused':>9}")
    for name, aim in AIMS.items():
        if chosen.only in {None, name}:
            found = _measured(name, chosen.seconds)
            for way in RESTS:
                _report(f"{name}, {way}", aim, found[way] if found else None)


def _report(name: str, aim: float, found: dict[str, float] | None) -> None:
    if found is None:
        print(f"{name:30}  not installed")
        return
    late = "" if found["p99"] < aim else f"  above the aim of {aim:.0f}"
    columns = "".join(f"{found[key]:8.1f}" for key in ("p50", "p95", "p99"))
    print(f"{name:30}{found['per_second']:10.0f}{columns}{found['refused']:9.0f}{late}")
    with RESULTS.open("a") as lines:
        lines.write(json.dumps({"figure": f"votes on one idea: {name}", "aim_ms": aim, **found}) + "\n")


def _measured(name: str, seconds: float) -> dict[str, dict[str, float]] | None:
    with tempfile.TemporaryDirectory() as folder, _database(name) as url:
        if url is None:
            return None
        environ = {
            **os.environ, "WAGGLE_DATA_DIR": folder, "WAGGLE_BASE_URL": f"http://127.0.0.1:{PORT}",
            "WAGGLE_HOLDOUT": "0", "FLASK_APP": "wsgi", "PYTHONPATH": str(ROOT),
            **({"WAGGLE_DATABASE_URL": url} if url else {}),
        }  # fmt: skip
        subprocess.run([sys.executable, "-m", "flask", "db", "upgrade"], cwd=ROOT, env=environ, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        command = [sys.executable, "-m", "bench.votes", "prepare"]
        ran = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
        made = json.loads(ran.stdout.strip().splitlines()[-1])
        with _server("wsgi:app", PORT, environ):
            return {way: _pressed(made["idea"], made["tokens"], seconds, rest) for way, rest in RESTS.items()}


@contextmanager
def _database(name: str) -> Iterator[str | None]:
    """The address of a database of our own; nothing for SQLite, None where there is none."""
    try:
        with nullcontext("") if name == "sqlite" else postgres_server() as url:
            yield url
    except pytest.skip.Exception:
        yield None


def _pressed(idea: int, tokens: list[str], seconds: float, rest: float) -> dict[str, float]:
    """Each voter votes, takes it back, votes again, over a connection of their own."""
    times: list[float] = []
    refused: list[int] = []
    start = time.perf_counter() + WARM_UP
    sys.setswitchinterval(0.001)  # what is measured is the server's time, not that in which our own threads wait

    def vote(token: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        value = 1
        while (began := time.perf_counter()) < start + seconds:
            connection.request("PUT", f"/api/v1/ideas/{idea}/vote", json.dumps({"value": value}), headers)
            response = connection.getresponse()
            response.read()
            if began >= start:
                times.append((time.perf_counter() - began) * 1000)
            if response.status != 200:
                refused.append(response.status)
            value = 1 - value
            time.sleep(rest * uniform(0.5, 1.5))  # noqa: S311 - a rest is no secret
        connection.close()

    threads = [threading.Thread(target=vote, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(times, n=100)
    return {
        "per_second": len(times) / seconds, "p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "n": len(times),
        "refused": len(refused),
    }  # fmt: skip


def _prepare() -> None:
    """An open challenge with one idea, and sixteen people who may vote on it."""
    from datetime import timedelta  # noqa: PLC0415 - the parent process needs no application

    from app import create_app  # noqa: PLC0415
    from app.accounts import commands as accounts  # noqa: PLC0415
    from app.core import clock, transaction  # noqa: PLC0415
    from app.ideas import commands as ideas  # noqa: PLC0415
    from app.spaces import commands as spaces  # noqa: PLC0415

    with create_app().app_context(), transaction.unit():
        team = accounts.add_person(name="Ida Team", handle="ida", kind="employee", roles=("innovation", "steward"))
        space = spaces.open_space(slug="help", name="Help", by=team)
        challenge = ideas.open_challenge(
            space, slug="one", title="One idea", brief="Which?", by=team, opens_at=clock.now() - timedelta(days=1),
            closes_at=clock.now() + timedelta(days=9),
        )  # fmt: skip
        idea = ideas.submit(challenge, title="The one idea", body="Please.", by=team)
        tokens = []
        for number in range(VOTERS):
            voter = accounts.add_person(name=f"Voter {number}", handle=f"voter{number}", kind="customer")
            tokens.append(accounts.make_token(voter, ("read", "write"), by=voter))
        print(json.dumps({"idea": idea.id, "tokens": tokens}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        _prepare()
    else:
        main()
