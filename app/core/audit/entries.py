"""The tables of the audit log, and reading them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, ColumnElement, ForeignKey, Index, Select, String, Table, Text, event, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import ExecutableDDLElement

from app.core.pages import Page, page
from app.core.personal import said_in
from app.extensions import Id, Model, db

GENESIS = "0" * 64
AT_ONCE = 1000


class AuditDetail(Model):
    """What an entry says at length, as canonical JSON of reason, before and after; it may be erased, never changed."""

    __tablename__ = "audit_detail"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    content: Mapped[str] = mapped_column(Text)


class AuditEntry(Model):
    """Who did what to what; people appear by id only, and `digest` stands for what the detail says."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_action", "action", "id"), Index("ix_audit_entry_at", "at"))

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64), unique=True)
    detail: Mapped[AuditDetail | None] = relationship(lazy="joined", uselist=False)

    @property
    def is_erased(self) -> bool:
        """Whether what it said was erased."""
        return self.detail is None

    @property
    def reason(self) -> str:
        """Why it was done, in the words of who did it."""
        return str(self._said.get("reason", ""))

    @property
    def before(self) -> dict[str, Any]:
        """What was so before."""
        return dict(self._said.get("before", {}))

    @property
    def after(self) -> dict[str, Any]:
        """What was so after."""
        return dict(self._said.get("after", {}))

    @property
    def _said(self) -> dict[str, Any]:
        return dict(json.loads(self.detail.content)) if self.detail is not None else {}


_SAYS = "the audit log is append-only"
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    for table, verb in (("audit_entry", "update"), ("audit_entry", "delete"), ("audit_detail", "update"))
)
POSTGRES_FUNCTION = f"""
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$
"""
POSTGRES_GUARDS = (
    POSTGRES_FUNCTION,
    (
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()"
    ),
    (
        "CREATE TRIGGER audit_detail_no_change BEFORE UPDATE ON audit_detail "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()"
    ),
)


def _guarded(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


# The detail is made last, so its listener finds both tables there.
_table = AuditDetail.__table__
assert isinstance(_table, Table)  # noqa: S101 - narrows the type for the listeners below
for _dialect, _guards in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
    for _guard in _guards:
        event.listen(_table, "after_create", _guarded(_guard, _dialect))
event.listen(_table, "after_drop", _guarded("DROP FUNCTION IF EXISTS audit_entry_guard CASCADE", "postgresql"))


@dataclass(frozen=True)
class Choice:
    """Which entries: about one subject, by one person, whose action begins so, within a time (from, before)."""

    subject: str = ""
    actor_id: int | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def query(self) -> Select[AuditEntry]:
        """The entries, in no order yet."""
        query = select(AuditEntry)
        if self.subject:
            query = query.where(AuditEntry.subject == self.subject)
        if self.actor_id is not None:
            query = query.where(AuditEntry.actor_id == self.actor_id)
        if self.action:
            query = query.where(AuditEntry.action.startswith(self.action, autoescape=True))
        if self.since is not None:
            query = query.where(AuditEntry.at >= self.since)
        return query if self.until is None else query.where(AuditEntry.at < self.until)


def entries(
    *, subject: str = "", choice: Choice | None = None, after: str | None = None, limit: int = 30
) -> Page[AuditEntry]:
    """The log, newest first: of everything, of one subject such as `person:7`, or what is chosen."""
    return page((choice or Choice(subject=subject)).query, AuditEntry.id, after=after, limit=limit)


def export_rows(choice: Choice) -> Iterator[AuditEntry]:
    """All that is chosen, oldest first, in portions."""
    last = 0
    while portion := db.session.scalars(
        choice.query.where(AuditEntry.id > last).order_by(AuditEntry.id).limit(AT_ONCE)
    ).all():
        last = portion[-1].id
        for entry in portion:
            yield entry
            db.session.expunge(entry)


def about(subjects: Iterable[str]) -> Iterator[int]:
    """Ids of the entries about one of these subjects that are not erased yet."""
    for some in _portions(subjects):
        query = select(AuditEntry.id).join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        yield from db.session.scalars(query.where(AuditEntry.subject.in_(some)).order_by(AuditEntry.id)).all()


def saying(pattern: re.Pattern[str], subjects: Iterable[str]) -> Iterator[int]:
    """Ids of those among them in whose texts a pattern is found."""
    for some in _portions(subjects):
        yield from _saying(pattern, AuditEntry.subject.in_(some))


def naming(pattern: re.Pattern[str], word: str) -> Iterator[int]:
    """Ids of the entries, whatever they are about, in whose texts a pattern is found that finds this word."""
    plain = json.dumps(word, ensure_ascii=False)[1:-1]
    yield from _saying(pattern, AuditDetail.content.icontains(plain, autoescape=True))


def _portions(subjects: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(subjects))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def _saying(pattern: re.Pattern[str], chosen: ColumnElement[bool]) -> Iterator[int]:
    query = select(AuditEntry.id, AuditDetail.content).join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
    query, last = query.where(chosen).order_by(AuditEntry.id).limit(AT_ONCE), 0
    while portion := db.session.execute(query.where(AuditEntry.id > last)).all():
        last = portion[-1].id
        for entry_id, content in portion:
            if pattern.search("\n".join(said_in(json.loads(content)))):
                yield entry_id
