"""Internal notes: colleagues who answer there read them, and nobody else learns that there are any."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Question, QuestionNote
from app.core import realtime, transaction
from app.core.events import Entry
from app.crm import commands as crm
from app.extensions import db
from app.notifications.models import Notification
from tests.board.test_views import send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
SECRET = "zirconium"


@pytest.fixture
def noted(cast: Cast, asked: Question) -> QuestionNote:
    """Emma's note on Carla's question, naming Erik, a novice and a customer."""
    for person in (cast.emma, cast.erik):
        cast.certify(person)
    emma = cast.emma
    assert all((cast.nell, cast.colin))
    with transaction.unit():
        return commands.add_note(asked, f"Ask about the {SECRET} @erik @nell @colin @nobody a@erik.com", by=emma)


def test_who_may_read_them(cast: Cast, asked: Question, noted: QuestionNote) -> None:
    allowed = {
        name: bool(policy.may_read_notes(getattr(cast, name), asked))
        for name in ("emma", "erik", "max", "nell", "sam", "carla", "colin")
    }
    readers = {"emma", "erik", "max"}
    assert allowed == {name: name in readers for name in allowed}
    assert not policy.may_read_notes(None, asked)


def test_colleagues_read_and_write_them(cast: Cast, asked: Question, noted: QuestionNote, signed_in: Browse) -> None:
    browser = signed_in(cast.erik)
    for url in (asked.url, f"/desk?question={asked.id}"):
        assert SECRET in browser.get(url).text
    assert send(browser, f"/questions/{asked.id}/notes", note="  ").status_code == 422
    assert send(browser, f"/questions/{asked.id}/notes?at=desk", note="Second").status_code == 303
    assert [note.body for note in queries.notes_on(asked)][1:] == ["Second"]


def test_of_very_many_the_newest_are_read(cast: Cast, asked: Question, noted: QuestionNote) -> None:
    emma = cast.emma
    with transaction.unit():
        db.session.add_all(
            QuestionNote(
                question_id=asked.id, author_id=emma.id, body=f"Note {n}", body_html="", written_at=noted.written_at
            )
            for n in range(200)
        )  # fmt: skip
    shown = [note.body for note in queries.notes_on(asked)]
    assert (len(shown), shown[0], shown[-1]) == (200, "Note 0", "Note 199")


@pytest.mark.parametrize("name", [None, "carla", "colin", "nell"])
def test_nobody_else_learns_of_them(
    app: Flask, cast: Cast, asked: Question, noted: QuestionNote, signed_in: Browse, api: Callable[..., FlaskClient],
    settle: Callable[[], None], name: str | None,
) -> None:  # fmt: skip
    settle()
    person = getattr(cast, name) if name else None
    browser, caller = (signed_in(person), api(person)) if person else (app.test_client(), app.test_client())
    pages = [
        asked.url, "/questions", "/questions.atom", f"/search?q={SECRET}", f"/search/similar?q={SECRET}",
        f"/desk?question={asked.id}", "/notifications", f"/people/{noted.author.handle}", "/",
    ]  # fmt: skip
    told = [browser.get(page, follow_redirects=True).text for page in pages]
    told += [caller.get(f"/api/v1/questions/{asked.id}").text, caller.get(f"/api/v1/search?q={SECRET}").text]
    assert not [words for words in told if f"{SECRET} @" in words or "Internal note" in words]
    assert caller.get(f"/api/v1/questions/{asked.id}/notes").status_code in {401, 403}
    assert SECRET not in caller.post(f"/api/v1/questions/{asked.id}/notes", json={"body": "x"}).text
    assert caller.delete(f"/api/v1/notes/{noted.id}").status_code in {401, 404}
    assert send(browser, f"/notes/{noted.id}?_method=DELETE").status_code in {303, 403, 404}
    assert not realtime.may_watch(f"notes:{asked.id}", person)
    assert db.session.get_one(QuestionNote, noted.id).removed_at is None
    assert asked.comment_count == 0


def test_the_questions_own_topic_says_nothing_of_them(asked: Question, noted: QuestionNote) -> None:
    entry = db.session.scalars(select(Entry).where(Entry.name == "board.note_written")).one()
    assert entry.event.live_topics() == [f"notes:{asked.id}"]
    assert SECRET not in str(entry.payload)


def test_only_those_who_may_read_it_are_told(cast: Cast, noted: QuestionNote, settle: Callable[[], None]) -> None:
    settle()
    told = db.session.scalars(select(Notification).where(Notification.kind == "noted")).all()
    assert [row.person_id for row in told] == [cast.erik.id]
    assert SECRET not in str(told[0].params)


def test_webhooks_carry_none(cast: Cast, noted: QuestionNote, asked: Question, settle: Callable[[], None]) -> None:
    from app.core.dispatch import Dispatch

    ada, emma = cast.ada, cast.emma
    with transaction.unit():
        crm.add_webhook("https://93.184.216.34/hook", [], by=ada)
        commands.add_note(asked, "Another", by=emma)
    settle()
    assert not [row for row in db.session.scalars(select(Dispatch)) if "note_" in str(row.payload)]


def test_its_author_and_moderators_remove_one(
    cast: Cast, asked: Question, noted: QuestionNote, signed_in: Browse
) -> None:
    assert send(signed_in(cast.erik), f"/notes/{noted.id}?_method=DELETE").status_code == 403
    assert send(signed_in(cast.max), f"/notes/{noted.id}?_method=DELETE").status_code == 303
    assert list(queries.notes_on(asked)) == []
    assert send(signed_in(cast.emma), f"/notes/{noted.id}?_method=DELETE").status_code == 404


def test_the_api_lists_adds_and_removes(
    cast: Cast, asked: Question, noted: QuestionNote, api: Callable[..., FlaskClient]
) -> None:
    caller = api(cast.erik)
    made = caller.post(f"/api/v1/questions/{asked.id}/notes", json={"body": "From **outside**"})
    assert made.status_code == 201
    assert "<strong>" in made.json["body_html"]
    listed = caller.get(f"/api/v1/questions/{asked.id}/notes").json["items"]
    assert [note["id"] for note in listed] == [noted.id, made.json["id"]]
    assert caller.delete(f"/api/v1/notes/{made.json['id']}").status_code == 204
    assert caller.delete(f"/api/v1/notes/{noted.id}").status_code == 403
