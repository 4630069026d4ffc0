"""Both engines, empty, for the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.search.engine import postgres_engine
from app.search.engine.port import Engine
from app.search.engine.whoosh_engine import WhooshEngine


@pytest.fixture(params=["whoosh", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty engine of each kind; PostgreSQL's lives in a transaction that is never committed."""
    if request.param == "whoosh":
        yield WhooshEngine(tmp_path / "index")
        return
    server = create_engine(request.getfixturevalue("postgres_url"))
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE SCHEMA search_tests")
        connection.exec_driver_sql("SET search_path TO search_tests, public")
        for statement in postgres_engine.ddl():
            connection.exec_driver_sql(statement)
        yield postgres_engine.PostgresEngine(lambda: connection)
        connection.rollback()
    server.dispose()


@pytest.fixture
def embedded(tmp_path: Path) -> Engine:
    """The embedded engine alone, empty, for what would take a server too long."""
    return WhooshEngine(tmp_path / "index")
