"""Signing up, in and out, and a forgotten password, in a browser's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from app.accounts import commands, queries
from app.accounts.models import Person, SignedInSession
from app.core import clock, dispatch, transaction
from app.core.dispatch import Dispatch
from app.extensions import db
from tests.cast import Cast

PHRASE = "correct horse battery"
OTHER = "quiet river seven stones"
WRONG = "do not belong together"


def send(client: FlaskClient, url: str, **fields: str) -> TestResponse:
    """Open the page a form stands on, then send the form."""
    return client.post(url, data={"csrf_token": csrf(client, url), **fields})


def sign_in(client: FlaskClient, email: str, password: str = PHRASE, back: str = "") -> TestResponse:
    return send(client, f"/sign-in?next={back}" if back else "/sign-in", email=email, password=password)


def mailed(word: str) -> str:
    """The path of the newest mailed link of this kind."""
    dispatch.work(commands.REMINDER)
    rows = db.session.scalars(select(Dispatch).where(Dispatch.kind == "mail").order_by(Dispatch.id.desc()))
    return next(hit[0] for row in rows if (hit := re.search(rf"/{word}/\S+", row.payload["text"])))


def mails() -> int:
    """How many there are, once the worker has come by."""
    dispatch.work(commands.REMINDER)
    return db.session.scalar(select(func.count()).where(Dispatch.kind == "mail")) or 0


def csrf(client: FlaskClient, page: str = "/settings") -> str:
    """The token that this browser sends with a form."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert token, page
    return token[1]


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is told meanwhile."""
    told: list[str] = []

    def note(*args: object) -> None:
        told.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def is_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


@pytest.fixture
def carla(cast: Cast) -> Person:
    with transaction.unit():
        commands.set_password(cast.carla, PHRASE, by=cast.carla)
    return cast.carla


def test_sign_up_confirm_and_come_in(client: FlaskClient) -> None:
    answer = send(client, "/sign-up?next=/spaces", name="Nia New", email="Nia@Example.com", password=PHRASE)
    assert answer.status_code == 303
    assert not is_in(client)
    link = mailed("confirm")
    page = client.get(link)
    assert page.status_code == 200
    assert "nia@example.com" in page.get_data(as_text=True)
    person = queries.by_email("nia@example.com")
    assert person is not None
    assert person.email_confirmed_at is None, "fetching the link, as a mail scanner does, confirms nothing"
    assert send(client, link).headers["Location"] == "/spaces"
    db.session.expire_all()
    assert person.email_confirmed_at is not None
    assert is_in(client)
    assert client.get(link).status_code == 410


def test_sign_up_says_the_same_for_a_known_address(client: FlaskClient, carla: Person) -> None:
    known = send(client, "/sign-up", name="Carla", email=carla.email or "", password=OTHER)
    fresh = send(client, "/sign-up", name="Nia New", email="nia@example.com", password=OTHER)
    assert (known.status_code, known.headers["Location"]) == (fresh.status_code, fresh.headers["Location"])
    assert mails() == 2
    assert not is_in(client)
    assert sign_in(client, carla.email or "", OTHER).status_code == 422, "the old password stands"
    assert sign_in(client, carla.email or "").status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "email": "n@example.com", "password": PHRASE}, "Say what we may call you"),
        ({"name": "Nia", "email": "nowhere", "password": PHRASE}, "Type a whole address"),
        ({"name": "Nia", "email": "n@example.com", "password": "short"}, "at least 12"),
        ({"name": "Nia", "email": "n@example.com", "password": "nia nia nia nia lalala"[:20]}, None),
    ],
)
def test_sign_up_says_what_is_wrong_and_keeps_what_was_typed(
    client: FlaskClient, fields: dict[str, str], said: str | None
) -> None:
    answer = send(client, "/sign-up", **fields)
    if said is None:
        assert answer.status_code == 303
        return
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said.casefold() in page.casefold()
    assert fields["email"] in page
    assert fields["password"] not in page
    assert mails() == 0


def test_sign_in_and_out(client: FlaskClient, carla: Person) -> None:
    assert sign_in(client, "  CARLA@example.com ", back="/people?kind=customer").headers["Location"] == (
        "/people?kind=customer"
    )
    assert is_in(client)
    assert client.get("/sign-in").status_code == 303, "who is in needs no form"
    client.post("/sign-out", data={"csrf_token": csrf(client)})
    assert not is_in(client)
    assert db.session.scalars(select(SignedInSession)).one().revoked_at is not None


def test_sign_in_says_the_same_for_strangers_and_wrong_passwords(client: FlaskClient, carla: Person) -> None:
    for email in ("carla@example.com", "nobody@example.com"):
        answer = sign_in(client, email, OTHER)
        assert answer.status_code == 422
        assert WRONG in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "%2f%2fevil.example", ""],
)
def test_the_way_back_stays_on_this_site(client: FlaskClient, carla: Person, back: str) -> None:
    assert sign_in(client, "carla@example.com", back=back).headers["Location"] == "/"


@pytest.mark.parametrize("state", ["imported", "erased"])
def test_some_accounts_cannot_be_entered(client: FlaskClient, carla: Person, state: str) -> None:
    with transaction.unit():
        carla.state = state
    assert sign_in(client, "carla@example.com").status_code == 422


def test_the_cookie_is_new_with_every_sign_in(client: FlaskClient, carla: Person) -> None:
    with client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    sign_in(client, "carla@example.com")
    with client.session_transaction() as kept:
        assert "planted" not in kept


def test_guessing_one_account_must_wait(client: FlaskClient, carla: Person) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with clock.at(start):
        assert [sign_in(client, "carla@example.com", OTHER).status_code for _n in range(10)] == [422] * 10
        answer = sign_in(client, "carla@example.com")
        assert answer.status_code == 429, "even the right password waits"
        assert answer.headers["Retry-After"] == "300"
    with clock.at(start + timedelta(minutes=6)):
        assert sign_in(client, "carla@example.com").status_code == 303


def test_who_is_kept_waiting_by_strangers_comes_in_on_a_known_browser_and_by_mail(app: Flask, carla: Person) -> None:
    known, stranger = app.test_client(), app.test_client()
    assert sign_in(known, "carla@example.com").status_code == 303
    known.post("/sign-out", data={"csrf_token": csrf(known)})
    for _n in range(10):
        sign_in(stranger, "carla@example.com", OTHER)
    waiting = sign_in(stranger, "carla@example.com")
    assert (waiting.status_code, "have a link mailed to you" in waiting.text) == (429, True)
    assert sign_in(known, "colin@example.com").status_code == 429, "known for one account alone"
    assert sign_in(known, "carla@example.com").status_code == 303
    known.post("/sign-out", data={"csrf_token": csrf(known)})
    assert [sign_in(known, "carla@example.com", OTHER).status_code for _n in range(11)] == [422] * 10 + [429]
    send(stranger, "/forgot", email="carla@example.com")
    assert send(stranger, mailed("reset"), password=OTHER).status_code == 303
    assert is_in(stranger)


def test_guessing_from_one_place_must_wait(client: FlaskClient, carla: Person) -> None:
    for number in range(10):
        sign_in(client, f"guess{number}@example.com", OTHER)
    assert sign_in(client, "carla@example.com").status_code == 429


def test_signing_in_often_is_no_guessing(app: Flask, carla: Person) -> None:
    assert [sign_in(app.test_client(), "carla@example.com").status_code for _n in range(12)] == [303] * 12


@pytest.mark.parametrize("door", ["/forgot", "/sign-up"])
def test_mail_is_not_sent_without_end(client: FlaskClient, carla: Person, door: str) -> None:
    fields = {"email": "carla@example.com", "name": "Carla", "password": OTHER}
    answers = [send(client, door, **fields).status_code for _n in range(11)]
    assert answers == [303] * 10 + [429]
    assert mails() == 10


def test_a_forgotten_password(
    app: Flask, client: FlaskClient, carla: Person, signed_in: Callable[..., FlaskClient]
) -> None:
    elsewhere = signed_in(carla)
    assert is_in(elsewhere)
    assert send(client, "/forgot", email="carla@example.com").status_code == 303
    link = mailed("reset")
    assert send(client, link, password="short").status_code == 422
    assert send(client, link, password=OTHER).status_code == 303
    assert is_in(client)
    assert not is_in(elsewhere), "whoever else was in is out"
    assert client.get(link).status_code == 410
    assert sign_in(app.test_client(), "carla@example.com", OTHER).status_code == 303


@pytest.mark.parametrize("purpose", ["password", "confirm"])
def test_a_new_password_ends_every_link_that_was_mailed_before(
    app: Flask, client: FlaskClient, carla: Person, purpose: str
) -> None:
    """Both lead in without the password: who read the mailbox once must not come back."""
    with transaction.unit():
        commands.send_link(carla, purpose)
    old = mailed({"password": "reset", "confirm": "confirm"}[purpose])
    assert client.get(old).status_code == 200
    with transaction.unit():
        commands.send_link(carla, "password")
    assert send(client, mailed("reset"), password=OTHER).status_code == 303
    assert app.test_client().get(old).status_code == 410


def test_forgot_does_and_says_the_same_for_strangers(client: FlaskClient, carla: Person) -> None:
    send(client, "/forgot", email="first@example.com")  # after which the effects' target is there
    asked: dict[str, list[str]] = {}
    for name in ("carla", "nobody"):
        with statements() as asked[name]:
            assert send(client, "/forgot", email=f"{name}@example.com").headers["Location"] == "/forgot/sent"
    assert asked["carla"] == asked["nobody"], "the clock would tell of more"
    assert mails() == 1


def test_links_run_out_and_serve_one_purpose(client: FlaskClient, carla: Person) -> None:
    with transaction.unit():
        commands.send_link(carla, "password")
    link = mailed("reset")
    assert client.get(link.replace("reset", "confirm")).status_code == 410
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.get(link).status_code == 410


def test_an_imported_person_claims_the_account(client: FlaskClient, cast: Cast) -> None:
    with transaction.unit():
        old = commands.add_person(name="Olga Old", kind="customer", email="olga@example.com", state="imported")
    send(client, "/sign-up", name="Olga", email="olga@example.com", password=PHRASE)
    assert send(client, mailed("reset"), password=OTHER).status_code == 303
    db.session.expire_all()
    assert (old.state, old.email_confirmed_at is not None) == ("active", True)
    assert is_in(client)


def test_a_link_does_not_confirm_an_address_changed_since(client: FlaskClient, cast: Cast) -> None:
    with transaction.unit():
        person = cast.carla
        person.email_confirmed_at = None
        commands.send_link(person, "confirm")
        commands.send_link(person, "password")
        person.email = "other@example.com"
    answer = client.get(link := mailed("confirm"))
    assert (answer.status_code, client.get(mailed("reset")).status_code) == (410, 410)
    assert "an address that the account no longer has" in answer.text
    assert "/sign-in?next=/settings" in answer.text
    assert client.post(link, data={"csrf_token": csrf(client, "/sign-in")}).status_code == 410
    db.session.expire_all()
    assert person.email_confirmed_at is None
