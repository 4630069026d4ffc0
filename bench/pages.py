"""The pages and deeds people wait for: how many a second, p50, p95, p99, queries, bytes, memory; beside a bare page.

`python -m bench.pages [--scale small|medium|large] [--seconds S]`; `bin/bench` runs it. Appends a JSON line a figure to
bench/results.jsonl and prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote_plus

from bench.load import Request, Result, press
from bench.queries import count_queries

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.jsonl"
PYTHON = sys.executable
ASKED = (
    "Why does my wifi drop every evening after nine?",
    "How do I move my broadband when we change flats?",
    "My eSIM has been stuck on activating since yesterday",
    "Can I get a refund for the outage last weekend?",
    "The light on the hub is red and nothing connects",
    "Which router settings make video calls stop freezing?",
    "How long does it take to transfer my old number?",
    "I was charged twice for roaming in Portugal",
    "The smart thermostat does not find the network any more",
    "Is there a way to block unwanted calls on the landline?",
    "What does error 651 mean when I log in to my account?",
    "How can I change the bank account my bill is paid from?",
)
SHORTEST_TYPED = 6
ANSWER = json.dumps({"body": "Please restart the hub once, wait two minutes, and tell us what the light does then."})


def main() -> None:
    """Prepare a community, press on it, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--scale", choices=("small", "medium", "large"), default="medium")
    asked.add_argument("--seconds", type=float, default=5.0)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = _environment(Path(folder))
        token = _prepare(environ, chosen.scale)
        with _server("wsgi:app", 8751, environ) as (base, process):
            makers = _makers(base, token)
            rows = [_figure(name, base, make, chosen) for name, make in makers.items()]
            memory = _memory(process.pid)
        bare = {**environ, "BARE_DATABASE_URL": f"sqlite:///{folder}/waggle.sqlite3"}
        with _server("bench.bare:app", 8752, bare) as (base, _process):
            yardstick = _figure("bare page", base, lambda _number: Request("GET", "/"), chosen)
        queries = count_queries(environ, [make(0).path for name, make in makers.items() if make(0).method == "GET"])
    _report(chosen.scale, [yardstick, *rows], queries, memory)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "WAGGLE_DATA_DIR": str(folder),
        "WAGGLE_BASE_URL": "http://127.0.0.1:8751",
        "WAGGLE_HOLDOUT": "0",
        "FLASK_APP": "wsgi",
        "PYTHONPATH": str(ROOT),
    }


def _prepare(environ: dict[str, str], scale: str) -> str:
    """A migrated, loaded, indexed community; returns the API token of somebody who may answer."""
    for verb in (["db", "upgrade"], ["demo", "load", "--scale", scale], ["search", "rebuild"]):
        subprocess.run([PYTHON, "-m", "flask", *verb], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    made = ["people", "token", "priya@example.com", "--scope", "read,write"]
    ran = subprocess.run(
        [PYTHON, "-m", "flask", *made], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip().splitlines()[-1]


def _makers(base: str, token: str) -> dict[str, Callable[[int], Request]]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    open_ids = _ids(base, headers, "needs-answer")
    others = _ids(base, headers, "newest")
    pages = [_landed(base, f"/questions/{number}/q") for number in others]
    read = {"Accept-Encoding": "br"}
    return {
        "list page": lambda _number: Request("GET", "/questions", headers=read),
        "question page": lambda number: Request("GET", pages[number % len(pages)], headers=read),
        "similar while typing": lambda number: Request(
            "GET", f"/search/similar?q={quote_plus(_typed(number))}&at=ask", headers=read
        ),
        "answer post": lambda number: Request(
            "POST", f"/api/v1/questions/{open_ids[number % len(open_ids)]}/answers", ANSWER, headers
        ),
        "vote": lambda number: Request(
            "PUT", f"/api/v1/questions/{others[number % len(others)]}/vote", json.dumps({"value": number % 2}), headers
        ),
    }


def _typed(number: int) -> str:
    """What the field holds at some moment of the typing: every question, cut at another place each round."""
    question, turn = ASKED[number % len(ASKED)], number // len(ASKED)
    return question[: SHORTEST_TYPED + turn * 5 % (len(question) - SHORTEST_TYPED + 1)]


def _landed(base: str, path: str) -> str:
    """Where a short address leads, so that the page itself is pressed on and not its redirect."""
    with urllib.request.urlopen(base + path) as response:  # noqa: S310
        return str(response.geturl()).removeprefix(base)


def _ids(base: str, headers: dict[str, str], sort: str) -> list[int]:
    request = urllib.request.Request(f"{base}/api/v1/questions?sort={sort}&limit=100&space=help", headers=headers)  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return [item["id"] for item in json.load(response)["items"]]


def _figure(name: str, base: str, make: Callable[[int], Request], chosen: argparse.Namespace) -> dict[str, object]:
    figure: dict[str, object] = {"name": name, "path": make(0).path}
    for clients in (1, 16):
        result: Result = press(base, make, clients=clients, seconds=chosen.seconds)
        figure[f"at_{clients}"] = asdict(result)
    figure["bytes"] = _bytes(base, make(0)) if make(0).method == "GET" else 0
    return figure


def _bytes(base: str, request: Request) -> int:
    asked = urllib.request.Request(base + request.path, headers=request.headers)  # noqa: S310
    with urllib.request.urlopen(asked) as response:  # noqa: S310
        return len(response.read())


@contextmanager
def _server(target: str, port: int, environ: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Granian as in production: a worker a core, four blocking threads each."""
    command = [
        PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(os.cpu_count() or 1), "--blocking-threads", "4", "--no-access-log", "--log-level", "error",
        target,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base)
        yield base, process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(base: str) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(base, timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{base} does not answer")


def _memory(parent: int) -> list[int]:
    """Resident megabytes of each worker."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    sizes = [re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{child}/status").read_text()) for child in children]
    return [int(size[1]) // 1024 for size in sizes if size]


def _report(scale: str, rows: list[dict[str, object]], queries: dict[str, int], memory: list[int]) -> None:
    yardstick = rows[0]["at_1"]["p50"]  # type: ignore[index]
    print(f"{'':<22}{'1 client':>36}{'16 clients':>36}{'ratio':>8}{'queries':>9}{'bytes':>9}")
    with RESULTS.open("a", encoding="utf-8") as file:
        for row in rows:
            row |= {"scale": scale, "queries": queries.get(str(row["path"])), "ratio": row["at_1"]["p50"] / yardstick}  # type: ignore[index]
            file.write(json.dumps(row) + "\n")
            _print(row)
        file.write(json.dumps({"name": "memory per worker, MB", "scale": scale, "values": memory}) + "\n")
    print(f"memory per worker: {', '.join(map(str, memory))} MB; scale {scale}")


def _print(row: dict[str, object]) -> None:
    cells = "".join(
        f"{at['per_second']:>8.0f}/s {at['p50']:>7.1f} {at['p95']:>8.1f} {at['p99']:>8.1f}"  # type: ignore[index]
        for at in (row["at_1"], row["at_16"])
    )
    print(f"{row['name']:<22}{cells}{row['ratio']:>8.1f}{row['queries'] or '-':>9}{row['bytes'] or '-':>9}")


if __name__ == "__main__":
    main()
