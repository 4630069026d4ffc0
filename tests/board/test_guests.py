"""Asking without an account: nothing before the mail is answered, nobody's name after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import OneTimeLink, Person
from app.board import commands, policy, queries
from app.board.models import Proposal, Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.events import Entry
from app.crm import queries as crm
from app.extensions import db
from app.spaces import commands as spaces
from app.spaces.models import Space
from tests.board.test_views import send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
WORDS = {
    "title": "Where is my parcel",
    "body": "It left on Monday.",
    "topics": "Orders",
    "email": "ZoeQuarterman@Example.com",
}


@pytest.fixture
def space(cast: Cast) -> Space:
    """The public space, open to guests."""
    help_, stella = cast.space("help"), cast.stella
    with transaction.unit():
        words = {"name": "Help", "purpose": "", "visibility": "public", "addendum": ""}
        spaces.change_space(help_, **words, takes_guests=True, by=stella)
    return help_


def mails(app: Flask) -> list[str]:
    """What was mailed, oldest first: address, subject and text."""
    folder = Path(app.extensions["settings"].data_dir) / "mail"
    kept = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)  # several fall into one second
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in kept]
    return [f"{m['To']} {m['Subject']} {m.get_body(('plain',)).get_content()}" for m in read]  # type: ignore[union-attr]


def link(app: Flask) -> str:
    match = re.search(r"/questions/proposed/([\w-]{20,})", mails(app)[-1])
    assert match
    return match[0]


def propose(client: FlaskClient, **more: str) -> int:
    return send(client, "/questions/new", **{**WORDS, "space": "help", **more}).status_code


def confirm(client: FlaskClient, address: str) -> str:
    page = client.get(address)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    return client.post(address, data={"csrf_token": token[1]}).location


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Question)) or 0


def test_nothing_is_published_before_the_link(
    app: Flask, space: Space, client: FlaskClient, settle: Callable[[], None]
) -> None:
    assert propose(client) == 303
    settle()
    assert count() == 0
    assert "parcel" not in client.get("/questions").text
    assert "parcel" not in mails(app)[-1], "what a stranger typed does not go to somebody else's address"
    assert "Post it" in client.get(link(app)).text
    assert count() == 0, "fetching the link publishes nothing"


def test_the_link_publishes_once_under_nobodys_name(
    app: Flask, cast: Cast, space: Space, client: FlaskClient, settle: Callable[[], None]
) -> None:
    propose(client)
    settle()
    address = link(app)
    where = confirm(client, address)
    page = client.get(where).text
    assert "A customer" in page
    assert "zoequarterman" not in page.casefold()
    assert "zoequarterman" not in app.test_client().get("/people").text.casefold()
    assert app.test_client().get(address).location == f"/questions/{re.findall('[0-9]+', where)[0]}"
    assert count() == 1
    settle()
    (question,) = queries.visible_questions(None).items
    assert "zoequarterman" not in app.test_client().get(question.author.url).text.casefold()
    (line,) = crm.interactions(handle=question.author.handle).items
    assert line.kind == "asked"


def test_the_way_a_question_came_stays_with_it(
    app: Flask, cast: Cast, space: Space, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        commands.propose(
            space=space, title="From outside", body="", email="zoequarterman@example.com", channel="widget"
        )
    settle()
    confirm(app.test_client(), link(app))
    settle()
    (question,) = queries.visible_questions(None).items
    asked = db.session.scalars(select(Entry).where(Entry.name == "board.question_asked")).one()
    (line,) = crm.interactions(handle=question.author.handle).items
    assert (question.channel, asked.payload["channel"], line.channel) == ("widget", "widget", "widget")


def test_answers_reach_the_guest_who_accepts_one(
    app: Flask, cast: Cast, space: Space, client: FlaskClient, settle: Callable[[], None]
) -> None:
    propose(client)
    settle()
    confirm(client, link(app))
    (question,) = queries.visible_questions(None).items
    cast.season(cast.emma)
    with transaction.unit():
        given = commands.answer(question, "It is at the depot.", by=cast.emma)
    settle()
    told = next(text for text in reversed(mails(app)) if "answered" in text)
    assert told.startswith("zoequarterman@example.com")
    other = app.test_client()
    way_in = re.search(r"/guests/\S+", told)
    assert way_in
    assert other.get(way_in[0]).status_code == 200
    landed = confirm(other, way_in[0])
    assert landed.startswith(question.url)
    assert send(other, f"/answers/{given.id}/acceptance?_method=PUT").status_code == 303
    db.session.expire_all()
    assert question.accepted_answer_id == given.id
    assert app.test_client().get("/guests/forged.word.here").status_code == 410


def test_a_members_address_is_theirs_alone(
    app: Flask, cast: Cast, space: Space, client: FlaskClient, signed_in: Browse, settle: Callable[[], None]
) -> None:
    """The page answers as for anybody; only the mail, and whoever is signed in, know better."""
    first = send(client, "/questions/new", **{**WORDS, "space": "help", "email": cast.carla.email or ""})
    other = send(client, "/questions/new", **{**WORDS, "space": "help", "email": "nobody@example.com"})
    assert (first.status_code, first.location) == (other.status_code, other.location)
    settle()
    hers = next(text for text in mails(app) if text.startswith("carla"))
    address = re.findall(r"/questions/proposed/\S+", hers)[0]
    assert "Sign in" in client.get(address).text
    with pytest.raises(Invalid), transaction.unit():
        commands.publish_proposal(queries.proposal(address.rsplit("/", 1)[1]), by=cast.colin)  # type: ignore[arg-type]
    confirm(signed_in(cast.carla), address)
    (question,) = queries.visible_questions(None).items
    assert question.author == cast.carla


def test_what_is_refused_says_so_and_keeps_the_text(app: Flask, space: Space, client: FlaskClient, cast: Cast) -> None:
    cast.space("lounge")
    with transaction.unit():
        spaces.open_space(slug="shop", name="Shop", by=cast.stella)
    for words in ({"email": "not an address"}, {"body": "Card 4111 1111 1111 1111"}, {"space": "shop"}, {"title": ""}):
        answer = send(client, "/questions/new", **{**WORDS, "space": "help", **words})
        assert answer.status_code == 422, words
        assert "Where is my parcel" in answer.text or "title" in words
        assert "Monday" in answer.text or "body" in words
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_too_many_must_wait(space: Space, client: FlaskClient) -> None:
    statuses = [propose(client) for _try in range(12)]
    assert statuses[0] == 303
    assert statuses[-1] == 422
    assert "Too many tries" in send(client, "/questions/new", **{**WORDS, "space": "help"}).text


def test_patience_fills_nobodys_mailbox(app: Flask, space: Space, settle: Callable[[], None]) -> None:
    """Ten tries in five minutes are let through again and again, so that what waits at one address is counted too."""
    start = clock.now()
    for hour in range(25):
        with clock.at(start + timedelta(hours=hour)):
            propose(app.test_client())
    waiting = select(func.count()).select_from(Proposal)
    assert db.session.scalar(waiting) == 20
    with clock.at(start + timedelta(hours=25)):
        assert propose(app.test_client(), email="other@example.com") == 303
    with clock.at(start + timedelta(days=4)):
        assert propose(app.test_client()) == 303, "what nobody answered ends"


def test_a_lapsed_link_is_gone(app: Flask, space: Space, client: FlaskClient, settle: Callable[[], None]) -> None:
    propose(client)
    settle()
    address = link(app)
    with clock.at(clock.now() + timedelta(days=4)):
        assert client.get(address).status_code == 410
        with transaction.unit():
            commands.forget_proposals(clock.now())
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_a_guest_becomes_a_member_by_setting_a_password(
    app: Flask, cast: Cast, space: Space, client: FlaskClient, settle: Callable[[], None]
) -> None:
    propose(client)
    settle()
    confirm(client, link(app))
    guest = people.by_email("zoequarterman@example.com")
    assert guest is not None
    assert policy.may_ask(guest, space)
    with transaction.unit():
        accounts.remind(guest)
    with transaction.unit():
        reset = db.session.scalars(select(OneTimeLink).where(OneTimeLink.person_id == guest.id)).one()
        accounts.claim(reset, "seven quiet lanterns")
    assert not guest.is_guest
    assert [question.author_id for question in queries.visible_questions(None).items] == [guest.id]


def test_who_may_not_ask_does_not_ask_by_a_link_either(
    app: Flask, cast: Cast, space: Space, client: FlaskClient, settle: Callable[[], None]
) -> None:
    """A guest who was suspended since, and a space that no longer takes guests."""
    propose(client)
    settle()
    confirm(client, link(app))
    guest = people.by_email("zoequarterman@example.com")
    assert guest is not None
    propose(app.test_client(), title="Once more")
    settle()
    again = link(app)
    with transaction.unit():
        accounts.suspend(guest, None, by=cast.max, reason="for the test")
    confirm(app.test_client(), again)
    assert count() == 1
    propose(app.test_client(), email="yan@example.com")
    settle()
    late = link(app)
    with transaction.unit():
        words = {"name": "Help", "purpose": "", "visibility": "public", "addendum": ""}
        spaces.change_space(space, **words, takes_guests=False, by=cast.stella)
    confirm(app.test_client(), late)
    assert count() == 1
    assert people.by_email("yan@example.com") is None


def test_a_visitor_who_forgets_the_address_is_told_so_beside_it(space: Space, client: FlaskClient) -> None:
    assert " required" in _address_field(client.get("/questions/new").text)
    answer = send(client, "/questions/new", **{**WORDS, "space": "help", "email": ""})
    assert answer.status_code == 422
    assert "Say where the link should go." in answer.text
    assert WORDS["body"] in answer.text, "what was typed is lost"
    assert count() == 0


def _address_field(page: str) -> str:
    field = re.search(r'<input[^>]*name="email"[^>]*>', page)
    assert field
    return field[0]
