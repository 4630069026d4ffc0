"""Every action, by every way in: the form, the API, what comes without anybody there, and edits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.board import commands as board
from app.board import queries as board_queries
from app.board.models import Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.extensions import db
from app.screening import commands
from tests.cast import Cast
from tests.screening.conftest import Browse, Send

BOX = re.compile(r'name="post_anyway" value="([0-9a-f]+)"')
PHONE = "Call me on 020 7946 0018 please."
Api = Callable[..., FlaskClient]


def add(cast: Cast, **rule: Any) -> None:
    by = cast.max
    with transaction.unit():
        commands.add_rule(**{"name": "r", "kind": "words", "action": "hold", "terms": ["zebra"], "by": by, **rule})


def ask(cast: Cast, body: str, who: str = "carla", space: str = "help") -> Question:
    by, where = getattr(cast, who), cast.space(space)
    with transaction.unit():
        return board.ask(space=where, title="A question of mine", body=body, by=by)


def questions() -> list[Question]:
    return list(db.session.query(Question))


def test_a_warning_asks_once_and_keeps_what_was_typed(cast: Cast, signed_in: Browse, send: Send) -> None:
    browser, space = signed_in(cast.carla), cast.space("help")
    fields = {"title": "A question of mine", "body": PHONE, "space": space.slug}
    asked = send(browser, "/questions/new", **fields)
    assert asked.status_code == 422
    assert "phone number" in asked.text
    assert PHONE in asked.text
    box = BOX.search(asked.text)
    assert box
    assert questions() == []
    other = send(browser, "/questions/new", **{**fields, "body": f"{PHONE} Or 020 7946 0019."}, post_anyway=box[1])
    assert other.status_code == 422, "what was confirmed is the text that was read, no other"
    assert send(browser, "/questions/new", **fields, post_anyway=box[1]).status_code == 303
    (question,) = questions()
    assert (question.body, question.hold) == (PHONE, "shown")


def test_the_api_confirms_with_a_header(cast: Cast, api: Api) -> None:
    client, space = api(cast.carla, "read", "write"), cast.space("help")
    words = {"title": "A question of mine", "body": PHONE, "space": space.slug, "topics": []}
    asked = client.post("/api/v1/questions", json=words)
    assert (asked.status_code, list((asked.json or {})["errors"])) == (422, ["body"])
    word = asked.headers["Post-Anyway"]
    assert client.post("/api/v1/questions", json=words, headers={"Post-Anyway": "wrong"}).status_code == 422
    assert client.post("/api/v1/questions", json=words, headers={"Post-Anyway": word}).status_code == 201


def test_what_nobody_sits_behind_passes_a_warning(cast: Cast) -> None:
    assert ask(cast, PHONE).hold == "shown"


def test_a_refusal_keeps_what_was_typed_on_the_form(cast: Cast, signed_in: Browse, send: Send) -> None:
    add(cast, action="refuse", message="No zebras.")
    browser, space = signed_in(cast.carla), cast.space("help")
    refused = send(browser, "/questions/new", title="A question of mine", body="My zebra & I", space=space.slug)
    assert refused.status_code == 422
    assert "No zebras." in refused.text
    assert "My zebra &amp; I" in refused.text
    assert not BOX.search(refused.text)


def test_hints_and_notices_let_a_text_pass(cast: Cast) -> None:
    add(cast, name="a", action="advise")
    add(cast, name="n", action="notify")
    assert ask(cast, "My zebra").hold == "shown"


def test_a_hint_is_shown_once_where_no_script_showed_it(cast: Cast, signed_in: Browse, send: Send) -> None:
    add(cast, name="a", action="advise", message="Zebras are shy.")
    browser, space = signed_in(cast.carla), cast.space("help")
    form = {"title": "A question of mine", "body": "My zebra & I", "space": space.slug}
    asked = send(browser, "/questions/new", **form)
    assert asked.status_code == 422
    assert "Zebras are shy." in asked.text
    assert "My zebra &amp; I" in asked.text
    box = BOX.search(asked.text)
    assert box
    assert send(browser, "/questions/new", **form, post_anyway=box[1]).status_code == 303
    scripted = {**form, "body": "Another zebra", "hints_shown": "1"}
    assert send(browser, "/questions/new", **scripted).status_code == 303


def test_an_edit_is_screened_like_the_first_words(cast: Cast) -> None:
    question, carla = ask(cast, "Quiet"), cast.carla
    add(cast)
    with transaction.unit():
        board.edit(question, title=question.title, body="My zebra", topics=[], by=carla)
    assert question.hold == "held"


def test_a_rule_of_one_space_leaves_others_alone(cast: Cast) -> None:
    add(cast, space_id=cast.space("lounge").id)
    assert ask(cast, "My zebra").hold == "shown"
    assert ask(cast, "My zebra", space="lounge").hold == "held"


def test_a_rule_for_employees_leaves_customers_alone(cast: Cast) -> None:
    add(cast, kind="promises", terms=[], writers="employees", scope="answer")
    question, sam = ask(cast, "We guarantee nothing?"), cast.sam
    cast.season(sam)
    with transaction.unit():
        assert board.answer(question, "We guarantee that.", by=sam).state == "held"
    assert question.hold == "shown"


def test_new_accounts_wait_until_they_are_old_enough(cast: Cast) -> None:
    add(cast, kind="newcomers", terms=[], newer_than=2)
    assert ask(cast, "Hello").hold == "held"
    later = clock.now() + timedelta(days=2, minutes=1)
    with clock.at(later):
        assert ask(cast, "Hello again").hold == "shown"
    with clock.at(clock.now() - timedelta(days=400)):
        assert ask(cast, "From another system").hold == "shown", "imported: older than the account"


def test_posting_too_fast_is_told_and_edits_are_no_posts(cast: Cast) -> None:
    add(cast, kind="velocity", terms=[], most=2, minutes=10, action="refuse")
    first, carla = ask(cast, "One"), cast.carla
    ask(cast, "Two")
    with pytest.raises(Invalid, match="short time"):
        ask(cast, "Three")
    assert ask(cast, "Mine", "colin").hold == "shown", "each for themselves"
    with transaction.unit():
        board.edit(first, title=first.title, body="One, better", topics=[], by=carla)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert ask(cast, "Three").hold == "shown"


def test_a_held_text_is_seen_once_it_is_released_and_by_nobody_before(cast: Cast) -> None:
    add(cast)
    question, max_ = ask(cast, "My zebra"), cast.max
    assert board_queries.visible_question(cast.colin, question.id) is None
    with transaction.unit():
        board.set_question_hold(question, "shown", by=max_, reason="fine")
    assert board_queries.visible_question(cast.colin, question.id) is not None
