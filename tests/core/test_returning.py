"""The way back: kept through a gate, and never to another site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import returning
from tests.cast import Cast


@pytest.mark.parametrize(
    ("path", "local"),
    [
        ("/", True),
        ("/questions/1?tab=all#answers", True),
        ("/a:b", True),
        ("", False),
        ("questions", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("/\t/evil.example", False),
        ("\\\\evil.example", False),
        ("https://evil.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_pages_of_this_site_are_local(path: str, local: bool) -> None:
    assert returning.is_local(path) is local


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("/learn", "/learn?next=/q/1%3Fa%3Db"),
        ("/learn?x=1", "/learn?x=1&next=/q/1%3Fa%3Db"),
        ("/settings#email", "/settings?next=/q/1%3Fa%3Db#email"),
        ("/sign-in?next=/desk", "/sign-in?next=/desk"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
    ],
)
def test_an_address_carries_the_way_back(app: Flask, address: str, carried: str) -> None:
    with app.test_request_context("/q/1?a=b"):
        assert returning.with_way_back(address) == carried
        assert returning.keep_way_back(address) == address


def test_the_way_back_is_handed_on(app: Flask) -> None:
    with app.test_request_context("/learn?next=/desk"):
        assert returning.with_way_back("/learn/guidelines") == "/learn/guidelines?next=/desk"
        assert returning.keep_way_back("/learn/guidelines") == "/learn/guidelines?next=/desk"
    with app.test_request_context("/learn?next=//evil.example"):
        assert returning.keep_way_back("/learn/guidelines") == "/learn/guidelines"


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/questions/7/x?tab=all", "/questions/7/x?tab=all"),
        ("http://evil.example/questions/7", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_the_page_it_stands_on(app: Flask, referrer: str, back: str) -> None:
    with app.test_request_context("/questions/7/answers", method="POST", headers={"Referer": referrer}):
        assert returning.here() == back
    with app.test_request_context("/follows/question:7", headers={"Referer": referrer, "Turbo-Frame": "follow"}):
        assert returning.here() == back


def test_a_refusal_names_its_remedy_with_the_way_back(
    signed_in: Callable[[Person], FlaskClient], api: Callable[..., FlaskClient], cast: Cast
) -> None:
    page = signed_in(cast.carla).get("/learn/courses/any?x=1")
    assert page.status_code == 403
    assert 'href="/learn/guidelines?next=/learn/courses/any%3Fx%3D1"' in page.text
    told = api(cast.carla).get("/api/v1/training/courses")
    assert (told.status_code, told.mimetype) == (403, "application/problem+json")
    assert (told.json["gate"], told.json["remedy"]) == ("role", "/learn/guidelines")


def test_the_api_tells_a_stranger_to_sign_in(client: FlaskClient) -> None:
    for method in ("GET", "POST"):
        address = "/api/v1/training/courses" + ("/any/attempts" if method == "POST" else "")
        answer = client.open(address, method=method)
        assert (answer.status_code, answer.json["gate"]) == (401, "sign-in")
