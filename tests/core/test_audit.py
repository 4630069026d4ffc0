"""The audit log: whatever is changed behind its back, the walk along the chain says where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import audit, clock, transaction
from app.core.settings import settings
from app.extensions import db

START = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def write(count: int = 5) -> None:
    for number in range(1, count + 1):
        with transaction.unit(), clock.at(START):
            audit.log("testing.done", f"thing:{number}", by=None, reason=f"é {number}", after={"b": 1, "a": [number]})


def tamper(statement: str) -> None:
    """Change rows the way somebody with the database's own password would: after taking the guard away."""
    with transaction.unit():
        if settings().on_sqlite:
            names = db.session.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
            ).scalars()
            for name in list(names):
                db.session.execute(text(f"DROP TRIGGER {name}"))
        else:
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement))


def verdict() -> audit.Verdict:
    db.session.expire_all()
    with transaction.reading():
        return audit.verify()


def test_a_chain_left_alone_is_whole(app: Flask) -> None:
    assert verdict() == audit.Verdict(0, None, audit.GENESIS)
    write()
    found = verdict()
    assert (found.entries, found.broken_at) == (5, None)


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_entry SET reason = 'something else' WHERE id = 3", 3),
        ("UPDATE audit_entry SET action = 'testing.undone' WHERE id = 1", 1),
        ("UPDATE audit_entry SET actor_id = 7 WHERE id = 2", 2),
        ("UPDATE audit_entry SET subject = 'thing:9' WHERE id = 5", 5),
        ('UPDATE audit_entry SET after = \'{"b": 2, "a": [4]}\' WHERE id = 4', 4),
        ("DELETE FROM audit_entry WHERE id = 2", 3),
        ("DELETE FROM audit_entry WHERE id = 1", 2),
    ],
)
def test_a_change_is_found_where_it_is(app: Flask, statement: str, broken_at: int) -> None:
    write()
    tamper(statement)
    assert verdict().broken_at == broken_at


def test_a_forged_seal_breaks_the_next_entry(app: Flask) -> None:
    write()
    entry = audit.entries(subject="thing:2").items[0]
    with db.session.no_autoflush:
        entry.reason = "forged"
        seal = entry.computed_seal()
        db.session.expire(entry)
    tamper(f"UPDATE audit_entry SET reason = 'forged', seal = '{seal}' WHERE id = 2")
    assert verdict().broken_at == 3


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_changes(app: Flask, statement: str) -> None:
    write(1)

    def change() -> None:
        with transaction.unit():
            db.session.execute(text(statement))

    with pytest.raises(DatabaseError, match="append-only"):
        change()
    assert verdict().entries == 1


def test_a_deed_that_failed_leaves_no_entry(app: Flask) -> None:
    def fail() -> None:
        with transaction.unit():
            audit.log("testing.done", "thing:1", by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    write(2)
    assert (verdict().entries, verdict().broken_at) == (2, None)


def test_the_operator_is_told(app: Flask) -> None:
    write()
    runner = app.test_cli_runner()
    assert "5 entries, unbroken" in runner.invoke(args=["audit", "verify"]).output
    tamper("UPDATE audit_entry SET reason = 'x' WHERE id = 3")
    db.session.expire_all()
    answer = runner.invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert "broken at entry 3" in answer.output
