"""Two who hand in the same at once: each ends well, and it is heard once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from app.core.events import Entry
from app.extensions import db
from app.listening.monitoring import commands
from app.listening.monitoring.commands import MentionRow
from app.listening.monitoring.models import Lead, Mention, MentionTerm
from tests.cast import Cast
from tests.listening.monitoring.test_hearing import hear
from tests.parallel import at_once

BEGUN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def rows() -> list[tuple[int, MentionRow]]:
    """A file of five rows."""
    said = (
        MentionRow(at=BEGUN + timedelta(minutes=n), text=f"The hub number {n} is down", author="@jo") for n in range(5)
    )
    return list(enumerate(said, 2))


def test_two_uploads_of_the_same_rows_at_once_are_heard_once(app: Flask, cast: Cast) -> None:
    """In opposite orders, so that each would wait for the other."""
    number = cast.anna.id
    file = rows()

    def upload(turn: int) -> tuple[int, int]:
        by = db.session.get(type(cast.anna), number)
        taken = commands.hear_rows(file if turn % 2 else reversed(file), by=by)
        return taken.added, taken.known

    results = at_once(app, 10, upload)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert sum(added for added, _known in results) == 5
    assert all(added + known == 5 for added, known in results)
    assert db.session.scalar(select(func.count()).select_from(Mention)) == 5
    told = select(func.count()).select_from(Entry).where(Entry.name == "listening.scored")
    assert db.session.scalar(told) == 5
    counted = select(func.count()).select_from(MentionTerm).where(MentionTerm.term == "hub")
    assert db.session.scalar(counted) == 5


def test_two_who_make_the_same_lead_at_once_get_the_same_one(app: Flask, cast: Cast) -> None:
    number = hear("row:1", "Please call me about a second hub").id

    def find(_turn: int) -> int:
        return commands.find_lead(db.session.get_one(Mention, number)).id

    assert len(set(at_once(app, 16, find))) == 1
    assert db.session.scalar(select(func.count()).select_from(Lead)) == 1
