"""What words were before: kept after the first minutes, read by those who may, never what a moderator took out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.extensions import db
from tests.cast import Cast

Answered = Callable[..., Answer]
Browse = Callable[[Person], FlaskClient]
LATER = timedelta(minutes=11)


def edit(question: Question, body: str, by: Person) -> None:
    with transaction.unit():
        commands.edit(question, title=question.title, body=body, topics=["Wi-Fi"], by=by)


def test_the_first_minutes_leave_no_trace(cast: Cast, asked: Question) -> None:
    edit(asked, "Since *Monday*.", cast.carla)
    assert queries.change_count(asked) == 0
    assert not asked.is_marked_edited


def test_once_somebody_answered_every_version_is_kept(cast: Cast, asked: Question, answered: Answered) -> None:
    answered(cast.carla)
    edit(asked, "Since *Monday*.", cast.carla)
    assert queries.change_count(asked) == 1


def test_later_versions_are_kept_and_compared(cast: Cast, asked: Question, client: FlaskClient) -> None:
    with clock.at(clock.now() + LATER):
        edit(asked, "Since *Monday*.", cast.carla)
        with transaction.unit():
            commands.edit(asked, title="Wi-Fi drops at night", body="Since *Monday*.", topics=["Wi-Fi"], by=cast.carla)
    db.session.expire_all()
    newest, oldest = queries.changes(None, asked).items
    changed = [(piece.kind, piece.text) for piece in newest.title or [] if piece.kind != "keep"]
    assert ("add", "at night") in changed
    assert ("drop", "every evening") in changed
    assert any("Tuesday" in piece.text for piece in oldest.body or [] if piece.kind == "drop")
    page = client.get(f"/questions/{asked.id}/history").text
    assert re.search("<del>[*]*Tuesday", page)
    assert f"/questions/{asked.id}/history" in client.get(asked.url).text


def test_what_a_moderator_took_out_is_for_moderators(
    cast: Cast, asked: Question, client: FlaskClient, signed_in: Browse, api: Callable[..., FlaskClient]
) -> None:
    with clock.at(clock.now() + LATER):
        edit(asked, "My neighbour Joan Price did it.", cast.carla)
        edit(asked, "A neighbour did it.", cast.max)
    where = f"/questions/{asked.id}/history"
    for browser in (client, signed_in(cast.colin), signed_in(cast.carla)):
        page = browser.get(where).text
        assert "Joan" not in page
        assert "for moderators only" in page
    assert "Joan" in signed_in(cast.max).get(where).text
    assert "Joan" not in api(cast.colin).get(f"/api/v1{where}").text
    assert "Joan" in api(cast.max).get(f"/api/v1{where}").text


def test_an_answers_history(cast: Cast, asked: Question, answered: Answered, client: FlaskClient) -> None:
    given = answered(cast.carla)
    with clock.at(clock.now() + LATER), transaction.unit():
        commands.edit_answer(given, "Choose channel **44**.", by=cast.carla)
    page = client.get(f"/answers/{given.id}/history").text
    assert "<del>36</del>" in page
    with transaction.unit():
        commands.set_answer_state(given, "removed", by=cast.max)
    assert client.get(f"/answers/{given.id}/history").status_code == 404


def test_the_api_gives_as_many_changes_as_it_is_asked_for(cast: Cast, asked: Question, client: FlaskClient) -> None:
    with clock.at(clock.now() + LATER):
        edit(asked, "Since *Monday*.", cast.carla)
        edit(asked, "Since *Sunday*.", cast.carla)
    page = client.get(f"/api/v1/questions/{asked.id}/history?limit=1").get_json()
    assert len(page["items"]) == 1
    rest = client.get(f"/api/v1/questions/{asked.id}/history?limit=1&after={page['next']}").get_json()
    assert (len(rest["items"]), rest["next"]) == (1, None)


def test_history_goes_on_after_the_last_change(cast: Cast, asked: Question) -> None:
    with clock.at(clock.now() + LATER):
        for n in range(25):
            edit(asked, f"Version {n}", cast.carla)
    first = queries.changes(None, asked)
    rest = queries.changes(None, asked, after=first.next)
    assert (len(first.items), len(rest.items), rest.next) == (20, 5, None)
    assert ("add", "4") in [(piece.kind, piece.text) for piece in rest.items[0].body or []]
