"""What is left over is swept: uploads that were never posted, rows of removed files, bytes without a row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, or_, select

from app.core import clock
from app.extensions import db
from app.files import vault
from app.files.models import StoredFile

KEPT = timedelta(days=1)
AT_ONCE = 500


def sweep() -> None:
    """Sweep once."""
    before = clock.now() - KEPT
    unposted = StoredFile.subject.is_(None) & (StoredFile.uploaded_at < before)
    left = or_(unposted, StoredFile.removed_at.is_not(None))
    for file in db.session.scalars(select(StoredFile).where(left).limit(AT_ONCE)).all():
        vault.delete(file.token)
        if file.removed_at is None or file.removed_at < before:
            db.session.execute(delete(StoredFile).where(StoredFile.id == file.id))
    _sweep_bytes(before.timestamp())


def _sweep_bytes(before: float) -> None:
    """A row that was rolled back leaves bytes behind; a day is longer than any request."""
    batch: list[Path] = []
    for path in vault.lying_around(before):
        batch.append(path)
        if len(batch) == AT_ONCE:
            _unlink_rowless(batch)
            batch = []
    _unlink_rowless(batch)


def _unlink_rowless(paths: list[Path]) -> None:
    tokens = {vault.token_of(path) for path in paths}
    query = select(StoredFile.token).where(StoredFile.token.in_(tokens), StoredFile.removed_at.is_(None))
    known = set(db.session.scalars(query))
    for path in paths:
        if vault.token_of(path) not in known or path.name.endswith(vault.HALF_WRITTEN):
            path.unlink(missing_ok=True)
