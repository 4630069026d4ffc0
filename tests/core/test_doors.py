"""Every route, generated from the map itself: no kind of person gets a 500, and no answer passes no door."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from app.core import access
from tests.cast import Cast

PEOPLE = (None, "carla", "nell", "emma", "mona", "sam", "max", "ines", "stella", "cara", "anna", "ada")
UNSAFE = ("POST", "PUT", "DELETE", "PATCH")
ALLOWED_FAULTS = {503}


def addresses(app: Flask, method: str) -> Iterator[tuple[str, Rule]]:
    """One address for every route that answers this method, with ids and words that name nothing."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()) and rule.endpoint != "static":
                values = {name: _value(rule, name) for name in rule._converters}
                built = rule.build(values)
                assert built is not None, rule
                yield built[1], rule


def _value(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 999_999 if isinstance(converter, IntegerConverter) else "nothing-of-that-name"


@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_fails_for_anybody(
    app: Flask, cast: Cast, signed_in: Callable[..., FlaskClient], name: str | None
) -> None:
    cast.space("help")
    client = signed_in(getattr(cast, name)) if name else app.test_client()
    faults = []
    for address, rule in addresses(app, "GET"):
        with client.get(address) as answer:  # a missing door raises DoorMissing here
            if answer.status_code >= 500 and answer.status_code not in ALLOWED_FAULTS:
                faults.append((address, rule.endpoint, answer.status_code))
    assert not faults


@pytest.mark.parametrize("name", ["carla", "emma", "ada"])
def test_no_deed_fails_when_it_is_given_nothing(
    app: Flask, cast: Cast, api: Callable[..., FlaskClient], name: str
) -> None:
    cast.space("help")
    client = api(getattr(cast, name), "all")
    faults = []
    for method in UNSAFE:
        for address, rule in addresses(app, method):
            answer = client.open(address, method=method)
            if answer.status_code >= 500:
                faults.append((method, address, rule.endpoint, answer.status_code))
    assert not faults


@pytest.mark.parametrize("method", UNSAFE)
def test_visitors_change_nothing_without_a_token(app: Flask, method: str) -> None:
    client = app.test_client()
    for address, rule in addresses(app, method):
        answer = client.open(address, method=method)
        refused = answer.status_code >= 400 if address.startswith("/api/") else answer.status_code == 400
        assert refused or getattr(app.view_functions[rule.endpoint], "csrf_exempt", False), address


@pytest.mark.parametrize("method", UNSAFE)
def test_other_sites_change_nothing(app: Flask, cast: Cast, signed_in: Callable[..., FlaskClient], method: str) -> None:
    client = signed_in(cast.ada)
    page = client.get("/settings").get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    for address, rule in addresses(app, method):
        if getattr(app.view_functions[rule.endpoint], "csrf_exempt", False):
            continue
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "http://localhost.evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            answer = client.open(address, method=method, headers=headers, data={"csrf_token": token})
            assert answer.status_code == 400, (address, headers)


def test_a_view_without_a_door_is_found_out(app: Flask) -> None:
    def careless() -> str:
        return "everybody's secrets"

    app.view_functions["careless"] = careless
    try:
        with app.test_request_context("/"):
            request.url_rule = Rule("/", endpoint="careless")
            with pytest.raises(access.DoorMissing):
                access._check_door(app.make_response(careless()))
    finally:
        del app.view_functions["careless"]


def test_nul_in_what_is_asked_is_no_fault(app: Flask, cast: Cast, api: Callable[..., FlaskClient]) -> None:
    client = api(cast.ada, "all")
    for address in ("/people/%00", "/people?q=a%00b", "/spaces/%00", "/api/v1/questions?space=%00"):
        assert client.get(address).status_code in {400, 404, 422}, address
