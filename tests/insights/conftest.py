"""A small town: answered questions, members with contacts, and journeys one can count by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.crm import commands as crm
from app.crm.commands import SupportRow
from app.insights import commands
from app.insights.commands import Seen, Visit
from app.insights.models import CLICK, VIEW
from tests.cast import Cast

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
Visited = Callable[..., str]


@pytest.fixture
def answered(cast: Cast) -> Question:
    """A question of Carla's that Emma answered."""
    cast.certify(cast.carla)
    cast.certify(cast.emma)
    cast.season(cast.emma)
    space = cast.space("help")
    carla, emma = cast.carla, cast.emma
    with transaction.unit(), clock.at(BEGUN - timedelta(days=1)):
        question = board.ask(space=space, title="Hub shows a red light", body="Since today.", topics=[], by=carla)
        board.answer(question, "Restart it, then wait for two minutes.", by=emma)
    return question


@pytest.fixture
def visited(app: object) -> Visited:
    """Add one journey: `visited(1, read=question, person=carla)` on day 1."""
    numbers = iter(range(10_000))

    def add(
        day: float = 0, *, read: Question | None = None, shown: Question | None = None, person: Person | None = None,
        staff: bool = False, bot: bool = False,
    ) -> str:  # fmt: skip
        at = BEGUN + timedelta(days=day)
        seen = [(at, Seen(f"question:{shown.id}", VIEW))] if shown else []
        seen += [(at, Seen(f"question:{read.id}", CLICK))] if read else []
        key = commands.hashed(f"visit {next(numbers)}")
        visit = Visit(
            key, "search", at, at, person_id=person.id if person else None, is_staff=staff, is_bot=bot, seen=tuple(seen)
        )
        with transaction.unit():
            commands.take_in([visit])
        return key

    return add


def call(person: Person, day: float, channel: str = "call") -> None:
    """A member's call to the contact centre."""
    with transaction.unit():
        crm.ensure_identity("person", person.handle, person=person)
        row = SupportRow(handle=person.handle, at=BEGUN + timedelta(days=day), channel=channel)  # type: ignore[arg-type]
        crm.import_support_contacts([(1, row)], by=None)
