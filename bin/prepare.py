"""Brings the schema up to date and, with `--demo`, fills an empty database; quickly, where both are done already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from config import Settings, load  # noqa: E402 - the root must be on the path first


def main() -> None:
    """Migrate, then load the demo where it is wanted and nobody is there yet."""
    demo, settings = "--demo" in sys.argv[1:], load()
    unfinished = settings.data_dir / "demo-unfinished"
    if unfinished.exists():
        sys.exit(f"waggle: the demo was not loaded to its end; empty the database, remove {unfinished}, start again")
    if not is_prepared(settings, demo=demo):
        prepare(unfinished, demo=demo)


def is_prepared(settings: Settings, *, demo: bool) -> bool:
    """Whether nothing is left to do; asked without loading the application, which takes longer than the answer."""
    engine = create_engine(settings.database_url, poolclass=NullPool, **_driver(settings))
    heads = set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
    try:
        with engine.connect() as connection:
            current = set(MigrationContext.configure(connection).get_current_heads())
            return current == heads and not (demo and nobody_is_there(connection))
    except SQLAlchemyError:
        return False


def prepare(unfinished: Path, *, demo: bool) -> None:
    """Load the application, and let it migrate and fill the database; a mark stays if filling is cut short."""
    import flask_migrate  # noqa: PLC0415 - only where there is something to do

    from app.extensions import db  # noqa: PLC0415
    from wsgi import app  # noqa: PLC0415

    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            empty = nobody_is_there(connection)
        if demo and empty:
            print("waggle: loading the demo community", flush=True)
            unfinished.touch()
            app.cli.main(["demo", "load"], prog_name="flask", standalone_mode=False)
            unfinished.unlink()


def nobody_is_there(connection: Connection) -> bool:
    """Whether the database has no people at all."""
    return connection.execute(text("SELECT 1 FROM person LIMIT 1")).first() is None


def _driver(settings: Settings) -> dict[str, Any]:
    """The product's own SQLite must be used even to look: closing an older one may reset the write-ahead log."""
    if not settings.on_sqlite:
        return {}
    import pysqlite3.dbapi2  # noqa: PLC0415 - only where SQLite serves

    return {"module": pysqlite3.dbapi2}


if __name__ == "__main__":
    main()
