"""From a deed to the delivered webhook: seconds at so many events a second, everything on one machine.

`python -m bench.delivery [--rate R] [--seconds S] [--database sqlite|postgres]`; `bin/bench` runs it. One process casts
votes on ideas at the rate, through the command that pages and API use; the worker reads the book and posts each event,
signed, to a receiver that notes when it came. The aim is that of the promise: published within a second at p95. The
first seconds do not count: a worker that was just started reads in, and compiles each statement once.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from contextlib import nullcontext
from statistics import quantiles
from typing import Any

from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import transaction
from app.core.events import Entry
from app.crm import commands as crm
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.spaces.models import Space
from bench.clients import open_challenge
from bench.hive import Hive, Process, hive, release
from bench.pages import RESULTS
from tests.cast import Cast
from tests.servers import postgres_server

VOTERS, IDEAS = 50, 20
PATIENCE, WARM_UP = 120.0, 4.0
AIM = 1.0


def main() -> None:
    """Measure, print, keep."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rate", type=float, default=100.0)
    asked.add_argument("--seconds", type=float, default=20.0)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    chosen = asked.parse_args()
    with postgres_server() if chosen.database == "postgres" else nullcontext("") as url, hive(url, delay=0.0) as made:
        found = measure(made, chosen.rate, chosen.seconds)
    result = {"figure": f"event to delivered webhook, s, {chosen.database}", "aim_p95": AIM, **found}
    print(json.dumps(result))
    with RESULTS.open("a") as lines:
        lines.write(json.dumps(result) + "\n")


def measure(made: Hive, rate: float, seconds: float) -> dict[str, Any]:
    """Vote at the rate, wait until all is delivered; p50, p95 and p99 in seconds."""
    _prepare(made)
    voting = Process("voters", lambda: _vote(made, rate, WARM_UP + seconds))
    for process in (made.receiver, made.worker, voting):
        process.start()
    os.waitpid(voting.pid, 0)
    with made.app.app_context():
        cast_at = {entry.id: entry.at.timestamp() for entry in _votes()}
        release()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and len({got["event"] for got in made.received}) < len(cast_at):
        time.sleep(0.5)
    start = min(cast_at.values()) + WARM_UP
    counted = {event: at for event, at in cast_at.items() if at >= start}
    took = sorted(got["at"] - counted[got["event"]] for got in made.received if got["event"] in counted)
    cuts = quantiles(took, n=100)
    reached = len(counted) / (max(counted.values()) - start)
    return {
        "events": len(counted), "delivered": len(took), "per_second": round(reached, 1),
        "p50": round(cuts[49], 3), "p95": round(cuts[94], 3), "p99": round(cuts[98], 3),
    }  # fmt: skip


def _prepare(made: Hive) -> None:
    with made.app.app_context():
        cast = Cast()
        space, team, admin = cast.space("help"), cast.ines, cast.ada
        _fill(space, team)
        with transaction.unit():
            crm.add_webhook(f"http://127.0.0.1:{made.hooks}/hook", ["ideas.vote_cast"], by=admin)
        release()


def _fill(space: Space, team: Person) -> None:
    with transaction.unit():
        challenge = open_challenge(space, team)
        for number in range(IDEAS):
            ideas.submit(challenge, title=f"The idea number {number}", body="Please.", by=team)
        for number in range(VOTERS):
            accounts.add_person(name=f"Voter {number}", handle=f"voter{number}", kind="customer")


def _vote(made: Hive, rate: float, seconds: float) -> None:
    """Each voter votes on one idea after the other, and takes it back the next time around."""
    with made.app.app_context():
        people = list(db.session.scalars(select(Person.id).where(Person.handle.like("voter%"))))
        chosen = list(db.session.scalars(select(Idea.id)))
        start = time.perf_counter()
        for number in range(int(rate * seconds)):
            time.sleep(max(0.0, start + number / rate - time.perf_counter()))
            turn, place = divmod(number, len(people) * len(chosen))
            with transaction.unit():
                person = db.session.get_one(Person, people[place % len(people)])
                idea = db.session.get_one(Idea, chosen[place // len(people)])
                ideas.vote(idea, 1 - turn % 2, by=person)
            db.session.remove()
        release()


def _votes() -> Any:
    return db.session.scalars(select(Entry).where(Entry.name == "ideas.vote_cast")).all()


if __name__ == "__main__":
    main()
