"""Keyset paging: every row once, at any page size, whatever is added meanwhile; broken cursors are refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from app.core import pages, transaction
from app.core.access import Invalid
from app.core.events import Entry
from app.extensions import db
from tests.cast import Cast

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def fill(count: int, *, ties: int = 3) -> None:
    """Entries of which several share their moment, so that the last key must decide."""
    with transaction.unit():
        for number in range(count):
            at = START + timedelta(minutes=number // ties)
            db.session.add(Entry(name="testing.filled", payload={}, at=at, recorded_at=at))


def walk(limit: int) -> list[int]:
    seen: list[int] = []
    after = None
    while True:
        found = pages.page(select(Entry), Entry.at, Entry.id, after=after, limit=limit)
        seen += [entry.id for entry in found.items]
        assert len(found.items) <= limit
        if found.next is None:
            return seen
        after = found.next


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 11, 30])
def test_every_row_comes_once_newest_first(app: Flask, limit: int) -> None:
    fill(10)
    assert walk(limit) == list(range(10, 0, -1))


def test_an_empty_list_and_a_full_page_have_no_next(app: Flask) -> None:
    assert pages.page(select(Entry), Entry.id) == pages.Page([], None)
    fill(3)
    assert pages.page(select(Entry), Entry.id, limit=3).next is None


def test_what_is_added_meanwhile_repeats_and_hides_nothing(app: Flask) -> None:
    fill(6)
    first = pages.page(select(Entry), Entry.at, Entry.id, limit=3)
    with transaction.unit():
        late = START + timedelta(days=1)
        db.session.add(Entry(name="testing.filled", payload={}, at=late, recorded_at=late))
    second = pages.page(select(Entry), Entry.at, Entry.id, after=first.next, limit=3)
    assert [entry.id for entry in (*first.items, *second.items)] == [6, 5, 4, 3, 2, 1]


def test_the_last_page_costs_what_the_first_does(app: Flask) -> None:
    fill(40)
    statements: list[str] = []

    def seen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", seen)
    try:
        walk(10)
    finally:
        event.remove(db.engine, "before_cursor_execute", seen)
    assert len(statements) == 4


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["x", "????", "=", "é", packed(7), packed(None), packed([1]), packed([1, 2, 3]), packed([1, None]),
     packed([{"t": "soon"}, 1]), packed([{"t": 5}, 1]), packed([{"x": "2026-01-01"}, 1]), packed([[1], 2]),
     packed([{"t": "2026-01-01T00:00:00"}, 1]), packed([2**70, 1]), packed([1, -(2**70)]),
     packed([{"t": "0001-01-01T00:00:00+14:00"}, 1]), base64.urlsafe_b64encode(b"[" * 20_000).decode()],
)  # fmt: skip
def test_a_broken_cursor_is_refused(app: Flask, cursor: str) -> None:
    with pytest.raises(Invalid):
        pages.page(select(Entry), Entry.at, Entry.id, after=cursor)


@pytest.mark.parametrize(
    "cursor", [packed(["text", 1]), packed([1.5, 2]), packed([True, False]), packed(["x", "y"]), packed(["\0", 1])]
)
def test_a_cursor_of_another_list_is_no_fault(client: FlaskClient, cursor: str) -> None:
    for address in ("/people", "/spaces", "/questions", "/questions?tab=newest", "/api/v1/spaces", "/api/v1/questions"):
        joint = "&" if "?" in address else "?"
        assert client.get(f"{address}{joint}after={cursor}").status_code == 422, address


@pytest.mark.parametrize("cursor", [packed(["text", 1]), packed([1, "x"]), packed([{"t": "2026-01-01T00:00:00Z"}, 1])])
def test_a_cursor_of_another_list_is_none_of_a_list_of_sums(
    cast: Cast, api: Callable[..., FlaskClient], cursor: str
) -> None:
    """PostgreSQL compares no sum with a word."""
    assert api(cast.emma).get(f"/api/v1/gaps?after={cursor}").status_code == 422


VALUES = (
    st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.datetimes(timezones=st.just(UTC))
)


@given(st.lists(VALUES, min_size=1))
def test_a_cursor_gives_back_what_it_was_made_of(values: list[object]) -> None:
    assert pages.decode(pages.encode(values), len(values)) == values


@given(st.text())
def test_no_text_makes_a_cursor_fail_otherwise(words: str) -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context("/"):
        try:
            pages.decode(words, 2)
        except Invalid:
            return
