"""Who says which sites may show the widget, and the script that those sites include."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.listening.widget import queries
from app.spaces.models import Space
from tests.board.test_views import send
from tests.cast import Cast
from tests.listening.conftest import SITE

Browse = Callable[[Person], FlaskClient]
BUILT = Path(__file__).resolve().parents[2] / "static" / "dist"


def test_the_owner_says_which_sites(cast: Cast, space: Space, signed_in: Browse) -> None:
    owner = signed_in(cast.stella)
    page = owner.get("/admin/spaces/help/widget")
    assert SITE in page.text
    assert "widget.js" in page.text
    wanted = "https://shop.example.com/\n\nHTTPS://Shop.Example.com:443\nhttps://help.example.com:8443"
    assert send(owner, "/admin/spaces/help/widget?_method=PUT", sites=wanted).status_code == 303
    assert list(queries.sites_of(space)) == ["https://shop.example.com", "https://help.example.com:8443"]
    refused = send(owner, "/admin/spaces/help/widget?_method=PUT", sites="https://*.example.com")
    assert refused.status_code == 422
    assert "https://*.example.com" in refused.text
    for person in (cast.emma, cast.carla, cast.max):
        browser = signed_in(person)
        assert browser.get("/admin/spaces/help/widget").status_code == 403
        assert send(browser, "/admin/spaces/help/widget?_method=PUT", sites="").status_code == 403
    assert len(queries.sites_of(space)) == 2


def test_only_what_everybody_sees_is_shown_outside(cast: Cast, signed_in: Browse) -> None:
    lounge = cast.space("lounge")
    owner = signed_in(cast.stella)
    assert "not everybody sees this space" in owner.get("/admin/spaces/lounge/widget").text
    refused = send(owner, "/admin/spaces/lounge/widget?_method=PUT", sites=SITE)
    assert refused.status_code == 422
    assert "everybody sees" in refused.text
    assert list(queries.sites_of(lounge)) == []


def test_the_same_by_api_and_by_command_line(
    app: Flask, cast: Cast, space: Space, api: Callable[..., FlaskClient]
) -> None:
    steward = api(cast.stella)
    kept = steward.put("/api/v1/spaces/help/widget", json={"sites": ["https://a.example", "https://b.example"]})
    assert kept.json == {"sites": ["https://a.example", "https://b.example"]}
    assert steward.get("/api/v1/spaces/help/widget").json == kept.json
    assert steward.put("/api/v1/spaces/help/widget", json={"sites": ["nonsense"]}).status_code == 422
    assert api(cast.emma).put("/api/v1/spaces/help/widget", json={"sites": []}).status_code == 403
    run = app.test_cli_runner().invoke
    assert "help: https://c.example" in run(args=["widget", "allow", "help", "https://c.example"]).output
    assert run(args=["widget", "sites", "help"]).output == "https://c.example\n"
    assert run(args=["widget", "allow", "help", "ftp://c.example"]).exit_code == 2
    assert "help: off" in run(args=["widget", "allow", "help"]).output


def test_the_script_is_small_and_is_kept_for_minutes(client: FlaskClient) -> None:
    if not (BUILT / "manifest.json").exists():
        pytest.skip("the browser's files are not built (bin/assets)")
    with client.get("/widget.js", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        packed = answer.data
    assert len(packed) <= 5000
    assert answer.content_type.startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "public, max-age=600, stale-while-revalidate=86400"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    known = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    with client.get("/widget.js", headers=known) as again:
        assert again.status_code == 304
    code = gzip.decompress(packed).decode()
    assert not re.search(r"innerHTML|eval\(|localStorage|sessionStorage|document\.cookie|window\.\w+\s*=[^=]", code)
