"""Web, worker and receiver killed at random points under load: is anything lost, doubled, renamed or left askew?

`python -m bench.crash [--rounds N] [--database sqlite|postgres] [--seed S] [--keep]`; `bin/bench crash` does 1,000.
A round kills one of the three outright (SIGKILL, its whole group) while clients ask, answer, share and vote over the
JSON API, and starts it again. The clients send an Idempotency-Key and try again until they get their answer, as any
client should. In the end all must be there once: what was acknowledged, its event, its delivery under one id.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from random import Random
from typing import Any

from sqlalchemy import func, select, text

from app.accounts import commands as accounts
from app.board.models import Answer, Question
from app.core import audit, book, dispatch, subscriptions, transaction
from app.core.dispatch import Dispatch
from app.core.events import Entry
from app.crm import commands as crm
from app.crm.models import Interaction
from app.extensions import db
from app.ideas.models import Idea
from app.search import queries as search
from app.voting.models import Vote
from bench import clients
from bench.hive import Hive, Process, hive, read_lines, release
from bench.pages import RESULTS
from tests.cast import Cast
from tests.servers import postgres_server

WANTED = ["board.question_asked", "board.answer_posted", "ideas.idea_submitted", "ideas.vote_cast"]
PAUSE = (0.0, 0.3)
PATIENCE = 120.0
PEOPLE = 12


def main() -> None:
    """Kill, wait, look; exits with 1 when anything is amiss."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=1000)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", action="store_true", help="add the figures to bench/results.jsonl")
    chosen = asked.parse_args()
    with postgres_server() if chosen.database == "postgres" else nullcontext("") as url, hive(url) as made:
        chance = Random(chosen.seed)  # noqa: S311 - when to kill is no secret
        result = {"figure": f"crashes, {chosen.database}", **crash(made, chosen.rounds, chance)}
    print(json.dumps(result))
    if chosen.keep:
        with RESULTS.open("a") as lines:
            lines.write(json.dumps(result) + "\n")
    sys.exit(bool(result["amiss"]))


def crash(made: Hive, rounds: int, chance: Random) -> dict[str, Any]:
    """So many kills under load; returns what was done and what is amiss."""
    load = Process("clients", lambda: clients.run(made.port, made.folder, prepared))
    prepared = _prepare(made)
    everybody = (made.receiver, made.web, made.worker)
    for process in (*everybody, load):
        process.start()
    killed: Counter[str] = Counter()
    for _round in range(rounds):
        _await_deed(made)
        time.sleep(chance.uniform(*PAUSE))
        victim = chance.choice(everybody)
        victim.kill()
        victim.start()
        killed[victim.name] += 1
    (made.folder / "enough").touch()
    os.waitpid(load.pid, 0)
    settled = _settle(made)
    made.stop()
    with made.app.app_context():
        amiss = [*([] if settled else ["the worker did not come to rest"]), *_amiss(made)]
        release()
    acknowledged = read_lines(made.folder / "acknowledged.jsonl")
    deliveries = len(made.received)
    return {
        "rounds": rounds, "killed": dict(killed), "acknowledged": len(acknowledged),
        "tried_again": sum(done["tries"] - 1 for done in acknowledged), "deliveries": deliveries,
        "delivered_twice": deliveries - len({got["id"] for got in made.received}), "amiss": amiss,
    }  # fmt: skip


def _await_deed(made: Hive) -> None:
    """Wait until something more was acknowledged, so that no round hits processes that have not come up yet."""
    log, deadline = made.folder / "acknowledged.jsonl", time.monotonic() + PATIENCE
    size = log.stat().st_size if log.exists() else 0
    while time.monotonic() < deadline and (not log.exists() or log.stat().st_size == size):
        time.sleep(0.01)


def _prepare(made: Hive) -> clients.Prepared:
    """A space, a challenge, people who may do things there, and an address that wants to hear of it."""
    with made.app.app_context():
        cast = Cast()
        space, team, admin = cast.space("help"), cast.ines, cast.ada
        cast.certify(cast.erik)
        cast.season(cast.erik)
        with transaction.unit():
            challenge = clients.open_challenge(space, team)
            customers = [
                accounts.add_person(name=f"Customer {n}", handle=f"customer{n}", kind="customer") for n in range(PEOPLE)
            ]
            tokens = [accounts.make_token(person, ("read", "write"), by=person) for person in customers]
            answerer = accounts.make_token(cast.erik, ("read", "write"), by=cast.erik)
            crm.add_webhook(f"http://127.0.0.1:{made.hooks}/hook", WANTED, by=admin)
        prepared = clients.Prepared(space.slug, challenge.slug, tokens, answerer)
        release()
    return prepared


def _settle(made: Hive) -> bool:
    """Wait until every cursor is at the end of the book and nothing waits to be delivered, or nothing goes on."""
    least, deadline = sys.maxsize, time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(0.3)
        with made.app.app_context(), transaction.reading():
            lag = sum(status.lag for status in subscriptions.status())
            waiting = sum(dispatch.depth().get(state, 0) for state in ("pending", "leased")) + search.status().stale
            release()
        if lag + waiting == 0:
            return True
        if lag + waiting < least:
            least, deadline = lag + waiting, time.monotonic() + PATIENCE
    return False


def _amiss(made: Hive) -> Iterator[str]:
    acknowledged = read_lines(made.folder / "acknowledged.jsonl")
    yield from _rows_amiss(acknowledged)
    yield from _deliveries_amiss(made.received)
    yield from _cursors_amiss()
    yield from _database_amiss()
    yield from _rebuild_amiss()


def _rows_amiss(acknowledged: list[dict[str, Any]]) -> Iterator[str]:
    """What was acknowledged is there once, and nothing is there twice."""
    kinds: dict[str, Any] = {"ask": Question.title, "answer": Answer.body, "share": Idea.title}
    for kind, words in kinds.items():
        there = Counter(db.session.scalars(select(words)))
        told = {done["words"] for done in acknowledged if done["kind"] == kind}
        yield from (f"lost: {kind} {words}" for words in sorted(told - there.keys()))
        yield from (f"doubled: {kind} {words} x {count}" for words, count in there.items() if count > 1)
    ids = {event.payload.get("question_id") for event in _events("board.question_asked")}
    yield from (f"question {row} has no event" for row in db.session.scalars(select(Question.id)) if row not in ids)
    voted = {(done["voter"], done["subject"]) for done in acknowledged if done["kind"] == "vote"}
    there_votes = select(func.count()).select_from(Vote).where(Vote.kind == "idea")
    counted = db.session.scalar(select(func.sum(Idea.vote_count))) or 0
    rows = db.session.scalar(there_votes) or 0
    if counted != rows or rows < len(voted):
        yield f"votes: {len(voted)} acknowledged, {rows} rows, {counted} counted"


def _deliveries_amiss(received: list[dict[str, Any]]) -> Iterator[str]:
    """Each wanted event was delivered, always under one id."""
    ids: dict[int, set[str]] = defaultdict(set)
    for got in received:
        ids[got["event"]].add(got["id"])
    wanted = {event.id for name in WANTED for event in _events(name)}
    yield from (f"event {number} was never delivered" for number in sorted(wanted - ids.keys()))
    renamed = {number: names for number, names in ids.items() if len(names) > 1}
    yield from (f"event {number} was delivered under {sorted(names)}" for number, names in renamed.items())
    dead = db.session.scalar(select(func.count()).select_from(Dispatch).where(Dispatch.state != "done")) or 0
    if dead:
        yield f"{dead} deliveries were given up, or wait still"


def _cursors_amiss() -> Iterator[str]:
    end = book.end()
    for status in subscriptions.status():
        if status.place != end or status.parked:
            yield f"{status.name} stands at {status.place}, the book ends at {end}; {status.parked} parked"


def _database_amiss() -> Iterator[str]:
    if db.engine.dialect.name == "sqlite":
        for line in db.session.scalars(text("PRAGMA integrity_check")):
            if line != "ok":
                yield f"integrity: {line}"
    if audit.verify().broken_at is not None:
        yield "the audit log is broken"
    indexed, things = search.status().documents, 0
    for kind in (Question, Idea):
        things += db.session.scalar(select(func.count()).select_from(kind)) or 0
    if indexed != things:
        yield f"the index has {indexed} documents of {things} questions and ideas"


def _rebuild_amiss() -> Iterator[str]:
    """The interaction log is what the book says, no more and no less."""
    columns = (Interaction.key, Interaction.kind, Interaction.at, Interaction.subject, Interaction.summary)
    kept = Counter(tuple(row) for row in db.session.execute(select(*columns)))
    subscriptions.replay("crm")
    anew = Counter(tuple(row) for row in db.session.execute(select(*columns)))
    if kept != anew:
        yield f"the interaction log: {len(kept - anew)} rows too many, {len(anew - kept)} missing"


def _events(name: str) -> Any:
    return db.session.scalars(select(Entry).where(Entry.name == name)).all()


if __name__ == "__main__":
    main()
