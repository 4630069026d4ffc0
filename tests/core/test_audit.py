"""The audit log: whatever is changed behind its back, the walk along the chain says where and how."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.core import audit, clock, personal, transaction
from app.core.audit import chain, heads
from app.core.settings import settings
from app.extensions import db

START = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def write(count: int = 5) -> None:
    for number in range(1, count + 1):
        with transaction.unit(), clock.at(START):
            audit.log("testing.done", f"thing:{number}", by=None, reason=f"é {number}", after={"b": 1, "a": [number]})


def tamper(*statements: str) -> None:
    """Change rows the way somebody with the database's own password would: after taking the guards away."""
    with transaction.unit():
        if settings().on_sqlite:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
            for name in list(db.session.execute(text(query)).scalars()):
                db.session.execute(text(f"DROP TRIGGER {name}"))
            db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        else:
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            db.session.execute(text(statement))


def verdict() -> audit.Verdict:
    db.session.expire_all()
    with transaction.reading():
        return audit.verify()


def test_a_chain_left_alone_is_whole(app: Flask) -> None:
    assert verdict() == audit.Verdict(0, None, audit.GENESIS)
    write()
    found = verdict()
    assert (found.entries, found.broken_at, found.why) == (5, None, "")
    entry = audit.entries().items[-1]
    assert (entry.reason, entry.before, entry.after) == ("é 1", {}, {"b": 1, "a": [1]})


def forged(previous: str, subject: str) -> str:
    """What somebody puts in who knows how entries are written, but not the key."""
    salt = "ab" * 16
    content = '{"after":{},"before":{},"reason":"forged"}'
    digest = hashlib.sha256((salt + content).encode()).hexdigest()
    seal = hashlib.sha256((previous + subject + digest).encode()).hexdigest()
    return (
        "INSERT INTO audit_entry (id, at, actor_id, action, subject, digest, previous, seal) VALUES "
        f"(9, '2026-03-02 09:00:00.123000', NULL, 'testing.done', '{subject}', '{digest}', '{previous}', '{seal}')"
    )


SWAP = [
    "UPDATE audit_detail SET entry_id = 103 WHERE entry_id = 3",
    "UPDATE audit_detail SET entry_id = 3 WHERE entry_id = 2",
    "UPDATE audit_detail SET entry_id = 2 WHERE entry_id = 103",
    "UPDATE audit_entry SET id = 103 WHERE id = 3",
    "UPDATE audit_entry SET id = 3 WHERE id = 2",
    "UPDATE audit_entry SET id = 2 WHERE id = 103",
]


@pytest.mark.parametrize(
    ("statements", "broken_at", "why"),
    [
        (["UPDATE audit_detail SET content = 'something else' WHERE entry_id = 3"], 3, chain.REWORDED),
        (["UPDATE audit_detail SET salt = 'another' WHERE entry_id = 3"], 3, chain.REWORDED),
        (["UPDATE audit_entry SET action = 'testing.undone' WHERE id = 1"], 1, chain.CHANGED),
        (["UPDATE audit_entry SET actor_id = 7 WHERE id = 2"], 2, chain.CHANGED),
        (["UPDATE audit_entry SET subject = 'thing:9' WHERE id = 5"], 5, chain.CHANGED),
        (["UPDATE audit_entry SET at = '2026-03-02 09:00:01.123000+00' WHERE id = 4"], 4, chain.CHANGED),
        (["DELETE FROM audit_detail WHERE entry_id = 2", "DELETE FROM audit_entry WHERE id = 2"], 3, chain.ORDER),
        (["DELETE FROM audit_detail WHERE entry_id = 1", "DELETE FROM audit_entry WHERE id = 1"], 2, chain.ORDER),
        (["DELETE FROM audit_detail WHERE entry_id = 4"], 4, chain.SILENCED),
        (["DELETE FROM audit_detail WHERE entry_id > 4", "DELETE FROM audit_entry WHERE id > 4"], 5, chain.CUT),
        (["DELETE FROM audit_detail", "DELETE FROM audit_entry"], 1, chain.CUT),
        (SWAP, 2, chain.ORDER),
    ],
)
def test_a_change_is_found_where_it_is(app: Flask, statements: list[str], broken_at: int, why: str) -> None:
    write()
    tamper(*statements)
    found = verdict()
    assert (found.broken_at, found.why) == (broken_at, why)


@pytest.mark.parametrize("at_the_end", [True, False])
def test_what_was_put_in_is_found(app: Flask, at_the_end: bool) -> None:
    write()
    seals = list(db.session.scalars(select(audit.AuditEntry.seal).order_by(audit.AuditEntry.id)))
    tamper(forged(seals[-1] if at_the_end else seals[1], "thing:4711"))
    assert (verdict().broken_at, verdict().why) == (9, chain.CHANGED if at_the_end else chain.ORDER)


def test_a_log_rewritten_with_the_key_is_found_by_what_was_kept_outside(app: Flask) -> None:
    write()
    kept = heads.path().read_bytes()
    tamper("DELETE FROM audit_detail", "DELETE FROM audit_entry")
    write()  # the same deeds once more, each well sealed, with other salts
    heads.path().write_bytes(kept)
    if not settings().on_sqlite:
        tamper("UPDATE audit_detail SET entry_id = entry_id - 5", "UPDATE audit_entry SET id = id - 5")
    assert (verdict().broken_at, verdict().why) == (1, chain.REWRITTEN)


def test_what_was_kept_outside_is_thinned_and_still_witnesses(app: Flask) -> None:
    write(2)
    with clock.at(clock.now() + timedelta(days=2)):
        audit.thin()
        write(1)
    assert [head.entry_id for head in heads.read()] == [2, 3]
    with heads.path().open("a") as file:
        file.write("4 half")
    assert verdict().broken_at is None
    tamper("DELETE FROM audit_detail WHERE entry_id = 3", "DELETE FROM audit_entry WHERE id = 3")
    assert (verdict().broken_at, verdict().why) == (3, chain.CUT)


def test_what_an_entry_says_is_erased_on_record_and_the_chain_stays_whole(app: Flask) -> None:
    write()
    assert list(audit.about(["thing:2"])) == [2]
    assert list(audit.naming(personal.any_of(["é 4"]), "é 4")) == [4]
    assert list(audit.naming(personal.any_of([" 4"]), " 4")) == [], "only whole words"
    with transaction.unit():
        assert audit.forget([2, 4], "person:7", by=None, reason="They asked.") == 2
    found = verdict()
    assert (found.entries, found.broken_at) == (6, None)
    entry = audit.entries(subject="thing:4").items[0]
    assert (entry.is_erased, entry.reason, entry.after) == (True, "", {})
    assert audit.entries(subject="person:7").items[0].after == {"entries": [2, 4]}
    tamper("DELETE FROM audit_detail WHERE entry_id = 3")
    assert (verdict().broken_at, verdict().why) == (3, chain.SILENCED)


def test_a_new_secret_seals_on_and_the_old_one_still_verifies(app: Flask) -> None:
    write(2)
    kept = settings()
    try:
        app.extensions["settings"] = type(kept)(**{**vars(kept), "secret_keys": ("n" * 40, *kept.secret_keys)})
        write(2)
        assert (verdict().entries, verdict().broken_at) == (4, None)
    finally:
        app.extensions["settings"] = kept
    assert (verdict().broken_at, verdict().why) == (3, chain.CHANGED)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry", "UPDATE audit_detail SET content = 'x'"],
)
def test_the_database_itself_refuses_changes(app: Flask, statement: str) -> None:
    write(1)

    def change() -> None:
        with transaction.unit():
            db.session.execute(text(statement))

    with pytest.raises(DatabaseError, match="append-only"):
        change()
    assert verdict().entries == 1


def test_a_deed_that_failed_leaves_no_entry(app: Flask) -> None:
    def fail(nested: Callable[[], object]) -> None:
        with transaction.unit():
            audit.log("testing.done", "thing:1", by=None)
            with db.session.begin_nested():
                nested()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(lambda: audit.log("testing.done", "thing:2", by=None))
    write(2)
    assert (verdict().entries, verdict().broken_at) == (2, None)
    assert [head.entry_id for head in heads.read()][-2:] == [entry.id for entry in reversed(audit.entries().items)]


def test_the_operator_is_told(app: Flask) -> None:
    write()
    runner = app.test_cli_runner()
    assert "5 entries, unbroken" in runner.invoke(args=["audit", "verify"]).output
    tamper("UPDATE audit_entry SET action = 'x' WHERE id = 3")
    db.session.expire_all()
    answer = runner.invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert "broken at entry 3" in answer.output
    assert chain.CHANGED in answer.output
