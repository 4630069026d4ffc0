"""The company's accounts in channels: what cannot be connected, how secrets are kept, what channels are called."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import transaction
from app.core.access import Invalid
from app.listening import commands, queries
from app.listening.models import ChannelAccount
from app.listening.names import channel_name
from tests.cast import Cast
from tests.listening.test_taking import account, question_of, said, taken

__all__ = ["account"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("channel", {"channel": "pigeon"}),
        ("address", {"address": " "}),
        ("secret", {"secret": " "}),
        ("server", {"server": "http://127.0.0.1:2375"}),
        ("server", {"server": "ask"}),
        ("space", {"space": "staff"}),
    ],
)
def test_an_account_that_cannot_be_is_refused(app: Flask, cast: Cast, field: str, given: dict[str, str]) -> None:
    words = {"channel": "bluesky", "address": "ask.example.com", "secret": "x", "server": "http://1.1.1.1", **given}
    space = cast.space(words.pop("space", "help"))
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.connect(words.pop("channel"), space=space, by=None, **words)
    assert list(refused.value.errors) == [field]


def test_secrets_are_kept_sealed_and_a_new_password_is_the_same_account(account: ChannelAccount, cast: Cast) -> None:
    assert account.address == "ask.example.com"
    assert "app-password" not in account.secret
    assert queries.connection(account).secret == "app-password"
    with transaction.unit():
        commands.pause(account, "wrong password", by=None)
        commands.remember(account, {"session": "token"})
    assert "token" not in account.memory
    assert queries.connection(account).memory == {"session": "token"}
    with transaction.unit():
        again = commands.connect(
            "bluesky", address="ask.example.com", secret="new", space=cast.space("help"), server=account.server, by=None
        )
    assert (again.id, again.active, again.trouble) == (account.id, True, "")
    assert queries.connection(again).secret == "new"
    assert queries.connection(again).memory == {}


def test_a_channel_is_called_by_its_name(account: ChannelAccount, client: FlaskClient) -> None:
    question = question_of(taken(said("Where is my parcel?"), account))
    assert "on Bluesky" in client.get(question.url).text
    assert [channel_name(name) for name in ("email", "widget", "pigeons")] == ["E-mail", "Widget", "pigeons"]
