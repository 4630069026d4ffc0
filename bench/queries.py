"""How many statements a page sends to the database, counted in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def count_queries(environ: dict[str, str], paths: list[str]) -> dict[str, int]:
    """Statements per path, for a visitor, after one warming visit."""
    command = [sys.executable, "-m", "bench.queries", *paths]
    ran = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
    counted: dict[str, int] = json.loads(ran.stdout.strip().splitlines()[-1])
    return counted


def _count(paths: list[str]) -> dict[str, int]:
    from sqlalchemy import event  # noqa: PLC0415 - the parent process counts nothing

    from app import create_app  # noqa: PLC0415
    from app.extensions import db  # noqa: PLC0415

    app, seen = create_app(), []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    client, counts = app.test_client(), {}
    for path in paths:
        client.get(path)
        seen.clear()
        client.get(path)
        counts[path] = len(seen)
    return counts


if __name__ == "__main__":
    print(json.dumps(_count(sys.argv[1:])))
