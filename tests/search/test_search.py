"""Finding things on the whole product: what each person may find, and that nothing else shows anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import transaction
from tests.cast import Cast

Settle = Callable[[], None]
Browser = Callable[[Person], FlaskClient]


def solved(cast: Cast, title: str, answer: str, space: str = "help") -> Question:
    """An answered question; who answers is cleared to."""
    asker = cast.carla if space == "help" else cast.emma
    cast.certify(cast.erik)
    cast.season(cast.erik)
    room = cast.space(space)
    with transaction.unit():
        question = board.ask(space=room, title=title, body="It began today.", topics=[], by=asker)
        board.answer(question, answer, by=cast.erik)
    return question


@pytest.fixture
def router(cast: Cast, settle: Settle) -> Question:
    question = solved(cast, "The router blinks amber all night", "Hold the reset pin for **ten seconds**.")
    settle()
    return question


def test_a_question_is_found_by_its_words(client: FlaskClient, router: Question) -> None:
    page = client.get("/search?q=router+blinking").text
    assert "<mark>router</mark> <mark>blinks</mark>" in page
    assert "ten seconds" in page


def test_similar_shows_the_answer_while_typing(client: FlaskClient, router: Question) -> None:
    part = client.get("/search/similar?q=my+router+blin&at=ask", headers={"Accept": "text/html"}).text
    assert router.url in part
    assert "Hold the reset pin for ten seconds." in part
    assert 'action="/insights/resolutions"' in part
    assert f'value="question:{router.id}"' in part
    assert "<html" not in part
