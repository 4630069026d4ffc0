"""What counts as a site that may show the widget: nothing that could slip anything else into a policy header."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.listening.widget.origins import origin_of

BASE = "https://hive.example.com"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("https://www.example.com/", "https://www.example.com"),
        ("HTTPS://WWW.Example.COM:443", "https://www.example.com"),
        ("https://www.example.com:8443", "https://www.example.com:8443"),
        ("https://xn--mller-kva.example", "https://xn--mller-kva.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_sites_as_browsers_write_them(app: Flask, written: str, origin: str) -> None:
    with app.test_request_context():
        assert origin_of(written, base_url=BASE) == origin


@pytest.mark.parametrize(
    "written",
    [
        "", "*", "null", "https:", "https://", "www.example.com", "https://*.example.com", "ftp://www.example.com",
        "javascript:alert(1)", "https://a.example/path", "https://a.example?x", "https://a.example#x",
        "https://user@a.example", "https://a.example; script-src *", "https://a.example 'self'",
        "https://a.example\nhttps://b.example", "https://a.example,https://b.example", "https://a..example",
        "https://-a.example", "https://a.example.", "https://[::1]", "https://müller.example", "https://a.example:0x1",
        "https://a.example:99999", "http://www.example.com", "https://hive.example.com", "HTTPS://hive.example.com/",
        "https://a\\b.example", "'none'", "data:", "blob:https://a.example", "https://" + "a" * 300,
    ],
)  # fmt: skip
def test_what_is_no_site_is_refused_with_a_sentence(app: Flask, written: str) -> None:
    with app.test_request_context(), pytest.raises(ValueError, match=r"\w{3}"):
        origin_of(written, base_url=BASE)


@given(some.text(max_size=60) | some.text(max_size=30).map(lambda tail: f"https://a.example{tail}"))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_taken_is_one_origin(app: Flask, written: str) -> None:
    with app.test_request_context():
        try:
            taken = origin_of(written, base_url=BASE)
        except ValueError:
            return
    assert re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]+)?", taken)
    with app.test_request_context():
        assert origin_of(taken, base_url=BASE) == taken


def test_a_hive_without_tls_takes_sites_without_it(app: Flask) -> None:
    with app.test_request_context():
        assert origin_of("http://intranet", base_url="http://hive") == "http://intranet"
