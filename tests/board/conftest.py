"""What the board's tests begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Person
from app.board import commands
from app.board.models import Answer, Question
from app.core import transaction
from app.topics import commands as topics
from app.topics.queries import by_slug
from tests.cast import Cast


@pytest.fixture
def asked(cast: Cast) -> Question:
    """Carla's question about Wi-Fi in the public space."""
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return commands.ask(
            space=space, title="Wi-Fi drops every evening", body="Since **Tuesday**.", topics=["Wi-Fi"], by=carla
        )


@pytest.fixture
def answered(cast: Cast, asked: Question) -> Callable[[Person], Answer]:
    """An answer by somebody, by command, past any gate."""

    def write(author: Person, body: str = "Choose channel **36**.") -> Answer:
        with transaction.unit():
            return commands.answer(asked, body, by=author)

    return write


@pytest.fixture
def expert(cast: Cast, asked: Question) -> Person:
    """Sam, cleared to answer and verify, an expert of Wi-Fi."""
    sam, stella, topic = cast.sam, cast.stella, by_slug("wi-fi")
    cast.certify(sam, "answer", "verify")
    assert topic is not None
    with transaction.unit():
        topics.appoint(sam, topic, by=stella)
    return sam
