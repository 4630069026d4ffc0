"""Brings the schema up to date and, with `--demo`, fills an empty database: one process for both, to start quickly."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import flask_migrate

from app.accounts.models import Person
from app.core import transaction
from app.extensions import db
from wsgi import app


def main() -> None:
    """Migrate, then load the demo where it is wanted and nobody is there yet."""
    with app.app_context():
        flask_migrate.upgrade()
        if "--demo" in sys.argv[1:] and nobody_is_there():
            print("waggle: loading the demo community", flush=True)
            app.cli.main(["demo", "load"], prog_name="flask", standalone_mode=False)


def nobody_is_there() -> bool:
    """Whether the database has no people at all."""
    with transaction.reading():
        return db.session.query(Person.id).first() is None


if __name__ == "__main__":
    main()
