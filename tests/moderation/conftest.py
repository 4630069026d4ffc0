"""What moderation's tests begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation import commands, subjects
from app.moderation.models import Case
from app.moderation.subjects import Subject
from app.screening import commands as screening
from tests.cast import Cast

RUDE = "You idiot."


@pytest.fixture(autouse=True)
def rule(cast: Cast) -> None:
    """A rule that holds one word."""
    max_ = cast.max
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["idiot"], by=max_)


@pytest.fixture
def asked(cast: Cast) -> Question:
    """Carla's question."""
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return board.ask(space=space, title="Wi-Fi drops", body="Since Tuesday.", topics=["Wi-Fi"], by=carla)


@pytest.fixture
def answer(cast: Cast, asked: Question) -> Callable[..., Answer]:
    """An answer by Sam, or what he writes; held when it is rude."""
    sam = cast.sam
    cast.season(sam)

    def write(body: str = "Choose channel 36.") -> Answer:
        with transaction.unit():
            return board.answer(asked, body, by=sam)

    return write


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """Colin's idea in an open challenge."""
    space, ines, colin = cast.space("help"), cast.ines, cast.colin
    with transaction.unit():
        challenge = ideas.open_challenge(
            space, slug="shop", title="Better shops", brief="How?", opens_at=clock.now() - timedelta(days=1),
            closes_at=clock.now() + timedelta(days=9), by=ines,
        )  # fmt: skip
        return ideas.submit(challenge, title="Benches for every shop", body="To sit on.", by=colin)


def subject_of(name: str) -> Subject:
    """The subject of this name, which must be there."""
    subject = subjects.find(name)
    assert subject is not None
    return subject


@pytest.fixture
def flagged(cast: Cast) -> Callable[..., Case]:
    """A case opened by Erik's report."""

    def report(name: str, reason: str = "wrong") -> Case:
        erik = cast.erik
        with transaction.unit():
            return commands.flag(subject_of(name), reason, "Please look.", by=erik)

    return report
