"""Writing to the audit log, and erasing what an entry says."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
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
    at = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    salt, content = secrets.token_hex(16), canonical({"reason": reason, "before": before or {}, "after": after or {}})
    previous = db.session.scalar(select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS
    actor_id, digest = by.id if by else None, digest_of(salt, content)
    entry = AuditEntry(
        at=at, actor_id=actor_id, action=action, subject=subject, digest=digest, previous=previous,
        seal=seal_of(keys()[0], previous, at, actor_id, action, subject, digest),
        detail=AuditDetail(salt=salt, content=content),
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    heads.note(entry.id, entry.seal)
    return entry


def forget(entry_ids: Iterable[int], subject: str, *, by: Actor | None, reason: str = "") -> int:
    """Erase what these entries say, and put on record that it was; the chain stays whole. Returns how many."""
    wanted = sorted(set(entry_ids))
    for start in range(0, len(wanted), AT_ONCE):
        portion = wanted[start : start + AT_ONCE]
        db.session.execute(delete(AuditDetail).where(AuditDetail.entry_id.in_(portion)))
        log("audit.details_erased", subject, by=by, reason=reason, after={"entries": portion})
    db.session.expire_all()
    return len(wanted)
