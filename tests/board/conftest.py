"""What the board's tests begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.board import commands
from app.board.models import Answer, Practice, Question
from app.core import clock, transaction
from app.topics import commands as topics
from app.topics.queries import by_slug
from app.training import commands as training
from tests.board.practising import SETTLED, hand_in
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


@pytest.fixture
def old(cast: Cast, asked: Question, answered: Callable[..., Answer]) -> Question:
    """Carla's question of a month ago, settled by Colin's answer, which says the secret word."""
    with clock.at(clock.now() - timedelta(days=30)), transaction.unit():
        question = commands.ask(
            space=cast.space("help"), title="The hub blinks red", body="Since **noon**.", topics=["Hub"], by=cast.carla
        )
        given = commands.answer(question, f"Press {SETTLED} for ten seconds.", by=cast.colin)
        commands.accept(given, by=cast.carla)
        commands.comment_on_question(question, f"Thank you, {SETTLED} it was.", by=cast.carla)
    return question


@pytest.fixture
def nell(cast: Cast, old: Question) -> Person:
    """A novice who knows the guidelines, paired with Mona."""
    cast.course()
    mona, nell, stella = cast.mona, cast.nell, cast.stella
    with transaction.unit():
        guideline = training.publish_guideline("1. **Answer first.** Then explain.\n2. Be kind.", by=stella)
        training.accept_guidelines(guideline.version, by=nell)
        training.pair(mona, nell, by=stella)
    return nell


@pytest.fixture
def practised(nell: Person, old: Question) -> Practice:
    """What she handed in."""
    return hand_in(old, nell)
