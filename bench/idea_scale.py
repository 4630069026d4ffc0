"""What lists of ideas cost at 20,000 ideas and at 200,000, in every order, and by how much they differ.

`python -m bench.idea_scale [--rounds N]`; `bin/bench` runs it. Server time of one request through the whole application
in one process, on SQLite, the two sizes in turns; a JSON line a figure in bench/results.jsonl. The aim: 1.3 at most.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.desk_scale import AIM, REQUESTS, RESULTS, ROOT, SIZES, _timed

SORTS = ("top", "discover", "hot", "new", "discussed")
FIRST = {f"{sort}, first page": f"/ideas?sort={sort}" for sort in SORTS}
DEEP = {f"{sort}, deep": f"/ideas?sort={sort}&after={{{sort}}}" for sort in SORTS}
FILTERED = {
    "of a challenge": "/challenges/{challenge}",
    "of a challenge, new": "/challenges/{challenge}?sort=new",
    "of a challenge, deep": "/challenges/{challenge}?after={top}",
    "of a stage": "/ideas?stage=in_review",
    "of a stage, new": "/ideas?stage=in_review&sort=new",
    "of a rare stage": "/ideas?stage=launched&sort=discussed",
    "of a challenge and a stage": "/challenges/{challenge}?stage=shortlisted&sort=hot",
}
PAGES = {**FIRST, **DEEP, **FILTERED}


def main() -> None:
    """Build both communities, measure them in turns, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", default="", help="keep the two communities here, and use them if they are there")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environs = {size: _built(Path(chosen.folder or folder) / str(size), size) for size in SIZES}
        seen = [{size: _measured(environ) for size, environ in environs.items()} for _round in range(chosen.rounds)]
    print(f"{'server time of a list of ideas, ms':34}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>8}")
    with RESULTS.open("a") as lines:
        for name in PAGES:
            small, large = (median(turn[size][name] for turn in seen) for size in SIZES)
            ratio = large / small
            print(f"{name:34}{small:12.1f}{large:12.1f}{ratio:8.2f}{'' if ratio <= AIM else '  above the aim'}")
            figure = {"figure": f"idea scale: {name}", "ms_20000": small, "ms_200000": large, "ratio": ratio}
            lines.write(json.dumps(figure) + "\n")


def _built(folder: Path, size: int) -> dict[str, str]:
    environ = {**os.environ, "WAGGLE_DATA_DIR": str(folder), "WAGGLE_HOLDOUT": "0", "FLASK_APP": "wsgi"}
    if folder.exists():
        return environ
    folder.mkdir(parents=True)
    for verb in (["db", "upgrade"], ["demo", "load"]):
        command = [sys.executable, "-m", "flask", *verb]
        subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    _child(environ, "fill", str(size))
    return environ


def _measured(environ: dict[str, str]) -> dict[str, float]:
    found: dict[str, float] = json.loads(_child(environ, "measure").strip().splitlines()[-1])
    return found


def _child(environ: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "bench.idea_scale", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True).stdout


def _fill(size: int) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - the parent process needs no application

    from app import create_app  # noqa: PLC0415
    from app.core import transaction  # noqa: PLC0415
    from app.demo import bulk  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415
    from app.ideas import jobs  # noqa: PLC0415

    with create_app().app_context():
        with transaction.unit():
            bulk.fill_ideas(size, seed=7)
        with transaction.unit():
            jobs.count_people()
        with transaction.unit():
            db.session.execute(text("ANALYZE"))


def _measure() -> None:
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
        places = _places()
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = token, True
    times = {}
    for name, path in PAGES.items():
        times[name] = median(_timed(browser, path.format(**places)) for _request in range(REQUESTS))
    print(json.dumps(times))


def _places() -> dict[str, str]:
    """The challenge that has them all, and a page marker in the middle of each order."""
    from sqlalchemy import func, select  # noqa: PLC0415

    from app.core.pages import encode  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415
    from app.ideas.models import Challenge, Idea  # noqa: PLC0415
    from app.ideas.queries.ideas import SORTS as KEYS  # noqa: PLC0415

    challenge = db.session.scalars(select(Challenge).order_by(Challenge.idea_count.desc())).first()
    middle = (db.session.scalar(select(func.count()).select_from(Idea)) or 0) // 2
    places = {"challenge": challenge.slug if challenge else ""}
    for sort, key in KEYS.items():
        keys = (Idea.id,) if key is Idea.id else (key, Idea.id)
        query = select(*keys).order_by(*(each.desc() for each in keys)).offset(middle).limit(1)
        places[sort] = encode(list(db.session.execute(query).one()))
    return places


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        _fill(int(sys.argv[2]))
    elif sys.argv[1:2] == ["measure"]:
        _measure()
    else:
        main()
