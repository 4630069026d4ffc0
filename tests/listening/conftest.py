"""What the tests of listening share: a space that one site may show, and an application that may call this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.board import commands as board
from app.board.models import Question
from app.core import transaction
from app.listening.widget import commands
from app.spaces import commands as spaces
from app.spaces.models import Space
from tests.cast import Cast

SITE = "https://www.example.com"


@pytest.fixture
def space(cast: Cast) -> Space:
    """The public space, open to guests, that one site may show."""
    help_, stella = cast.space("help"), cast.stella
    with transaction.unit():
        words = {"name": "Help", "purpose": "", "visibility": "public", "addendum": ""}
        spaces.change_space(help_, **words, takes_guests=True, by=stella)
        commands.set_sites(help_, [SITE], by=stella)
    return help_


@pytest.fixture
def answered(cast: Cast, space: Space, settle: Callable[[], None]) -> Question:
    """A question of Carla's that Emma answered, in the index."""
    for person in (cast.carla, cast.emma):
        cast.certify(person)
    cast.season(cast.emma)
    carla, emma = cast.carla, cast.emma
    with transaction.unit():
        question = board.ask(space=space, title="Hub shows a red light", body="Since today.", by=carla)
        board.answer(question, "Restart it, then [wait](https://other.example) for two minutes.", by=emma)
    settle()
    return question


@pytest.fixture
def reaching(app: Flask) -> Iterator[Flask]:
    """The application, whose operator allowed calls to this machine."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, egress_allowed=frozenset({"localhost"}))
    yield app
    app.extensions["settings"] = before
