"""What the tests of single sign-on begin with: a provider with two issuers, one for employees, one for customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import SignOnProvider
from tests.counterparts.provider import CLIENT, SECRET, Provider, provider_process


def a_provider(name: str, **more: Any) -> SignOnProvider:
    """A provider's settings, trusted with nothing unless told."""
    told: dict[str, Any] = {
        "label": f"{name.title()} ID", "client_id": CLIENT, "client_secret": SECRET,
        "audience": "employees" if name == "staff" else "customers", "trusts_email": False, "makes_accounts": True,
        "scopes": "openid email profile", "required": {}, "groups_claim": "groups", "roles": {},
    }  # fmt: skip
    return SignOnProvider(name=name, **{**told, **more})


@pytest.fixture(scope="module")
def process() -> Iterator[Provider]:
    """The process, once for a file of tests."""
    with provider_process() as running:
        yield running


@pytest.fixture
def set_up(process: Provider, app: Flask) -> Iterator[Callable[..., None]]:
    """Sets `staff` and `clients` up, with what is told of one of them: `set_up("staff", trusts_email=True)`."""
    process.state(reset=True)
    before = app.extensions["settings"]
    app.extensions.pop("sign_on", None)

    def change(name: str = "", **more: Any) -> None:
        told = [
            a_provider(each, **{"issuer": process.issuer(each), **(more if each == name else {})})
            for each in ("staff", "clients")
        ]
        app.extensions["settings"] = replace(before, sign_on=tuple(told), egress_allowed=frozenset({"127.0.0.1"}))

    change()
    yield change
    app.extensions["settings"] = before
    app.extensions.pop("sign_on", None)


@pytest.fixture
def provider(set_up: Callable[..., None], process: Provider) -> Provider:
    """It, with both set up, saying the truth."""
    return process


def way_back(client: FlaskClient, provider: Provider, name: str = "clients", back: str = "") -> str:
    """Go to the provider and sign on there: the address that the browser comes back by."""
    sent = client.get(f"/sign-in/with/{name}" + (f"?next={back}" if back else ""))
    assert sent.status_code == 303, sent.get_data(as_text=True)
    return provider.back_from(sent.headers["Location"])


def sign_on(client: FlaskClient, provider: Provider, name: str = "clients", back: str = "") -> TestResponse:
    """The whole way there and back."""
    return client.get(way_back(client, provider, name, back))
