"""Whom an account is of: names that can be seen, handles that look like no other, addresses that their owner proves."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries
from app.accounts.models import Person
from app.extensions import db
from tests.accounts.test_signing import OTHER, PHRASE, is_in, mailed, send

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
