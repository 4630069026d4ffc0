"""The seals that stand outside the database: a line for each transaction that wrote to the log, thinned as they age."""

from __future__ import annotations

import fcntl
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import clock
from app.core.settings import settings
from app.extensions import db

KEPT_WHOLE = timedelta(days=1)
_PENDING = "audit_head"
trace = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """The last entry of a transaction: its id, its seal, and when it was written down."""

    entry_id: int
    seal: str
    at: str


def install() -> None:
    """Write a head down after each commit that wrote to the log."""
    event.listen(db.session, "after_commit", _after_commit)
    event.listen(db.session, "after_soft_rollback", _after_rollback)


def note(entry_id: int, seal: str) -> None:
    """Remember an entry until its transaction is committed."""
    db.session().info[_PENDING] = (entry_id, seal)


def path() -> Path:
    """The file of this database's heads: `audit-….heads` in the data directory."""
    return settings().data_dir / f"audit-{hashlib.sha256(settings().database_url.encode()).hexdigest()[:8]}.heads"


def read() -> list[Head]:
    """The heads that were kept, oldest first; a line that was half written when the machine stopped is left out."""
    if not path().exists():
        return []
    with _held("r") as file:
        return [Head(int(parts[0]), parts[1], parts[2]) for line in file if len(parts := line.split()) == len("abc")]


def thin() -> None:
    """Keep of the heads that are older than a day the last of each hour."""
    if not path().exists():
        return
    old = clock.rfc3339(clock.now() - KEPT_WHOLE)
    with _held("r+") as file:
        lines = [line for line in file if len(line.split()) == len("abc")]
        kept = {line if line.split()[2] > old else line.split()[2][: len("2026-01-01T00")]: line for line in lines}
        file.seek(0)
        file.writelines(kept.values())
        file.truncate()


@contextmanager
def _held(mode: str) -> Iterator[IO[str]]:
    """The file, while no other process writes to it."""
    with path().open(mode, encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction() or (pending := session.info.pop(_PENDING, None)) is None:
        return
    entry_id, seal = pending
    try:
        with _held("a") as file:
            file.write(f"{entry_id} {seal} {clock.rfc3339(clock.now())}\n")
    except OSError:
        # The deed stands; that the log cannot be witnessed is for the operator to hear of.
        trace.exception("the seal of audit entry %s could not be written down", entry_id)


def _after_rollback(session: Session, _previous: Any) -> None:
    session.info.pop(_PENDING, None)
