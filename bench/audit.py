"""How long the audit log takes to verify, and to write to.

`python -m bench.audit [--entries N] [--url URL]` writes N entries (1,000,000 unless told) to a database of its own, on
SQLite in a temporary folder or on the empty PostgreSQL database named, and walks the chain as `flask audit verify`
does. Entries are written in bulk with the product's own seals; the last thousand through the product's own command.
Prints a JSON line and appends it to bench/results.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from app import create_app
from app.core import audit, transaction
from app.core.audit.entries import AuditDetail, AuditEntry
from app.core.audit.sealing import canonical, digest_of, keys, seal_of
from app.extensions import db
from config import load

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results.jsonl"
PORTION = 10_000
BY_COMMAND = 1000


def main() -> None:
    """Write, verify, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--entries", type=int, default=1_000_000)
    asked.add_argument("--url", default="")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {"WAGGLE_DATA_DIR": folder, "PATH": os.environ["PATH"], "WAGGLE_DATABASE_URL": chosen.url}
        app = create_app(load(environ))
        with app.app_context():
            db.create_all()
            figures = measure(chosen.entries)
            db.engine.dispose()
    line = {"bench": "audit", "database": "postgresql" if chosen.url else "sqlite", **figures}
    print(json.dumps(line))
    with RESULTS.open("a") as file:
        file.write(json.dumps(line) + "\n")


def measure(count: int) -> dict[str, Any]:
    """Fill the log and walk it: seconds, and what one entry costs in milliseconds."""
    fill(count - BY_COMMAND)
    began = time.perf_counter()
    for number in range(BY_COMMAND):
        with transaction.unit():
            audit.log("bench.done", f"thing:{number}", by=None, reason="Because.", after={"value": number})
    written = time.perf_counter() - began
    began = time.perf_counter()
    with transaction.reading():
        verdict = audit.verify()
    taken = time.perf_counter() - began
    if (verdict.entries, verdict.broken_at) != (count, None):
        raise SystemExit(f"the chain should be whole: {verdict}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "entries": count, "verify_s": round(taken, 1), "write_ms": round(written / BY_COMMAND * 1000, 2),
        "peak_mb": peak,
    }  # fmt: skip


def fill(count: int) -> None:
    """Write entries in bulk, each sealed over the one before."""
    head, key, at = audit.GENESIS, keys()[0], datetime(2026, 1, 1, tzinfo=UTC)
    for start in range(0, count, PORTION):
        entries, details = [], []
        for number in range(start + 1, min(start + PORTION, count) + 1):
            salt = secrets.token_hex(16)
            said = {"reason": f"Reason {number}", "before": {"state": "shown"}, "after": {"state": "hidden"}}
            content = canonical(said)
            told = (at, number % 997, "bench.done", f"thing:{number}", digest_of(salt, content))
            seal = seal_of(key, head, *told)
            names = ("at", "actor_id", "action", "subject", "digest")
            entries.append({"id": number, **dict(zip(names, told, strict=True)), "previous": head, "seal": seal})
            details.append({"entry_id": number, "salt": salt, "content": content})
            head = seal
        with transaction.unit():
            db.session.execute(insert(AuditEntry), entries)
            db.session.execute(insert(AuditDetail), details)
    if db.engine.dialect.name == "postgresql":
        with transaction.unit():
            db.session.execute(text("SELECT setval(pg_get_serial_sequence('audit_entry', 'id'), :at)"), {"at": count})


if __name__ == "__main__":
    main()
