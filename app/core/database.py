"""How connections are opened and transactions begun, so that SQLite is durable and never fails a writer at once."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from app.core.transaction import is_reading
from app.extensions import Model, db
from config import Settings

WAL_RESET_FIXED_IN = (3, 51, 3)
PATIENCE = 5
BETWEEN_TRIES = 0.003
# Of PRAGMA optimize: run ANALYZE where it helps (0x02), read so many rows of an index at most (0x10), look at every
# table (0x10000), not at those alone that this connection has asked.
OPTIMIZE = 0x10012


def engine_options(settings: Settings) -> dict[str, Any]:
    """Options for the engine: a bounded pool that gives up after 2 s, and a SQLite free of the WAL-reset race."""
    if not settings.on_sqlite:
        return {"pool_size": 8, "max_overflow": 4, "pool_timeout": 2, "pool_pre_ping": True}
    import pysqlite3.dbapi2  # noqa: PLC0415 - only where SQLite serves

    return {"module": pysqlite3.dbapi2, "connect_args": {"timeout": 5, "check_same_thread": False}}


def prepare(engine: Engine) -> None:
    """Hang the connection hooks on a SQLite engine; other databases need none."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)


def refresh_statistics() -> None:
    """Let SQLite look again at what its planner goes by, where a table has grown or shrunk much or was never looked at.

    PostgreSQL's autovacuum does this by itself.
    """
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"PRAGMA optimize={OPTIMIZE}"))


def insert_into(kind: type[Model]) -> Any:
    """An INSERT that can say what is to be done where the row is there: each database has its own, both read alike."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(kind)


def insert_new(kind: type[Any], values: dict[str, Any], *unique: str) -> int | None:
    """Write one row unless there is one with these columns; its id, or None where there was. One statement, no look."""
    made = insert_into(kind).values(values).on_conflict_do_nothing(index_elements=unique)
    written: int | None = db.session.scalar(made.returning(kind.id))
    return written


def sqlite_is_safe() -> bool:
    """Whether the linked SQLite is free of the WAL-reset race (3.7.0 to 3.51.2)."""
    import pysqlite3.dbapi2  # noqa: PLC0415

    return tuple(pysqlite3.dbapi2.sqlite_version_info) >= WAL_RESET_FIXED_IN


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # What is deleted is overwritten, so that what was erased does not lie in the file.
    kept = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in (*kept, f"busy_timeout={PATIENCE * 1000}"):
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows the letters from A to Z alone, and would find no name that begins with another capital.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(words: Any) -> Any:
    return words.lower() if isinstance(words, str) else words


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: SQLite refuses to upgrade a read that another commit has overtaken."""
    if is_reading():
        connection.exec_driver_sql("BEGIN")
    else:
        _take_turn(connection)


def _take_turn(connection: Connection) -> None:
    """Ask for the lock every few milliseconds: SQLite's own waiting sleeps ever longer, and who waits longest loses."""
    deadline, raw = time.monotonic() + PATIENCE, connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a connection that begins is open
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(BETWEEN_TRIES)
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
