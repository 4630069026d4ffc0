"""The demo loads, and every subscriber, reading anew from the first event, builds the same tables from it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, subscriptions, worker
from app.demo import loader
from app.extensions import db
from app.ideas.models import ReviewAssignment

# What says when somebody read or when to look next, and the number a row happened to get: nothing that was built.
OF_THE_RUN = {"cursor": {"moved_at"}, "question": {"look_at"}, "point_line": {"id"}}
# PostgreSQL gives no number out twice, so a line that was written anew has another; others know it by its key.
NUMBERED_ANEW = {"interaction": {"id"}}
BUILT = ("interaction", "notification", "point_line", "expertise", "tally", "award", "dispatch")


@pytest.mark.slow
def test_every_subscriber_builds_the_same_again(app: Flask) -> None:
    loader.load(1)
    with clock.at(clock.now()):  # what has a term goes on to be reckoned, and would be another while this runs
        worker.drain()
        before = tables()
        assert all(before[name] for name in BUILT)
        assert reviews() == {"on time": 3, "late": 1, "overdue": 1, "due soon": 4, "later": 7}
        for name in sorted(subscriptions.SUBSCRIBERS):
            _replay(name, before)


def reviews() -> Counter[str]:
    """The reviews that the demo asks for: an expert's list looks as it does on a working day."""
    soon = clock.now() + timedelta(days=2)
    return Counter(
        ("on time" if task.was_on_time else "late") if task.state == "done"
        else "overdue" if task.is_overdue else "due soon" if task.due_at < soon else "later"
        for task in db.session.scalars(select(ReviewAssignment))
    )  # fmt: skip


def _replay(name: str, before: dict[str, Counter[str]]) -> None:
    subscriptions.replay(name)
    worker.drain()
    after = tables()
    differing = {table for table in before if before[table] != after[table]}
    assert not differing, [(name, table, _first(before[table], after[table])) for table in differing]


def tables() -> dict[str, Counter[str]]:
    """Every row of every table, as text."""
    db.session.rollback()
    left_out = OF_THE_RUN | (NUMBERED_ANEW if db.engine.dialect.name == "postgresql" else {})
    return {
        name: Counter(
            str([value for column, value in row.items() if column not in left_out.get(name, ())])
            for row in db.session.execute(table.select()).mappings()
        )
        for name, table in db.metadata.tables.items()
    }


def _first(before: Counter[str], after: Counter[str]) -> tuple[list[str], list[str]]:
    return list(before - after)[:2], list(after - before)[:2]
