"""What the list, a question and the desk cost at 20,000 questions and at 200,000, and by how much they differ.

`python -m bench.desk_scale [--rounds N]`; `bin/bench` runs it. Server time of one request through the whole application
in one process, on SQLite, the two sizes in turns; a JSON line a figure in bench/results.jsonl. The aim: 1.3 at most.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.jsonl"
SIZES = (20_000, 200_000)
AIM = 1.3
REQUESTS = 25
PAGES = {
    "list, newest": "/questions",
    "list, needs answer": "/questions?tab=needs-answer",
    "list, a topic": "/questions?topic=wifi",
    "list, deep": "/questions?tab=active&after={deep}",
    "question": "/questions/{middle}",
    "desk": "/desk",
    "desk, what I know": "/desk?show=known",
    "desk, nobody on it": "/desk?show=free",
}


def main() -> None:
    """Build both communities, measure them in turns, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=3)
    rounds = asked.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        environs = {size: _built(Path(folder) / str(size), size) for size in SIZES}
        seen = [{size: _measured(environ) for size, environ in environs.items()} for _round in range(rounds)]
    print(f"{'server time of a request, ms':30}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>8}")
    with RESULTS.open("a") as lines:
        for name in PAGES:
            small, large = (median(turn[size][name] for turn in seen) for size in SIZES)
            ratio = large / small
            print(f"{name:30}{small:12.1f}{large:12.1f}{ratio:8.2f}{'' if ratio <= AIM else '  above the aim'}")
            figure = {"figure": f"desk scale: {name}", "ms_20000": small, "ms_200000": large, "ratio": ratio}
            lines.write(json.dumps(figure) + "\n")


def _built(folder: Path, size: int) -> dict[str, str]:
    environ = {**os.environ, "WAGGLE_DATA_DIR": str(folder), "WAGGLE_HOLDOUT": "0", "FLASK_APP": "wsgi"}
    folder.mkdir()
    for verb in (["db", "upgrade"], ["demo", "load"]):
        command = [sys.executable, "-m", "flask", *verb]
        subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    _child(environ, "fill", str(size))
    return environ


def _measured(environ: dict[str, str]) -> dict[str, float]:
    found: dict[str, float] = json.loads(_child(environ, "measure").strip().splitlines()[-1])
    return found


def _child(environ: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "bench.desk_scale", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True).stdout


def _fill(size: int) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - the parent process needs no application

    from app import create_app  # noqa: PLC0415
    from app.core import transaction  # noqa: PLC0415
    from app.demo import bulk  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415

    with create_app().app_context():
        with transaction.unit():
            bulk.fill_questions(size, seed=7)
        with transaction.unit():
            db.session.execute(text("ANALYZE"))


def _measure() -> None:
    from app import create_app  # noqa: PLC0415
    from app.accounts import commands as accounts  # noqa: PLC0415
    from app.accounts import queries as people  # noqa: PLC0415
    from app.board import queries as board  # noqa: PLC0415
    from app.core import transaction  # noqa: PLC0415

    app = create_app()
    with app.app_context(), transaction.unit():
        person = people.by_handle("priya")
        if person is None:
            raise SystemExit("the demo has nobody called priya")
        token = accounts.sign_in(person)
        page = board.visible_questions(person, sort="active", limit=100)
        places = {"deep": page.next, "middle": page.items[50].id}
        address = page.items[50].url
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = token, True
    times = {}
    for name, path in PAGES.items():
        where = address if name == "question" else path.format(**places)
        times[name] = median(_timed(browser, where) for _request in range(REQUESTS))
    print(json.dumps(times))


def _timed(browser: object, where: str) -> float:
    start = time.perf_counter()
    answer = browser.get(where)  # type: ignore[attr-defined]
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{where} answered {answer.status_code}")
    return took


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        _fill(int(sys.argv[2]))
    elif sys.argv[1:2] == ["measure"]:
        _measure()
    else:
        main()
