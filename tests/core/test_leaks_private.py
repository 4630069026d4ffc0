"""A private question is there for its asker and for cleared employees; nothing on it reaches anybody else anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.core import realtime, transaction
from app.extensions import db
from app.files import commands as files
from app.training import commands as training
from tests.cast import Cast
from tests.core.test_leaks import BESIDE, GONE, METHODS, SECRET, Hidden, _lists, addresses
from tests.files.pictures import png

Browse = Callable[[Person], FlaskClient]
OUTSIDERS = (None, "guest", "colin", "erik", "nell", "ines")


@dataclass(frozen=True)
class Sealed:
    """Everything on Carla's private question, and where its picture lies."""

    things: list[Hidden]
    picture: str


@pytest.fixture
def sealed(cast: Cast, settle: Callable[[], None]) -> Sealed:
    """A private question with a version, an answer, comments, a note and a picture; Erik's certificate has lapsed."""
    carla, emma, colin = cast.carla, cast.emma, cast.colin
    cast.certify(emma)
    cast.season(emma)
    lapsing = cast.certify(cast.erik)[0]
    words = {"title": f"About the {SECRET} of a {BESIDE}", "body": f"The {SECRET} {BESIDE} is blue."}
    with transaction.unit():
        stored = files.store(files.prepare(files.Sent(f"{SECRET}.png", "image/png", png())), by=carla)
    with transaction.unit():
        asked = board.ask(
            space=cast.space("help"), topics=["Hub"], private=True, attachments=[stored.token], by=carla, **words
        )
        given = board.answer(asked, f"The {SECRET} {BESIDE} is green.", by=emma)
        board.comment_on_question(asked, f"A {SECRET} comment.", by=carla)
        said = board.comment_on_answer(given, f"A {SECRET} comment.", by=carla)
        note = board.add_note(asked, f"A {SECRET} note.", by=emma)
        board.answer(asked, f"The {SECRET} is red.", by=cast.erik)
        board.ask(space=cast.space("help"), title="Wi-Fi drops every evening", topics=["Hub"], by=colin)
    with transaction.unit():
        training.revoke(lapsing, by=cast.stella, reason="for the test")
    settle()
    return Sealed(
        [
            Hidden("question", "question_id", asked.id, frozenset(), f"question:{asked.id}"),
            Hidden("answer", "answer_id", given.id, frozenset()),
            Hidden("comment", "comment_id", said.id, frozenset()),
            Hidden("note", "note_id", note.id, frozenset()),
        ],
        stored.token,
    )


@pytest.fixture
def outsider(app: Flask, cast: Cast, signed_in: Browse) -> Callable[[str | None], FlaskClient]:
    """The browser of somebody who may not read it."""

    def open_for(name: str | None) -> FlaskClient:
        if name is None:
            return app.test_client()
        if name != "guest":
            return signed_in(getattr(cast, name))
        with transaction.unit():
            guest = accounts.welcome_guest("guest@example.com")
        return signed_in(guest)

    return open_for


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_page_or_operation_that_names_it_shows_it(
    app: Flask, sealed: Sealed, outsider: Callable[[str | None], FlaskClient], name: str | None
) -> None:
    browser, faults, walked = outsider(name), [], 0
    for thing in sealed.things:
        for address in addresses(app, "GET", thing):
            answer, walked = browser.get(address), walked + 1
            if answer.status_code not in {303, 401, *GONE} or SECRET in answer.text:
                faults.append((thing.name, address, answer.status_code))
    assert walked > 15
    assert not faults


@pytest.mark.parametrize("name", ["guest", "erik"])
def test_no_list_feed_search_or_widget_tells_of_it(
    app: Flask, sealed: Sealed, outsider: Callable[[str | None], FlaskClient], name: str | None
) -> None:
    browser, leaks = outsider(name), []
    more = ["/topics/hub", "/api/v1/topics/hub", "/widget/help", "/spaces/help.atom", f"/widget/help?q={BESIDE}"]
    for address in [*_lists(app), *more]:
        for query in ("", f"{'&' if '?' in address else '?'}q={BESIDE}"):
            answer = browser.get(address + query)
            if answer.status_code >= 500 or SECRET in answer.get_data(as_text=True).lower():
                leaks.append((address + query, answer.status_code))
            answer.close()
    assert not leaks


@pytest.mark.parametrize("name", [None, "erik"])
def test_its_picture_is_not_served(
    sealed: Sealed, outsider: Callable[[str | None], FlaskClient], cast: Cast, signed_in: Browse, name: str | None
) -> None:
    for address in (f"/files/{sealed.picture}", f"/files/{sealed.picture}/thumb"):
        assert outsider(name).get(address).status_code == 404
        with signed_in(cast.carla).get(address) as shown:
            assert shown.status_code == 200


@pytest.mark.parametrize("name", ["colin", "erik", "nell"])
def test_no_deed_reaches_it(app: Flask, cast: Cast, sealed: Sealed, api: Callable[..., FlaskClient], name: str) -> None:
    caller, faults = api(getattr(cast, name), "all"), []
    for thing in sealed.things:
        for method in METHODS[1:]:
            for address in addresses(app, method, thing):
                if address.startswith("/api/"):
                    answer = caller.open(address, method=method, json={"body": "In.", "reason": "So.", "value": 1})
                    if answer.status_code not in GONE or SECRET in answer.text:
                        faults.append((thing.name, method, address, answer.status_code))
    assert not faults


@pytest.mark.parametrize("name", [None, "colin", "erik", "nell"])
def test_no_socket_watches_it(cast: Cast, sealed: Sealed, name: str | None) -> None:
    person = getattr(cast, name) if name else None
    assert not realtime.may_watch(sealed.things[0].topic, person)


def test_in_a_sandbox_too_privacy_asks_for_a_certificate(
    cast: Cast, settle: Callable[[], None], signed_in: Browse
) -> None:
    """A novice may answer there without one, but what somebody asked in private is not for practice."""
    cast.certify(cast.emma)
    nell, erik = cast.nell, cast.erik
    with transaction.unit():
        version = training.publish_guideline("Be kind.", by=cast.stella).version
        for person in (cast.emma, nell):
            training.accept_guidelines(version, by=person)
    with transaction.unit():
        asked = board.ask(
            space=cast.space("practice"), title=f"A {SECRET} case", body=f"{SECRET}.", private=True, by=erik
        )
    settle()
    db.session.expire_all()
    novice = signed_in(nell)
    for address in (asked.url, "/desk", "/notifications", "/questions", f"/search?q={SECRET}x", "/spaces/practice"):
        assert SECRET not in novice.get(address).text.replace(f"{SECRET}x", ""), address
    assert novice.get(asked.url).status_code == 404
    assert signed_in(cast.emma).get(asked.url, follow_redirects=True).status_code == 200
