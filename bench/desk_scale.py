"""What the list, a question and the desk cost at 20,000 questions and at 200,000, and by how much they differ.

`python -m bench.desk_scale [--rounds N]`; `bin/bench` runs it. Server time of one request through the whole application
in one process, on SQLite, the two sizes in turns; a JSON line a figure in bench/results.jsonl. The aim: 1.3 at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import scale

if TYPE_CHECKING:
    from app.accounts.models import Person

PAGES = {
    "list, newest": "/questions",
    "list, needs answer": "/questions?tab=needs-answer",
    "list, a topic": "/questions?topic=wifi",
    "list, deep": "/questions?tab=active&after={deep}",
    "question": "{address}",
    "desk": "/desk",
    "desk, what I know": "/desk?show=known",
    "desk, nobody on it": "/desk?show=free",
}


def _fill(size: int) -> None:
    from app.core import transaction  # noqa: PLC0415 - the parent process needs no application
    from app.demo import bulk  # noqa: PLC0415

    with transaction.unit():
        bulk.fill_questions(size, seed=7)


def _places(person: Person) -> scale.Places:
    """A page marker deep in the list, and a question in the middle of a page."""
    from app.board import queries as board  # noqa: PLC0415

    page = board.visible_questions(person, sort="active", limit=100)
    return {"deep": page.next, "address": page.items[50].url}


if __name__ == "__main__":
    scale.run("bench.desk_scale", "desk scale", PAGES, _fill, _places, __doc__.splitlines()[0])
