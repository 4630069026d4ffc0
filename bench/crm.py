"""What a contact's page costs with so many interactions in the log.

`python -m bench.crm [--interactions N] [--url URL]` writes N interactions (1,000,000 unless told) of 20,000 contacts to
a database of its own, on SQLite in a temporary folder or on the empty PostgreSQL database named. Most contacts have
forty, a hundred a thousand each, one a tenth of all, over three handles each, of which some passed over from another
contact. Then it asks for pages through the whole application in one process, as a member of the care team: 300 contacts
by chance, and the greatest; whole, filtered, and deep. Prints a JSON line a page and appends it to bench/results.jsonl:
milliseconds by the clock on the wall, and `cpu` those that this process itself was at work. The aim: 50 ms at p95.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from app import create_app
from app.accounts import commands as accounts
from app.board import commands as board
from app.core import transaction
from app.crm import queries
from app.crm.attribution import ALWAYS, NEVER
from app.crm.commands.counting import count_anew
from app.crm.models import Contact, Identity, IdentityLink
from app.extensions import db
from app.spaces import commands as spaces
from config import load

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results.jsonl"
CONTACTS, HANDLES, QUESTIONS, ROUNDS = 20_000, 3, 300, 300
YEARS = 3 * 365 * 86400
NOW = datetime(2026, 6, 1, tzinfo=UTC)
KINDS = ("asked", "was_answered", "commented", "voted", "called", "wrote", "accepted", "escalated")
CHANNELS = ("site", "email", "call", "bluesky")


def main() -> None:
    """Fill, ask, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--interactions", type=int, default=1_000_000)
    asked.add_argument("--url", default="")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {"WAGGLE_DATA_DIR": folder, "PATH": os.environ["PATH"], "WAGGLE_DATABASE_URL": chosen.url}
        app = create_app(load(environ))
        with app.app_context():
            db.create_all()
            fill(chosen.interactions)
            browser, program = _care(app)
            db.session.remove()
        head = {"bench": "crm", "database": "postgresql" if chosen.url else "sqlite"}
        for name, figures in measure(app, browser, program):
            line = {**head, "interactions": chosen.interactions, "page": name, **figures}
            print(json.dumps(line), flush=True)
            with RESULTS.open("a") as file:
                file.write(json.dumps(line) + "\n")
        with app.app_context():
            db.engine.dispose()


def measure(app: Flask, browser: FlaskClient, program: FlaskClient) -> Iterator[tuple[str, dict[str, Any]]]:
    """Milliseconds of each kind of page, over so many requests, at the median, at p95 and at most."""
    chance = random.Random(11)  # noqa: S311 - a repeatable choice
    some = [chance.randint(2, CONTACTS) for _ in range(ROUNDS)]
    with app.app_context():
        deep = _deep()
    pages = {
        "some contact": [f"/crm/contacts/{number}" for number in some],
        "some contact, asked": [f"/crm/contacts/{number}?kind=asked" for number in some],
        "greatest": ["/crm/contacts/1"] * 40,
        "greatest, a rare kind": ["/crm/contacts/1?kind=rare"] * 40,
        "greatest, a channel": ["/crm/contacts/1?channel=call"] * 40,
        "greatest, a month": ["/crm/contacts/1?since=2026-01-01&until=2026-01-31"] * 40,
        "greatest, happy": ["/crm/contacts/1?tone=good"] * 40,
        "greatest, deep": [f"/crm/contacts/1?after={deep}"] * 40,
        "all interactions": ["/api/v1/crm/interactions"] * 40,
        "all, a rare kind": ["/api/v1/crm/interactions?kind=rare"] * 40,
        "all, a channel": ["/api/v1/crm/interactions?channel=call"] * 40,
    }
    for name, addresses in pages.items():
        caller = program if addresses[0].startswith("/api/") else browser
        caller.get(addresses[0])
        taken = [_timed(caller, address) for address in addresses]
        wall, cpu = ([each[place] for each in taken] for place in (0, 1))
        yield name, {
            "requests": len(taken), "p50_ms": round(statistics.median(wall), 1), "p95_ms": _p95(wall),
            "most_ms": round(max(wall), 1), "cpu_p50_ms": round(statistics.median(cpu), 1), "cpu_p95_ms": _p95(cpu),
        }  # fmt: skip


def _p95(taken: list[float]) -> float:
    return round(statistics.quantiles(taken, n=20)[-1], 1)


def fill(count: int) -> None:
    """Contacts, three handles each, their ties, questions to point to, and what was done."""
    names = [f"Contact {number}" for number in range(1, CONTACTS + 1)]
    with transaction.unit():
        _questions()
        contacts = [
            {"id": n, "external_id": f"C-{n}", "name": name, "segment": f"Segment {n % 7}", "attributes": {},
             "consent": "unknown", "interaction_count": 0, "imported_at": NOW} for n, name in enumerate(names, start=1)
        ]  # fmt: skip
        db.session.execute(insert(Contact), contacts)
        handles = [
            {"id": n, "kind": "handle", "value": f"handle-{n}", "contact_id": _whose(n), "interaction_count": 0,
             "seen_at": NOW}
            for n in range(1, CONTACTS * HANDLES + 1)
        ]  # fmt: skip
        db.session.execute(insert(Identity), handles)
        db.session.execute(insert(IdentityLink), list(_ties()))
    with transaction.unit():
        db.session.execute(text(_deeds(count)))
    _settle()


def _ties() -> Iterator[dict[str, Any]]:
    """Every tenth contact's third handle was the next contact's until a year ago."""
    told = {"evidence": "Said so.", "confidence": 1.0, "basis": "decision", "linked_at": NOW}
    year = NOW - timedelta(days=365)
    for n in range(1, CONTACTS * HANDLES + 1):
        whose, passed = _whose(n), n % (HANDLES * 10) == HANDLES
        since, before = (year, whose % CONTACTS + 1) if passed else (ALWAYS, None)
        yield {**told, "identity_id": n, "contact_id": whose, "valid_from": since, "valid_until": NEVER}
        if before is not None:
            yield {**told, "identity_id": n, "contact_id": before, "valid_from": ALWAYS, "valid_until": since}


def _whose(handle: int) -> int:
    return (handle - 1) // HANDLES + 1


def _deeds(count: int) -> str:
    """A tenth are the first contact's, a tenth those of a hundred others, the rest everybody's; made by the database.

    Knuth's multiplicative hash of a line's number stands for chance, so that every run has the same lines.
    """
    if db.engine.dialect.name == "postgresql":
        at = f"TIMESTAMPTZ '{NOW.isoformat()}' - make_interval(secs => (h / 7) % {YEARS})"
    else:
        at = f"strftime('%Y-%m-%d %H:%M:%S.000000', {int(NOW.timestamp())} - (h / 7) % {YEARS}, 'unixepoch')"
    return f"""
        WITH RECURSIVE line(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM line WHERE i < {count - 1}),
            drawn AS (SELECT i, (CAST(i AS BIGINT) * 2654435761) % 4294967296 AS h FROM line)
        INSERT INTO interaction
            (key, identity_id, kind, at, channel, subject, summary, url, said, sentiment)
        SELECT
            'bench:' || i,
            1 + h % (CASE i % 10 WHEN 0 THEN {HANDLES} WHEN 1 THEN {HANDLES * 100} ELSE {HANDLES * CONTACTS} END),
            CASE WHEN i % 50000 = 0 THEN 'rare' ELSE {_one_of(KINDS, "i / 10")} END,
            {at},
            {_one_of(CHANNELS, "i / 3")},
            'question:' || (1 + h % {QUESTIONS}), 'Question ' || (1 + h % {QUESTIONS}) || '?',
            '/questions/' || (1 + h % {QUESTIONS}), 'question:' || i,
            CASE WHEN i % 3 = 0 THEN NULL ELSE (h % 2001 - 1000) / 1000.0 END
        FROM drawn
    """  # noqa: S608 - made of this file's own numbers alone


def _one_of(words: tuple[str, ...], number: str) -> str:
    cases = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(words))
    return f"CASE ({number}) % {len(words)} {cases} END"


def _questions() -> None:
    owner = accounts.add_person(name="Olga", handle="olga", kind="employee", roles=("steward", "care"))
    space = spaces.open_space(slug="help", name="Help", by=owner)
    for number in range(1, QUESTIONS + 1):
        board.ask(space=space, title=f"Question {number}?", by=owner)


def _settle() -> None:
    """The counters on the rows, the sequences, and what the planner knows."""
    with transaction.unit():
        count_anew()
        if db.engine.dialect.name == "postgresql":
            for table in ("contact", "identity"):
                db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000000)"))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _deep() -> str:
    """A page marker in the middle of the greatest log."""
    greatest = db.session.get_one(Contact, 1)
    middle = queries.Filters(until=NOW - timedelta(days=500))
    return queries.interactions(contact=greatest, filters=middle).next or ""


def _care(app: Flask) -> tuple[FlaskClient, FlaskClient]:
    """A browser and a program of somebody on the care team."""
    with transaction.unit():
        cara = accounts.add_person(name="Cara", handle="cara", kind="employee", roles=("care",))
        session, token = accounts.sign_in(cara), accounts.make_token(cara, ("crm",), by=cara)
    browser, program = app.test_client(), app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = session, True
    program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return browser, program


def _timed(caller: FlaskClient, address: str) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    answer = caller.get(address)
    taken = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} should be there: {answer.status_code}")
    return taken


if __name__ == "__main__":
    main()
