"""How long 500 cases take that are decided, and taken back, in one go: questions, answers, ideas and comments.

`python -m bench.moderation [--cases N]`. The deed as the page does it, in one process, on SQLite
in a folder that goes away; seconds of the clock and of the processor, and the statements sent. A JSON line a figure on
standard output and in bench/results.jsonl. The aim: 5 seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.scale import RESULTS

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.spaces.models import Space

AIM = 5.0
KINDS = ("question", "answer", "idea", "comment")
ACTIONS = ("approve", "hide", "remove")


def main() -> None:
    """Measure every kind and action, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--cases", type=int, default=500)
    many = asked.parse_args().cases
    with tempfile.TemporaryDirectory() as folder, _application(folder):
        for kind in KINDS:
            made = _written(kind, many, _people())
            for action in ACTIONS:
                _decide(kind, action, _reported(kind, made, _people()))


@contextmanager
def _application(folder: str) -> Iterator[None]:
    from app import create_app  # noqa: PLC0415 - whoever asks for --help needs no application
    from app.extensions import db  # noqa: PLC0415
    from config import load  # noqa: PLC0415

    app = create_app(load({"WAGGLE_DATA_DIR": folder, "WAGGLE_TESTING": "1", "PATH": os.environ["PATH"]}))
    with app.test_request_context():
        db.create_all()
        yield
        db.session.remove()


def _people() -> dict[str, Person]:
    from tests.cast import Cast  # noqa: PLC0415

    cast = Cast()
    cast.space("help")
    people = {name: getattr(cast, name) for name in ("carla", "colin", "sam", "ines", "erik", "max")}
    cast.season(people["sam"])
    return people


def _written(kind: str, many: int, people: dict[str, Person]) -> list[int]:
    """The ids of so many things of a kind."""
    from app.core import transaction  # noqa: PLC0415
    from app.spaces import queries as spaces  # noqa: PLC0415

    space = spaces.visible_space(people["max"], "help")
    assert space is not None  # noqa: S101 - narrows the type
    with transaction.unit():
        write = _writer(kind, space, people)
        return [write(n).id for n in range(many)]


def _writer(kind: str, space: Space, people: dict[str, Person]) -> Callable[[int], Any]:
    from app.board import commands as board  # noqa: PLC0415
    from app.core import clock  # noqa: PLC0415
    from app.ideas import commands as ideas  # noqa: PLC0415

    def ask(n: int) -> Any:
        return board.ask(space=space, title=f"Buy my disc {n}", body="Cheap.", by=people["carla" if n % 2 else "colin"])

    if kind == "question":
        return ask
    if kind == "answer":
        return lambda n: board.answer(ask(n), f"Disc {n} is cheap.", by=people["sam"])
    days = timedelta(days=9)
    challenge = ideas.open_challenge(
        space, slug=f"shop-{kind}", title="Better shops", brief="How?", opens_at=clock.now() - days,
        closes_at=clock.now() + days, by=people["ines"],
    )  # fmt: skip
    if kind == "idea":
        return lambda n: ideas.submit(challenge, title=f"Benches of kind {n}", body="To sit on.", by=people["colin"])
    idea = ideas.submit(challenge, title="Benches for all", body="To sit on.", by=people["colin"])
    return lambda n: ideas.comment(idea, f"Bench {n} is cheap.", by=people["carla"])


def _reported(kind: str, ids: list[int], people: dict[str, Person]) -> list[int]:
    """The ids of fresh cases about these things."""
    from app.core import transaction  # noqa: PLC0415
    from app.moderation import commands, subjects  # noqa: PLC0415

    with transaction.unit():
        found = subjects.find_all([f"{kind}:{each}" for each in ids])
        return [commands.flag(subject, "spam", by=people["erik"]).id for subject in found.values()]


def _decide(kind: str, action: str, ids: list[int]) -> None:
    """Decide, take back, and let nothing wait about these things, so that they can be reported again."""
    batch = _given(ids, action, f"{len(ids)} {kind}s, {action}")
    _undone(batch, f"{len(ids)} {kind}s, {action} taken back")
    _given(ids, "warn", "")


def _given(ids: list[int], action: str, name: str) -> str:
    from app.core import transaction  # noqa: PLC0415
    from app.moderation import commands, queries  # noqa: PLC0415

    moderator = _fresh()
    with _measured(name), transaction.unit():
        cases = queries.chosen_cases(moderator, queries.Choice(), ids, len(ids))
        came = commands.give_all(cases, commands.Verdict(action), by=moderator)
    if came.done != len(ids):
        raise SystemExit(f"{len(ids) - came.done} were left: {next(iter(came.left.values()))}")
    return came.batch


def _undone(batch: str, name: str) -> None:
    from app.core import transaction  # noqa: PLC0415
    from app.moderation import commands, queries  # noqa: PLC0415

    moderator = _fresh()
    with _measured(name), transaction.unit():
        commands.undo_all(queries.standing_in_batch(moderator, batch), batch, by=moderator)


def _fresh() -> Person:
    """A moderator in a session that knows nothing yet, as a request begins."""
    from app.extensions import db  # noqa: PLC0415

    db.session.remove()
    return _people()["max"]


@contextmanager
def _measured(name: str) -> Iterator[None]:
    from sqlalchemy import event  # noqa: PLC0415

    from app.extensions import db  # noqa: PLC0415

    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", note := lambda *args: sent.append(args[2]))
    begun, busy = time.perf_counter(), time.process_time()
    yield
    if not name:
        return
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    event.remove(db.engine, "before_cursor_execute", note)
    figure = {"figure": f"moderation: {name}", "seconds": round(took, 2), "processor_seconds": round(busy, 2),
              "statements": len(sent), "aim_seconds": AIM}  # fmt: skip
    print(json.dumps(figure))
    with RESULTS.open("a") as lines:
        lines.write(json.dumps(figure) + "\n")


if __name__ == "__main__":
    main()
