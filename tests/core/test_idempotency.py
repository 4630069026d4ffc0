"""`Idempotency-Key`: sent again is answered again, not done again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core import clock, transaction
from app.core.api import idempotency
from app.core.api.idempotency import IdempotentAnswer
from app.extensions import db
from app.spaces.models import Space
from tests.cast import Cast

Clients = Callable[..., FlaskClient]
BODY = {"slug": "mobile", "name": "Mobile"}


def opened() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Space)) or 0


def test_the_same_again_is_answered_again(cast: Cast, api: Clients) -> None:
    client, key = api(cast.stella), {"Idempotency-Key": "k1"}
    first = client.post("/api/v1/spaces", json=BODY, headers=key)
    again = client.post("/api/v1/spaces", json=BODY, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers
    assert opened() == 1


def test_a_key_is_for_one_request(cast: Cast, api: Clients) -> None:
    client, key = api(cast.stella), {"Idempotency-Key": "k1"}
    client.post("/api/v1/spaces", json=BODY, headers=key)
    other = client.post("/api/v1/spaces", json={**BODY, "slug": "other"}, headers=key)
    assert other.status_code == 422
    assert "Idempotency-Key" in other.get_json()["errors"]
    assert opened() == 1


def test_keys_of_different_people_are_different(cast: Cast, api: Clients) -> None:
    key = {"Idempotency-Key": "k1"}
    api(cast.stella).post("/api/v1/spaces", json=BODY, headers=key)
    answer = api(cast.ada).post("/api/v1/spaces", json={**BODY, "slug": "other"}, headers=key)
    assert answer.status_code == 201


def test_a_failure_is_not_kept(cast: Cast, api: Clients) -> None:
    client, key = api(cast.stella), {"Idempotency-Key": "k1"}
    assert client.post("/api/v1/spaces", json={"slug": "mobile"}, headers=key).status_code == 422
    assert client.post("/api/v1/spaces", json=BODY, headers=key).status_code == 201


def test_without_a_key_everything_is_done(cast: Cast, api: Clients) -> None:
    client = api(cast.stella)
    assert [client.post("/api/v1/spaces", json=BODY).status_code for _n in range(2)] == [201, 422]


def test_a_key_has_its_length_and_is_forgotten_after_a_day(cast: Cast, api: Clients) -> None:
    client = api(cast.stella)
    assert client.post("/api/v1/spaces", json=BODY, headers={"Idempotency-Key": "k" * 201}).status_code == 422
    client.post("/api/v1/spaces", json=BODY, headers={"Idempotency-Key": "k1"})
    for hours, left in ((23, 1), (25, 0)):
        with clock.at(clock.now() + timedelta(hours=hours)), transaction.unit():
            idempotency.forget_old()
        assert db.session.scalar(select(func.count()).select_from(IdempotentAnswer)) == left


def test_a_key_is_for_one_file(cast: Cast, api: Clients) -> None:
    """What a form with files says was read long before: two files must not look like one request."""
    client, key = api(cast.stella), {"Idempotency-Key": "k1"}

    def send(words: bytes, name: str = "notes.txt") -> TestResponse:
        return client.post("/api/v1/files", data={"file": (BytesIO(words), name)}, headers=key)

    first = send(b"The first notes.")
    assert (first.status_code, send(b"The first notes.").json) == (201, first.json)
    assert send(b"Other notes.").status_code == 422
    assert send(b"The first notes.", "others.txt").status_code == 422


def test_a_key_is_for_one_address(cast: Cast, api: Clients) -> None:
    client, key = api(cast.stella), {"Idempotency-Key": "k1"}
    kinds = {"headers": key, "content_type": "text/plain"}
    assert client.post("/api/v1/files?name=a.txt", data=b"Notes.", **kinds).status_code == 201  # type: ignore[arg-type]
    assert client.post("/api/v1/files?name=b.txt", data=b"Notes.", **kinds).status_code == 422  # type: ignore[arg-type]
