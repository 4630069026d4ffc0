"""The frame of what is measured at two sizes: built once each, then in turns, and by how much they differ."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from app.accounts.models import Person

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.jsonl"
SIZES = (20_000, 200_000)
AIM = 1.3
REQUESTS = 25
Places = Mapping[str, object]


def run(module: str, title: str, pages: Mapping[str, str], fill: Callable[[int], None], places: Callable[..., Places],
        about: str) -> None:  # fmt: skip
    """Measure the server time of pages for one module of the benchmarks; it calls itself to fill and to measure."""
    if sys.argv[1:2] == ["fill"]:
        _fill(fill, int(sys.argv[2]))
    elif sys.argv[1:2] == ["measure"]:
        _measure(pages, places)
    else:
        _compare(module, title, pages, about)


def _compare(module: str, title: str, names: Iterable[str], about: str) -> None:
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", default="", help="keep the two communities here, and use them if they are there")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environs = {size: _built(module, Path(chosen.folder or folder) / str(size), size) for size in SIZES}
        seen = [
            {size: json.loads(_child(module, environ, "measure").strip().splitlines()[-1])
             for size, environ in environs.items()}
            for _round in range(chosen.rounds)
        ]  # fmt: skip
    print(f"{title + ', ms':34}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>8}")
    with RESULTS.open("a") as lines:
        for name in names:
            small, large = (median(turn[size][name] for turn in seen) for size in SIZES)
            ratio = large / small
            print(f"{name:34}{small:12.1f}{large:12.1f}{ratio:8.2f}{'' if ratio <= AIM else '  above the aim'}")
            figure = {"figure": f"{title}: {name}", "ms_20000": small, "ms_200000": large, "ratio": ratio}
            lines.write(json.dumps(figure) + "\n")


def _built(module: str, folder: Path, size: int) -> dict[str, str]:
    environ = {**os.environ, "WAGGLE_DATA_DIR": str(folder), "WAGGLE_HOLDOUT": "0", "FLASK_APP": "wsgi"}
    if folder.exists():
        return environ
    folder.mkdir(parents=True)
    for verb in (["db", "upgrade"], ["demo", "load"]):
        command = [sys.executable, "-m", "flask", *verb]
        subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    _child(module, environ, "fill", str(size))
    return environ


def _child(module: str, environ: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True).stdout


def _fill(fill: Callable[[int], None], size: int) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - the parent process needs no application

    from app import create_app  # noqa: PLC0415
    from app.core import transaction  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415

    with create_app().app_context():
        fill(size)
        with transaction.unit():
            db.session.execute(text("ANALYZE"))


def _measure(pages: Mapping[str, str], places: Callable[[Person], Places]) -> None:
    from app import create_app  # noqa: PLC0415
    from app.accounts import commands as accounts  # noqa: PLC0415
    from app.accounts import queries as people  # noqa: PLC0415
    from app.core import transaction  # noqa: PLC0415

    app = create_app()
    with app.app_context(), transaction.unit():
        person = people.by_handle("priya")
        if person is None:
            raise SystemExit("the demo has nobody called priya")
        token = accounts.sign_in(person)
        known = places(person)
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = token, True
    addresses = {name: path.format(**known) for name, path in pages.items()}
    _timed(browser, next(iter(addresses.values())))  # the first request of a process compiles what all need
    times = {name: median(_timed(browser, path) for _ in range(REQUESTS)) for name, path in addresses.items()}
    print(json.dumps(times))


def _timed(browser: FlaskClient, where: str) -> float:
    start = time.perf_counter()
    answer = browser.get(where)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{where} answered {answer.status_code}")
    return took
