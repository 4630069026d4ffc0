"""Writing to the audit log, and erasing what an entry says."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, text

from app.core import clock
from app.core.audit import heads
from app.core.audit.entries import GENESIS, AuditDetail, AuditEntry
from app.core.audit.sealing import canonical, digest_of, keys, seal_of
from app.core.events import Actor
from app.extensions import db

LOCK = 7_713_001
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """What one entry says: about whom or what, why, and what was so before and after."""

    subject: str
    reason: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None

    @property
    def content(self) -> str:
        """What it says at length, as it is kept."""
        return canonical({"reason": self.reason, "before": self.before or {}, "after": self.after or {}})


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
    return log_all(action, [Line(subject, reason, before, after)], by=by)[0]


def log_all(action: str, lines: Iterable[Line], *, by: Actor | None) -> list[AuditEntry]:
    """Append a sealed entry a line, in their order; the statements do not grow with the lines."""
    db.session.flush()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    moment = clock.now()
    at = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    previous = db.session.scalar(select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS
    made, key, actor_id = [], keys()[0], by.id if by else None
    for line in lines:
        salt, content = secrets.token_hex(16), line.content
        digest = digest_of(salt, content)
        entry = AuditEntry(
            at=at, actor_id=actor_id, action=action, subject=line.subject, digest=digest, previous=previous,
            seal=seal_of(key, previous, at, actor_id, action, line.subject, digest),
            detail=AuditDetail(salt=salt, content=content),
        )  # fmt: skip
        made.append(entry)
        previous = entry.seal
    db.session.add_all(made)
    db.session.flush()
    if made:
        heads.note(made[-1].id, made[-1].seal)
    return made


def forget(entry_ids: Iterable[int], subject: str, *, by: Actor | None, reason: str = "") -> int:
    """Erase what these entries say, and put on record that it was; the chain stays whole. Returns how many."""
    wanted = sorted(set(entry_ids))
    for start in range(0, len(wanted), AT_ONCE):
        portion = wanted[start : start + AT_ONCE]
        db.session.execute(delete(AuditDetail).where(AuditDetail.entry_id.in_(portion)))
        log("audit.details_erased", subject, by=by, reason=reason, after={"entries": portion})
    db.session.expire_all()
    return len(wanted)
