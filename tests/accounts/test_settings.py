"""Settings: what one may change about oneself, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import commands, queries
from app.accounts.models import Person
from app.core import audit, clock, transaction
from app.extensions import db
from tests.accounts.test_signing import OTHER, PHRASE, is_in, mailed, mails, send
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]


def deed(client: FlaskClient, url: str, method: str = "POST", **fields: object) -> TestResponse:
    page = client.get("/settings").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return client.open(url, method=method, data={"csrf_token": token[1], **fields})


def test_the_profile_changes_for_all_to_see(cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.emma)
    answer = deed(client, "/settings/profile", name="Emma <b>E</b>", function="Plumber", bio="I fix\nthings.")
    assert answer.status_code == 303
    page = client.get("/people/emma").get_data(as_text=True)
    assert "Emma &lt;b&gt;E&lt;/b&gt;" in page
    assert "Plumber" in page
    assert deed(client, "/settings/profile", name="").status_code == 422


def test_a_customer_speaks_for_no_function(cast: Cast, signed_in: Browsers) -> None:
    deed(signed_in(cast.carla), "/settings/profile", name="Carla", function="Chief Executive")
    db.session.expire_all()
    assert cast.carla.function == ""


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        commands.set_password(cast.carla, PHRASE, by=cast.carla)
    here, there = signed_in(cast.carla), signed_in(cast.carla)
    assert deed(here, "/settings/password", current=OTHER, new_password=OTHER).status_code == 422
    assert deed(here, "/settings/password", current=PHRASE, new_password="short").status_code == 422
    assert deed(here, "/settings/password", current=PHRASE, new_password=OTHER).status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_an_open_screen_is_no_place_to_guess(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        commands.set_password(cast.carla, PHRASE, by=cast.carla)
    client = signed_in(cast.carla)
    for _n in range(10):
        deed(client, "/settings/password", current=OTHER, new_password=OTHER)
    assert deed(client, "/settings/password", current=PHRASE, new_password=OTHER).status_code == 403


def test_sessions_can_be_ended_but_only_ones_own(cast: Cast, signed_in: Browsers) -> None:
    here, there, erik = signed_in(cast.emma), signed_in(cast.emma), signed_in(cast.erik)
    theirs = queries.sessions_of(cast.erik)[0]
    deed(here, f"/settings/sessions/{theirs.id}", "DELETE")
    assert is_in(erik), "nobody signs another out"
    with there.session_transaction() as kept:
        other = queries.live_session(kept["_user_id"])
    assert other is not None
    deed(here, f"/settings/sessions/{other.id}", "DELETE")
    assert is_in(here)
    assert not is_in(there)


def test_a_token_is_shown_once_and_can_be_ended(app: Flask, cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.emma)
    answer = deed(client, "/settings/tokens", purpose="My script", scopes=["read"])
    assert answer.status_code == 201
    secret = re.search(r"wgl_[\w-]+", answer.get_data(as_text=True))
    assert secret
    caller = {"Authorization": f"Bearer {secret[0]}"}
    assert app.test_client().get("/api/v1/me", headers=caller).status_code == 200
    assert secret[0] not in client.get("/settings").get_data(as_text=True)
    token = queries.tokens_of(cast.emma)[0]
    deed(signed_in(cast.erik), f"/settings/tokens/{token.id}", "DELETE")
    assert app.test_client().get("/api/v1/me", headers=caller).status_code == 200, "nobody ends another's token"
    deed(client, f"/settings/tokens/{token.id}", "DELETE")
    assert app.test_client().get("/api/v1/me", headers=caller).status_code == 401
    assert deed(client, "/settings/tokens", purpose="x", scopes=["everything"]).status_code == 422
    assert deed(client, "/settings/tokens", purpose="Forum", scopes=["write", "channels"]).status_code == 201


def test_an_open_screen_is_not_enough_for_a_token(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        commands.set_password(cast.emma, PHRASE, by=cast.emma)
    client = signed_in(cast.emma)
    asked = {"purpose": "My script", "scopes": ["read", "write"]}
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert deed(client, "/settings/tokens", **asked, proof="Not it, I guess").status_code == 422
        refused = deed(client, "/settings/tokens", **asked)
        assert (refused.status_code, "Type your password" in refused.text) == (422, True)
        assert "My script" in refused.text
        assert queries.tokens_of(cast.emma) == []
        assert deed(client, "/settings/tokens", **asked, proof=PHRASE).status_code == 201


def test_the_confirmation_can_be_sent_again(cast: Cast, client: FlaskClient, signed_in: Browsers) -> None:
    with transaction.unit():
        cast.carla.email_confirmed_at = None
    browser = signed_in(cast.carla)
    assert "Confirm your address" in browser.get("/settings").get_data(as_text=True)
    deed(browser, "/settings/confirmation")
    send(client, mailed("confirm"))
    deed(browser, "/settings/confirmation")
    assert mails() == 1, "a confirmed address gets no further link"


def test_settings_are_for_members(client: FlaskClient) -> None:
    answer = client.get("/settings")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/settings"


def test_what_was_done_stands_on_the_audit_log(cast: Cast, signed_in: Browsers) -> None:
    deed(signed_in(cast.emma), "/settings/tokens", purpose="My script", scopes=["read"])
    entry = audit.entries(subject=f"person:{cast.emma.id}").items[0]
    assert (entry.action, entry.after["name"]) == ("accounts.token_made", "My script")


def test_what_is_said_once_is_not_said_to_a_region_that_reads_in_the_background(
    cast: Cast, signed_in: Browsers
) -> None:
    client = signed_in(cast.emma)
    assert deed(client, "/settings/profile", name="Emma E").status_code == 303
    assert "Your profile is changed." not in client.get("/settings", headers={"X-Live": "1"}).text
    assert "Your profile is changed." in client.get("/settings").text
    assert "Your profile is changed." not in client.get("/settings").text
