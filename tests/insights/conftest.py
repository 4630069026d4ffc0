"""A small town: answered questions, members with contacts, and journeys one can count by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.crm import commands as crm
from app.crm.commands import SupportRow
from app.extensions import db
from app.insights import commands
from app.insights.commands import Seen, Visit
from app.insights.models import CLICK, VIEW, Journey
from tests.cast import Cast

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = BEGUN + timedelta(days=60)
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


@pytest.fixture
def priced(app: Flask, answered: Question, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Half of all journeys are held out by design; a call costs 8, an hour of answering 30."""
    halved = dataclasses.replace(app.extensions["settings"], holdout_share=0.5)
    monkeypatch.setitem(app.extensions, "settings", halved)
    with transaction.unit():
        commands.set_contact_cost("call", 8, currency="GBP", since=date(2026, 1, 1), by=None)
        commands.set_answer_rate(30, minutes=10, currency="GBP", since=date(2026, 1, 1), by=None)
    with clock.at(LATER):
        yield


def walk(cast: Cast, held: tuple[int, int], treated: tuple[int, int]) -> None:
    """Journeys of March by arm: so many followed by a call, so many not."""
    with transaction.unit():
        for arm, (called, quiet) in (("holdout", held), ("treatment", treated)):
            for person, count in ((cast.carla, called), (cast.colin, quiet)):
                db.session.add_all(
                    Journey(
                        key=f"{arm}{person.id}{number}{called}{quiet}", began="search", arm=arm, person_id=person.id,
                        opened_at=BEGUN + timedelta(days=2), last_at=BEGUN + timedelta(days=2),
                    )
                    for number in range(count)
                )  # fmt: skip
    call(cast.colin, 20)
    call(cast.carla, 3)


def call(person: Person, day: float, channel: str = "call", reason: str = "") -> None:
    """A member's call to the contact centre."""
    with transaction.unit():
        crm.ensure_identity("person", person.handle, person=person)
        at = BEGUN + timedelta(days=day)
        row = SupportRow(handle=person.handle, at=at, channel=channel, reason=reason)  # type: ignore[arg-type]
        crm.import_support_contacts([(1, row)], by=None)
