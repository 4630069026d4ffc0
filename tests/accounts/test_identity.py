"""Whom an account is of: names that can be seen, handles that look like no other, addresses that their owner proves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands, queries
from app.accounts.models import Person
from app.core import audit, transaction
from app.core.access import Invalid
from app.extensions import db
from app.screening import commands as screening
from tests.accounts.test_settings import deed
from tests.accounts.test_signing import OTHER, PHRASE, is_in, mailed, mails, send, sign_in
from tests.cast import Cast
from tests.parallel import at_once

Browsers = Callable[[Person], FlaskClient]
UNSEEN = "\u200b\u2060\ufeff"


def test_who_confirms_an_address_elsewhere_shows_that_they_made_the_account(app: Flask, client: FlaskClient) -> None:
    """Else whoever signs up with somebody's address gets a proven account by that somebody's one click."""
    send(client, "/sign-up", name="Mallory", email="victim@example.com", password=PHRASE)
    link = mailed("confirm")
    victim = app.test_client()
    assert send(victim, link).status_code == 422
    assert send(victim, link, password=OTHER).status_code == 422
    db.session.expire_all()
    person = queries.by_email("victim@example.com")
    assert person is not None
    assert person.email_confirmed_at is None
    assert not is_in(victim)
    telephone = app.test_client()
    assert send(telephone, link, password=PHRASE).status_code == 303
    assert is_in(telephone)


def test_on_the_browser_that_signed_up_a_click_is_enough(client: FlaskClient) -> None:
    send(client, "/sign-up", name="Nia", email="Nia@example.com", password=PHRASE)
    assert "The password you chose" not in client.get(mailed("confirm")).text
    assert send(client, mailed("confirm")).status_code == 303
    assert is_in(client)


def test_a_link_is_no_place_to_guess_a_password(app: Flask, client: FlaskClient) -> None:
    send(client, "/sign-up", name="Mallory", email="victim@example.com", password=PHRASE)
    link = mailed("confirm")
    guesser = app.test_client()
    assert [send(guesser, link, password=f"a wrong guess {n}").status_code for n in range(10)] == [422] * 10
    assert send(guesser, link, password=PHRASE).status_code == 429


def test_what_rules_refuse_is_no_name_to_sign_up_with(cast: Cast, client: FlaskClient) -> None:
    """It would stand on every page, and in a mail of ours to whomever somebody likes."""
    with transaction.unit():
        screening.add_rule(name="No bait", kind="words", terms=["jackpot"], action="refuse", by=cast.stella)
    before = mails()
    answer = send(client, "/sign-up", name="Your jackpot waits", email="victim@example.com", password=PHRASE)
    assert answer.status_code == 422
    assert (queries.by_email("victim@example.com"), mails()) == (None, before)


@pytest.mark.parametrize("name", [UNSEEN, "\u202e", " \t "])
def test_letters_that_nobody_sees_make_no_name(cast: Cast, signed_in: Browsers, name: str) -> None:
    assert deed(signed_in(cast.carla), "/settings/profile", name=name).status_code == 422
    db.session.expire_all()
    assert cast.carla.name == "Carla Customer"
    with pytest.raises(Invalid, match="call you"):
        commands.add_person(name=name, kind="customer")


@pytest.mark.parametrize("email", ["a@example.com, b@example.com", "a@example.com\nBcc: b@example.com", "nobody", "@x"])
def test_an_address_is_one_address(app: Flask, email: str) -> None:
    with pytest.raises(Invalid, match="whole address"):
        commands.add_person(name="Two", kind="customer", email=email)


@pytest.mark.parametrize(
    ("wanted", "handle"),
    [
        ("Jörg Müller", "jorgmuller"), ("Łukasz Ø", "lukaszo"), ("ｍａｒｔａ", "marta"), ("m\u0430rta", "mrta"),
        ("Иван", "иван"), ("李雷", "李雷"), ("\u200b", "member"),
    ],
)  # fmt: skip
def test_a_handle_looks_like_no_other_and_can_be_typed(app: Flask, wanted: str, handle: str) -> None:
    """A Cyrillic a among Latin letters, or a wide one, makes no second marta."""
    assert queries.free_handle(wanted) == handle


def test_whoever_writes_in_other_letters_takes_their_data_along(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        person = commands.add_person(name="Иван Петров", kind="customer", email="ivan@example.com", confirmed=True)
    browser = signed_in(person)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/settings/data").text)
    assert token
    answer = browser.post("/settings/data/export", data={"csrf_token": token[1]})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].encode("latin-1") == (
        f'attachment; filename="waggle-{person.id}.zip"'.encode()
    )


def test_people_are_found_whatever_letter_they_begin_with(cast: Cast, client: FlaskClient) -> None:
    with transaction.unit():
        commands.add_person(name="Änne Öztürk", kind="customer")
    for words in ("änne", "Änne", "ÖZTÜRK", "nne"):
        assert "Änne Öztürk" in client.get("/people", query_string={"q": words}).text


@pytest.mark.usefixtures("closed")
def test_many_who_sign_up_at_once_get_a_handle_each(app: Flask, cast: Cast) -> None:
    def add(number: int) -> str:
        return commands.add_person(name="Anna", kind="customer", email=f"a{number}@example.com").handle

    made = at_once(app, 10, add)
    assert len({handle for handle in made if isinstance(handle, str)}) == 10, made


@pytest.mark.usefixtures("closed")
def test_a_double_click_signs_up_once(app: Flask, cast: Cast) -> None:
    def join(_number: int) -> None:
        commands.join(name="Anna", email="anna@example.com", password=PHRASE)

    assert at_once(app, 10, join) == [None] * 10
    assert queries.by_email("anna@example.com") is not None


@pytest.mark.parametrize(("first", "second", "waits"), [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ("::ffff:192.0.2.7", "192.0.2.7", True), ("192.0.2.7", "192.0.2.8", False),
])  # fmt: skip
def test_all_addresses_of_one_line_are_one_place(app: Flask, cast: Cast, first: str, second: str, waits: bool) -> None:
    """Whoever has one IPv6 address has 2^64 of them."""
    client = app.test_client()
    for number in range(10):
        client.environ_base["REMOTE_ADDR"] = first
        assert sign_in(client, f"nobody{number}@example.com", OTHER).status_code == 422
    client.environ_base["REMOTE_ADDR"] = second
    assert sign_in(client, "somebody@example.com", OTHER).status_code == (429 if waits else 422)


def test_a_closed_account_is_opened_by_no_link(client: FlaskClient, cast: Cast) -> None:
    with transaction.unit():
        commands.send_link(cast.carla, "password")
        commands.shut_out(cast.carla, by=cast.ada, reason="Left us.")
    assert client.get(mailed("reset")).status_code == 410


def test_ending_somebody_elses_token_is_put_on_no_record(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        commands.make_token(cast.emma, ["read"], by=cast.emma)
    token = queries.tokens_of(cast.emma)[0]
    deed(signed_in(cast.erik), f"/settings/tokens/{token.id}", "DELETE")
    assert [entry.action for entry in audit.entries(subject=f"token:{token.id}").items] == []
    deed(signed_in(cast.emma), f"/settings/tokens/{token.id}", "DELETE")
    assert [entry.action for entry in audit.entries(subject=f"token:{token.id}").items] == ["accounts.token_revoked"]


def test_the_operator_makes_tokens_of_scopes_that_there_are(app: Flask, cast: Cast) -> None:
    emma, run = cast.emma, app.test_cli_runner()
    for scope in ("raed", "read,wirte", " , "):
        told = run.invoke(args=["people", "token", str(emma.email), "--scope", scope])
        assert (told.exit_code, "Choose from these scopes" in told.output) == (2, True)
    assert queries.tokens_of(emma) == []
    assert run.invoke(args=["people", "token", str(emma.email), "--scope", "read,write"]).exit_code == 0
    (made,) = audit.entries(choice=audit.Choice(action="accounts.token_made")).items
    assert made.actor_id is None, "it was the operator's deed, not theirs"


def test_the_operator_is_told_that_no_password_came(app: Flask, cast: Cast) -> None:
    arguments = ["people", "add", "nia@example.com", "--name", "Nia", "--kind", "customer", "--password-stdin"]
    told = app.test_cli_runner().invoke(args=arguments, input="\n")
    assert (told.exit_code, told.output.strip()) == (2, "no password came on standard input")
    assert queries.by_email("nia@example.com") is None
