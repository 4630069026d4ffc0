"""One hook ends each request's transaction: all of it or nothing, and readers never write."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core import transaction
from app.core.access import Conflict, Invalid, doorless, public
from app.core.events import Entry
from app.core.settings import settings
from app.extensions import db
from app.topics.models import Topic

FAULTS: dict[str, Callable[[], None]] = {}


def write(slug: str = "written") -> None:
    db.session.add(Topic(slug=slug, name=slug))
    db.session.flush()


def rows() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Topic)) or 0


@pytest.fixture
def door(app: Flask) -> Iterator[Callable[[Callable[[], object]], FlaskClient]]:
    """A route of the test's own, in the place of one that needs no CSRF token."""
    kept = app.view_functions["livez"]

    def answers(view: Callable[[], object]) -> FlaskClient:
        app.view_functions["livez"] = doorless(view)  # type: ignore[arg-type,return-value]
        return app.test_client()

    yield answers
    app.view_functions["livez"] = kept


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (303, 1), (399, 1), (400, 0), (404, 0), (422, 0), (500, 0)])
def test_only_what_went_well_is_kept(door: Callable[..., FlaskClient], status: int, kept: int) -> None:
    def view() -> tuple[str, int]:
        transaction._reading.set(False)
        write()
        return "", status

    assert door(view).get("/livez").status_code == status
    assert rows() == kept


@pytest.mark.parametrize("fault", [Invalid({"x": "y"}), Conflict("taken")])
def test_a_refusal_undoes_everything(door: Callable[..., FlaskClient], fault: Exception) -> None:
    def view() -> str:
        transaction._reading.set(False)
        write()
        raise fault

    door(view).get("/livez")
    assert rows() == 0


def test_an_abort_undoes_everything_but_what_must_be_kept(door: Callable[..., FlaskClient]) -> None:
    def view() -> str:
        transaction._reading.set(False)
        write()
        transaction.keep()
        abort(429)

    assert door(view).get("/livez").status_code == 429
    assert rows() == 1


def test_a_unit_is_all_or_nothing(app: Flask) -> None:
    def half() -> None:
        with transaction.unit():
            write("one")
            write("two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert rows() == 0
    with transaction.unit():
        write("one")
    assert rows() == 1


def test_what_is_only_read_is_never_written(app: Flask) -> None:
    before = transaction.is_reading()
    with transaction.reading():
        assert transaction.is_reading()
        write()
    assert transaction.is_reading() == before
    assert rows() == 0


def test_a_unit_inside_a_reading_writes_and_the_reading_goes_on(app: Flask) -> None:
    with transaction.reading():
        with transaction.unit():
            assert not transaction.is_reading()
            write()
        assert transaction.is_reading()
    assert rows() == 1


def test_get_requests_hold_no_write_lock(app: Flask, door: Callable[..., FlaskClient]) -> None:
    seen: list[bool] = []

    def view() -> str:
        public()
        seen.append(transaction.is_reading())
        return ""

    door(view).get("/livez")
    assert seen == [True]
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0


def test_the_database_is_set_to_keep_its_promises(app: Flask) -> None:
    if not settings().on_sqlite:
        pytest.skip("PostgreSQL keeps them by itself")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with transaction.reading():
        found = {n: db.session.connection().exec_driver_sql(f"PRAGMA {n}").scalar() for n in wanted}
    assert found == wanted


def test_one_of_many_that_fails_keeps_none_back(app: Flask) -> None:
    def act(number: int) -> None:
        write(f"many-{number}")
        if number == 2:
            raise ValueError(number)

    with transaction.unit():
        transaction.apart([1, 2, 3], act)
    assert list(db.session.scalars(select(Topic.slug).order_by(Topic.id))) == ["many-1", "many-3"]
