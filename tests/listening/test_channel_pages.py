"""The channels' page and the operator's verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts.models import Person
from app.core import transaction
from app.extensions import db
from app.listening import commands, queries
from app.listening.port import Inbound
from app.spaces.models import Space
from tests.accounts.test_settings import deed
from tests.cast import Cast

SignedIn = Callable[[Person], FlaskClient]
WORDS = {"channel": "bluesky", "address": "@ask.example.com", "secret": "app-password", "server": "http://localhost:1"}


@pytest.fixture
def help_(reaching: Flask, cast: Cast) -> Space:
    """The public space, in an application that may call this machine."""
    return cast.space("help")


def test_only_administrators_see_it(cast: Cast, client: FlaskClient, signed_in: SignedIn) -> None:
    assert client.get("/admin/channels").status_code in {302, 303, 401}
    for person in (cast.carla, cast.emma, cast.max):
        assert signed_in(person).get("/admin/channels").status_code == 403
    assert signed_in(cast.ada).get("/admin/channels").status_code == 200


def test_an_account_is_connected_paused_and_resumed(cast: Cast, help_: Space, signed_in: SignedIn) -> None:
    ada = signed_in(cast.ada)
    assert deed(ada, "/admin/channels", **WORDS, space="help").status_code == 303
    [account] = queries.accounts()
    page = ada.get("/admin/channels").get_data(as_text=True)
    assert "ask.example.com" in page
    assert "app-password" not in page
    assert deed(ada, f"/admin/channels/{account.id}/pause", "PUT").status_code == 303
    db.session.expire_all()
    assert not queries.accounts()[0].active
    assert "Resume" in ada.get("/admin/channels").get_data(as_text=True)
    assert deed(ada, f"/admin/channels/{account.id}/pause", "DELETE").status_code == 303
    db.session.expire_all()
    assert queries.accounts()[0].active
    emma = signed_in(cast.emma)
    assert deed(emma, f"/admin/channels/{account.id}/pause", "PUT").status_code == 403
    assert deed(ada, "/admin/channels/99/pause", "PUT").status_code == 404


def test_what_cannot_be_connected_is_said_beside_its_field(cast: Cast, help_: Space, signed_in: SignedIn) -> None:
    ada = signed_in(cast.ada)
    answer = deed(ada, "/admin/channels", **{**WORDS, "server": "http://169.254.169.254"}, space="help")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "This server cannot be called" in page
    assert "@ask.example.com" in page, "what was typed is kept"
    cast.space("staff")
    assert deed(ada, "/admin/channels", **WORDS, space="staff").status_code == 422
    assert queries.accounts() == []


def test_the_page_costs_the_same_however_much_was_said(cast: Cast, help_: Space, signed_in: SignedIn) -> None:
    with transaction.unit():
        words = {name: value for name, value in WORDS.items() if name != "channel"}
        account = commands.connect("bluesky", space=help_, by=None, **words)
    ada = signed_in(cast.ada)

    def say(number: int) -> None:
        said = Inbound(
            external_id=f"at://x/{number}", key=f"did:plc:{number}", handle=f"@h{number}.test",
            text=f"Question number {number}?", at=datetime.now(UTC), opens=True,
        )  # fmt: skip
        with transaction.unit():
            commands.take(said, account)

    def cost() -> int:
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        assert ada.get("/admin/channels").status_code == 200
        return len(seen)

    say(1)
    ada.get("/admin/channels")
    first = cost()
    for number in range(2, 40):
        say(number)
    assert cost() == first
    page = ada.get("/admin/channels").get_data(as_text=True)
    assert "@h39.test" in page
    assert "@h1.test" not in page, "older ones are on the next page"


def test_the_operators_verbs(app: Flask, cast: Cast, help_: Space) -> None:
    run = app.test_cli_runner().invoke
    connect = ["channels", "connect", "bluesky", "ask.example.com", "--secret", "x", "--server", "http://localhost:9"]
    assert run(args=[*connect, "--space", "nowhere"]).exit_code == 2
    ran = run(args=[*connect, "--space", "help"])
    assert ran.exit_code == 2, "nobody is there, and it says so"
    assert "see whether it runs and can be reached" in ran.output
    assert "Error" not in ran.output, "classes tell an operator nothing"
    assert run(args=["channels", "pause", "bluesky", "@ask.example.com"]).exit_code == 0
    assert "paused: by an operator" in run(args=["channels", "list"]).output
    assert run(args=["channels", "resume", "bluesky", "ask.example.com"]).exit_code == 0
    assert run(args=["channels", "look", "bluesky", "ask.example.com"]).output == "0 taken\n"
    assert run(args=["channels", "look", "bluesky", "nobody.example.com"]).exit_code != 0
