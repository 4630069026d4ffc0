"""A mail may wait for days: what it tells of is asked again when it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.board import commands
from app.board.models import Question
from app.core import dispatch, subscriptions, transaction
from app.notifications import commands as notifications
from tests.board.test_guests import mails
from tests.cast import Cast

TITLE = "Pelican account closed twice"


@pytest.fixture
def waiting(cast: Cast, settle: Callable[[], None]) -> Question:
    """An open question that Colin follows, answered, with the mails written and none of them sent."""
    cast.certify(cast.emma)
    cast.season(cast.emma)
    with transaction.unit():
        question = commands.ask(space=cast.space("help"), title=TITLE, by=cast.carla)
        for person in (cast.colin, cast.carla):
            notifications.follow(person.id, f"question:{question.id}", anew=True)
    settle()
    with transaction.unit():
        commands.answer(question, "It is closed once.", by=cast.emma)
    subscriptions.run_all()
    return question


def sent_to(app: Flask) -> set[str]:
    return {each.split("@", 1)[0] for each in mails(app) if TITLE in each}


def test_it_goes_to_those_who_may_read_it(app: Flask, waiting: Question, settle: Callable[[], None]) -> None:
    settle()
    assert sent_to(app) == {"carla", "colin"}
    assert not dispatch.dead_letters().items


def test_what_became_private_is_not_mailed(
    app: Flask, cast: Cast, waiting: Question, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        commands.set_audience(waiting, "private", by=cast.carla)
    settle()
    assert sent_to(app) == {"carla"}
    (kept,) = dispatch.dead_letters().items
    assert kept.payload["to"] == "colin@example.com"
    with transaction.unit():
        dispatch.again(kept)
    settle()
    assert sent_to(app) == {"carla"}, "nor when an operator tries it again"


@pytest.mark.parametrize("hold", ["held", "removed"])
def test_what_was_taken_down_is_mailed_to_its_asker_only(
    app: Flask, cast: Cast, waiting: Question, settle: Callable[[], None], hold: str
) -> None:
    with transaction.unit():
        commands.set_question_hold(waiting, hold, by=cast.max, reason="It gives too much away.")
    settle()
    assert sent_to(app) == {"carla"}


def test_an_address_that_became_nobodys_hears_nothing_private(
    app: Flask, cast: Cast, waiting: Question, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        commands.set_audience(waiting, "private", by=cast.carla)
        cast.carla.email = "new@example.com"
    settle()
    assert sent_to(app) == set()
