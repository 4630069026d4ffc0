"""Runs the migrations on the application's own engine, so that they meet the same database as the product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.extensions import UtcDateTime, db

LOCK_TIMEOUT = "SET lock_timeout = '2s'"


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own types as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run them in one transaction; a lock that is not had in 2 s ends the try instead of stopping the site."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        include_object=_is_ours,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(LOCK_TIMEOUT)
        context.run_migrations()


def _is_ours(item: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """The search engine's tables on PostgreSQL are no models."""
    table = getattr(item, "table", item)
    return not str(getattr(table, "name", name)).startswith("search_")


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which drops rows that others point to; all is checked at the end."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - for the type checker
    driver.execute("PRAGMA foreign_keys=OFF")  # heeded only outside of a transaction
    try:
        yield
        if dangling := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError(f"a row of {dangling[0]} points to nothing in {dangling[2]}")
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


with current_app.app_context(), db.engine.connect() as opened:
    with without_foreign_keys(opened):
        run(opened)
    opened.commit()
