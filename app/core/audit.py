"""The audit log: append-only, each entry sealed with the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, String, Table, Text, event, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import ExecutableDDLElement

from app.core import clock
from app.core.events import Actor
from app.core.pages import Page, page
from app.extensions import Id, Model, db

GENESIS = "0" * 64
LOCK = 7_713_001


class AuditEntry(Model):
    """Who did what to what, with before and after; people appear by id only, so that erasing one breaks no seal."""

    __tablename__ = "audit_entry"

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64), unique=True)

    def computed_seal(self) -> str:
        """SHA-256 over the previous seal and the entry as canonical JSON."""
        content = [
            clock.rfc3339(self.at),
            self.actor_id,
            self.action,
            self.subject,
            self.reason,
            self.before,
            self.after,
        ]
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256((self.previous + canonical).encode()).hexdigest()


SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb.upper()} ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("update", "delete")
)
POSTGRES_FUNCTION = """
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()
"""
POSTGRES_GUARDS = (POSTGRES_FUNCTION, POSTGRES_TRIGGER)


def _guarded(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


_table = AuditEntry.__table__
assert isinstance(_table, Table)  # noqa: S101 - narrows the type for the listeners below
for _dialect, _guards in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
    for _guard in _guards:
        event.listen(_table, "after_create", _guarded(_guard, _dialect))
event.listen(_table, "after_drop", _guarded("DROP FUNCTION IF EXISTS audit_entry_guard", "postgresql"))


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found; `broken_at` is the first entry that does not fit."""

    entries: int
    broken_at: int | None
    head: str


def log(
    action: str,
    subject: str,
    *,
    by: Actor | None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one sealed entry, in the transaction of the deed; writers take turns so that the chain has one end."""
    db.session.flush()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    moment = clock.now()
    entry = AuditEntry(
        at=moment.replace(microsecond=moment.microsecond // 1000 * 1000),
        actor_id=by.id if by else None,
        action=action,
        subject=subject,
        reason=reason,
        before=before or {},
        after=after or {},
        previous=db.session.scalar(select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS,
    )
    entry.seal = entry.computed_seal()
    db.session.add(entry)
    db.session.flush()
    return entry


def entries(*, subject: str = "", after: str | None = None, limit: int = 30) -> Page[AuditEntry]:
    """The log, newest first, of everything or of one subject such as `person:7`."""
    query = select(AuditEntry).where(AuditEntry.subject == subject) if subject else select(AuditEntry)
    return page(query, AuditEntry.id, after=after, limit=limit)


def verify() -> Verdict:
    """Walk the chain from the first entry and say where it breaks."""
    head, count = GENESIS, 0
    walk = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=2000, populate_existing=True)
    with closing(db.session.scalars(walk)) as entries:
        for entry in entries:
            if entry.previous != head or entry.computed_seal() != entry.seal:
                return Verdict(count, entry.id, head)
            head, count = entry.seal, count + 1
    return Verdict(count, None, head)
