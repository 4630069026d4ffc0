"""What SQLite's planner goes by is there once the worker's job has run; PostgreSQL sees to it by itself."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from app.core import dispatch, transaction, worker
from app.extensions import db


def test_the_planner_knows_what_is_in_a_table_once_the_job_has_run(app: Flask, database_kind: str) -> None:
    with transaction.unit():
        for number in range(60):
            dispatch.enqueue("nothing", f"k{number}", {}, lane=f"lane{number % 2}")
    worker.run_jobs()
    if database_kind == "sqlite":
        known = text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_dispatch_lane_state'")
        assert str(db.session.scalar(known)).split()[:2] == ["60", "30"]
