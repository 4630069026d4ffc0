"""Walking the chain from its first entry to its last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from app.core.audit import heads
from app.core.audit.entries import GENESIS, AuditDetail, AuditEntry
from app.core.audit.sealing import digest_of, keys, seal_of
from app.extensions import db

PORTION = 5000
ORDER = "it does not follow on the entry before it: entries were removed, put in or put in another order"
CHANGED = "it was changed, or sealed with a key that is not this installation's"
REWORDED = "what it says was changed"
SILENCED = "what it says was taken away, and no erasure is on record"
REWRITTEN = "it is not the entry whose seal was written down outside the database"
CUT = "it and all after it are missing: their seals were written down outside the database"
ERASED = "audit.details_erased"


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found; `broken_at` is the first entry that does not fit, `why` says how."""

    entries: int
    broken_at: int | None
    head: str
    why: str = ""


@dataclass
class _Walk:
    """Where a walk stands: the seal it comes from, how far it is, and what it still has to check."""

    noted: dict[int, str]
    keys: list[bytes] = field(default_factory=keys)
    head: str = GENESIS
    count: int = 0
    last: int = 0
    silent: list[int] = field(default_factory=list)
    erased: set[int] = field(default_factory=set)

    def fault(self, row: Row[Any]) -> str:
        """What is wrong with the next entry, or nothing."""
        if row.previous != self.head:
            return ORDER
        if not self._is_sealed(row):
            return CHANGED
        if row.content is None:
            self.silent.append(row.id)
        elif digest_of(row.salt, row.content) != row.digest:
            return REWORDED
        return REWRITTEN if self.noted.pop(row.id, row.seal) != row.seal else ""

    def take(self, row: Row[Any]) -> None:
        """Go on from an entry that fits."""
        self.head, self.last = row.seal, row.id
        self.count += 1
        if row.action == ERASED and row.content is not None:
            self.erased |= set(db.session.get_one(AuditEntry, row.id).after["entries"])

    def end(self) -> Verdict:
        """What is left to say at the end of the log."""
        if silenced := [each for each in self.silent if each not in self.erased]:
            return Verdict(self.count, silenced[0], self.head, SILENCED)
        if missing := [each for each in self.noted if each > self.last]:
            return Verdict(self.count, min(missing), self.head, CUT)
        return Verdict(self.count, None, self.head)

    def _is_sealed(self, row: Row[Any]) -> bool:
        said = (row.previous, row.at, row.actor_id, row.action, row.subject, row.digest)
        for key in self.keys:
            if seal_of(key, *said) == row.seal:
                # Entries beside each other bear the same key: begin with it next time.
                self.keys = [key, *(other for other in self.keys if other != key)]
                return True
        return False


def verify() -> Verdict:
    """Walk the chain from the first entry, compare it with the seals kept outside, and say where it breaks and how."""
    walk = _Walk({head.entry_id: head.seal for head in heads.read()})
    for row in _rows():
        if fault := walk.fault(row):
            return Verdict(walk.count, row.id, walk.head, fault)
        walk.take(row)
    return walk.end()


def _rows() -> Iterator[Row[Any]]:
    """All entries with their details, in portions: no cursor is held open, and memory does not grow."""
    table = AuditEntry
    columns = (
        table.id,
        table.at,
        table.actor_id,
        table.action,
        table.subject,
        table.digest,
        table.previous,
        table.seal,
    )
    query = select(*columns, AuditDetail.salt, AuditDetail.content).outerjoin(
        AuditDetail, AuditDetail.entry_id == table.id
    )
    last = 0
    while portion := _portion(query.where(table.id > last).order_by(table.id).limit(PORTION)):
        yield from portion
        last = portion[-1].id


def _portion(query: Any) -> list[Row[Any]]:
    found: Iterable[Row[Any]] = db.session.execute(query)
    return list(found)
