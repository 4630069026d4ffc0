"""A change that was begun comes back, over the words it is a change of, and over no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.board import commands
from app.board.models import Answer, Question
from app.core import clock, transaction
from tests.board.test_views import send
from tests.cast import Cast

Browsers = Callable[..., FlaskClient]


@pytest.fixture
def answer(cast: Cast, asked: Question) -> Answer:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    with transaction.unit():
        return commands.answer(asked, "Restart it.", by=cast.emma)


def begin(client: FlaskClient, place: str, **fields: object) -> int:
    return client.put(f"/api/v1/drafts/{place}", json={"fields": fields, "version": 0}).status_code


def test_a_change_comes_back_and_ends_with_the_save(
    cast: Cast, asked: Question, api: Browsers, signed_in: Browsers
) -> None:
    carla, place = signed_in(cast.carla), f"edit:question:{asked.id}"
    assert begin(api(cast.carla), place, title="Half a", body="chan", version=asked.version, without=["x"]) == 200
    page = carla.get(f"/questions/{asked.id}/edit").text
    assert 'value="Half a"' in page
    assert "Your draft is back" in page
    assert f"/questions/{asked.id}/edit" in carla.get("/drafts").text
    fields = {"title": "A whole change", "body": "It is.", "version": asked.version}
    assert send(carla, f"/questions/{asked.id}/edit", **fields).status_code == 303
    assert "Half a" not in carla.get(f"/questions/{asked.id}/edit").text
    assert f"/questions/{asked.id}/edit" not in carla.get("/drafts").text


def test_a_change_of_other_words_is_told_of_and_not_put_over_them(
    cast: Cast, answer: Answer, api: Browsers, signed_in: Browsers
) -> None:
    assert begin(api(cast.emma), f"edit:answer:{answer.id}", body="Half a chan", version=answer.version) == 200
    assert "Half a chan" in signed_in(cast.emma).get(f"/answers/{answer.id}/edit").text
    with clock.at(clock.now() + timedelta(minutes=1)), transaction.unit():
        commands.edit_answer(answer, "Restart it twice.", by=cast.max)
    page = signed_in(cast.emma).get(f"/answers/{answer.id}/edit").text
    assert "Restart it twice." in page
    assert "Half a chan" not in page
    assert 'data-draft-holds-value="true"' in page


def test_only_ones_own_words_have_a_place(cast: Cast, asked: Question, answer: Answer, api: Browsers) -> None:
    for person in (cast.colin, cast.max):
        for place in (
            f"edit:question:{asked.id}",
            f"edit:answer:{answer.id}",
            "edit:answer:x",
            "edit:question",
            "edit:",
        ):
            assert begin(api(person), place, body="Mine") == 404
    with transaction.unit():
        commands.set_answer_state(answer, "removed", by=cast.max, reason="Wrong.")
    assert begin(api(cast.emma), f"edit:answer:{answer.id}", body="Mine") == 404
