"""What every answer carries, also the refusals; and that a browser's own proof is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from app.accounts.models import Person
from app.core import security
from app.core.settings import settings
from app.extensions import db
from tests.cast import Cast
from tests.files.pictures import png

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": security.PERMISSIONS,
}
ANSWERS = [
    ("GET", "/", 200), ("GET", "/sign-in", 200), ("GET", "/nowhere", 404), ("GET", "/settings", 303),
    ("POST", "/sign-in", 400), ("PATCH", "/sign-in", 400), ("GET", "/people?after=x", 422),
    ("GET", "/api/v1/me", 401), ("GET", "/api/v1/nowhere", 404), ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/static/nothing.css", 404), ("GET", "/livez", 200), ("GET", "/sitemap.xml", 200),
    ("GET", "/people?q=%00", 400),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS)
def test_every_answer_is_dressed(client: FlaskClient, method: str, address: str, status: int) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "Server" not in answer.headers


@pytest.mark.parametrize("address", ["/confirm/x", "/reset/x", "/guests/x", "/questions/proposed/x"])
def test_an_address_that_is_a_key_is_told_to_nobody_and_kept_by_nobody(client: FlaskClient, address: str) -> None:
    """The origin alone still goes along, as the check of forged forms asks for it over TLS."""
    answer = client.get(address)
    assert answer.status_code == 410
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_fault_is_dressed_too(app: Flask, client: FlaskClient) -> None:
    kept = app.view_functions["livez"]
    app.view_functions["livez"] = lambda: 1 / 0
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = client.get("/livez")
    finally:
        app.view_functions["livez"] = kept
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_scripts_and_styles_are_ours_and_the_nonce_is_fresh(client: FlaskClient) -> None:
    seen = set()
    for _n in range(3):
        answer = client.get("/sign-in")
        nonce = re.search(r"script-src 'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        assert nonce
        assert len(nonce[1]) >= 32
        page = answer.get_data(as_text=True)
        assert all(f'nonce="{nonce[1]}"' in tag for tag in re.findall(r"<script[^>]*>", page))
        assert not re.search(r"\son\w+=|style=|javascript:", page)
        seen.add(nonce[1])
    assert len(seen) == 3


def test_pages_are_not_kept_by_anybody_between(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts(client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == settings().is_https


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://localhost:81"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "garbage"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_where_a_form_comes_from(client: FlaskClient, headers: dict[str, str], passes: bool) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    answer = client.post("/sign-in", data={"csrf_token": token[1]}, headers=headers)
    assert answer.status_code == (422 if passes else 400)


def test_a_token_of_another_browser_is_none(app: Flask) -> None:
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    other = app.test_client()
    other.get("/sign-in")
    assert other.post("/sign-in", data={"csrf_token": token[1]}).status_code == 400


def test_an_api_token_opens_no_page_by_cookie_and_a_bad_one_nothing(
    app: Flask, cast: Cast, signed_in: Callable[..., FlaskClient]
) -> None:
    client = signed_in(cast.emma)
    assert client.get("/api/v1/me").status_code == 200
    bad = {"Authorization": "Bearer wgl_nothing"}
    assert client.get("/api/v1/me", headers=bad).status_code == 401, "a bad token is not helped by the cookie"
    assert client.put("/api/v1/questions/1/claim").status_code == 400, "the cookie alone changes nothing by the API"


def test_a_token_does_by_pages_no_more_than_its_scopes_let_it_do(cast: Cast, api: Callable[..., FlaskClient]) -> None:
    """No page asks for a scope, and one of them makes tokens."""
    reader, writer = api(cast.ada, "read"), api(cast.ada, "read", "write")
    made = {"purpose": "More", "scopes": ["read", "write", "admin", "crm"]}
    for caller in (reader, writer):
        assert caller.post("/settings/tokens", data=made).status_code == 403
        assert caller.post("/settings/profile", data={"name": "Somebody Else"}).status_code == 403
        assert caller.get("/settings").status_code == 403
        assert caller.get("/api/v1/me").status_code == 200
        assert caller.get("/api/v1/nothing-of-the-kind").status_code == 404
    db.session.expire_all()
    assert cast.ada.name == "Ada Admin"
    sent = writer.post("/api/v1/files?name=a.png", data=png(), content_type="image/png").json
    with reader.get(sent["url"]) as shown:
        assert shown.status_code == 200, "what an operation names by its address is read"
    assert reader.delete(sent["url"]).status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "CONNECT"])
def test_a_form_turns_into_no_safe_method(client: FlaskClient, method: str) -> None:
    assert client.post(f"/sign-in?_method={method}").status_code == 400, "it stays a POST, and has no token"
    assert client.get("/settings?_method=DELETE").status_code == 303, "a link deletes nothing"


def test_json_that_is_nested_without_end_is_refused(cast: Cast, api: Callable[..., FlaskClient]) -> None:
    deep = '{"fields": ' + "[" * 50_000 + "]" * 50_000 + ', "version": 0}'
    said = api(cast.carla).put("/api/v1/drafts/question:new", data=deep, content_type="application/json")
    assert said.status_code == 422


@pytest.mark.parametrize("address", ["/questions.atom", "/widget.js", "/static/images/favicon.svg"])
def test_what_anybody_may_keep_carries_nobodys_cookie(
    cast: Cast, signed_in: Callable[[Person], FlaskClient], address: str
) -> None:
    """A cache on the way that hands it to others would hand them the session as well."""
    browser = signed_in(cast.carla)
    with browser.session_transaction() as kept:
        kept.permanent = True
    assert "Set-Cookie" in browser.get("/settings").headers
    with browser.get(address) as answer:
        assert (answer.status_code, answer.cache_control.public) == (200, True)
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("ahead", "status"), [(0, 200), (2, 200), (280, 200), (400, 303), (-31 * 24 * 3600, 303)])
def test_a_clock_that_is_put_back_signs_nobody_out(
    app: Flask, cast: Cast, signed_in: Callable[[Person], FlaskClient], ahead: int, status: int
) -> None:
    """What was signed a moment in the future is no forgery; nor is a month-old cookie good for that."""

    class Elsewhere(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() + ahead

    browser = signed_in(cast.carla)
    with browser.session_transaction() as kept:
        said = dict(kept)
    serializer = security.OwnCookie().get_signing_serializer(app)
    assert serializer is not None
    serializer.signer = Elsewhere
    browser.set_cookie(app.config["SESSION_COOKIE_NAME"], serializer.dumps(said))
    assert browser.get("/settings").status_code == status


@pytest.mark.parametrize("beside", [{"X-Live": "1"}, {"Turbo-Frame": "customer"}, {"X-Sec-Purpose": "prefetch"}])
def test_what_is_fetched_beside_a_page_brings_no_earlier_session_back(
    cast: Cast, signed_in: Callable[[Person], FlaskClient], beside: dict[str, str]
) -> None:
    """It may be answered after a deed, whose message would then be gone."""
    browser = signed_in(cast.carla)
    with browser.session_transaction() as kept:
        kept.permanent = True
    assert "waggle=" in str(browser.get("/questions").headers.getlist("Set-Cookie"))
    assert "waggle=" not in str(browser.get("/questions", headers=beside).headers.getlist("Set-Cookie"))
    assert "Set-Cookie" not in browser.get("/api/v1/me").headers


def test_a_page_that_is_fetched_before_it_is_wanted_takes_no_message_away(
    cast: Cast, signed_in: Callable[[Person], FlaskClient]
) -> None:
    browser = signed_in(cast.carla)
    with browser.session_transaction() as kept:
        kept["_flashes"] = [("good", "It is put aside.")]
    assert "It is put aside." not in browser.get("/questions", headers={"X-Sec-Purpose": "prefetch"}).text
    assert "It is put aside." in browser.get("/questions").text
