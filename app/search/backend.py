"""Which engine serves this installation, and where it keeps its documents."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app
from sqlalchemy import Connection, MetaData, event, inspect

from app.core.settings import settings
from app.extensions import db
from app.search.engine import postgres_engine
from app.search.engine.port import Engine
from app.search.engine.postgres_engine import PostgresEngine
from app.search.engine.whoosh_engine import WhooshEngine


def engine() -> Engine:
    """The engine of the current application; a folder that was taken away is made anew."""
    if settings().search == "postgres":
        return PostgresEngine(db.session.connection)
    folder = settings().data_dir / "index"
    kept = current_app.extensions.get("search")
    if kept is None or not folder.is_dir():
        kept = current_app.extensions["search"] = WhooshEngine(folder)
    return cast(Engine, kept)


@event.listens_for(db.metadata, "after_create")
def make_tables(_target: MetaData, connection: Connection, **_options: Any) -> None:
    """Make PostgreSQL's search tables beside the others; other databases have none."""
    if connection.dialect.name == "postgresql" and not inspect(connection).has_table("search_document"):
        for statement in postgres_engine.ddl():
            connection.exec_driver_sql(statement)


@event.listens_for(db.metadata, "before_drop")
def drop_tables(_target: MetaData, connection: Connection, **_options: Any) -> None:
    """Take PostgreSQL's search tables away with the others."""
    if connection.dialect.name == "postgresql" and inspect(connection).has_table("search_document"):
        for statement in postgres_engine.ddl_down():
            connection.exec_driver_sql(statement)
