"""What is held of who sends files in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.core.personal import FILES, Gone, Held, after_erasing, holds
from app.extensions import db
from app.files import commands, vault
from app.files.models import StoredFile

SHOWS = ("token", "name", "alt", "media", "size", "subject", "uploaded_at")


def _loose(person: Any) -> ColumnElement[bool]:
    return and_(StoredFile.owner_id == person.id, StoredFile.subject.is_(None))


# Rows are marked as removed and their names taken out; the sweep then takes the bytes.
holds(
    Held(StoredFile, "", "blanked", "", (), {"name": "", "alt": "", "removed_at": lambda file: file.uploaded_at},
         whose=_loose),
    Held(StoredFile, "owner_id", "words", "files", SHOWS,
         {"name": "", "alt": "", "removed_at": lambda file: file.removed_at or file.uploaded_at}),
)  # fmt: skip


@after_erasing
def take_bytes(_gone: Gone) -> None:
    """Sweep at once."""
    commands.sweep()


def own_files(person: Any) -> Iterator[tuple[str, Path]]:
    """What they sent in and did not take away, each under a name of its own."""
    mine = (StoredFile.owner_id == person.id, StoredFile.removed_at.is_(None))
    for file in db.session.scalars(select(StoredFile).where(*mine).order_by(StoredFile.id)):
        if (path := vault.path_of(file.token)).exists():
            yield f"{file.id}-{Path(file.name).name}", path


if own_files not in FILES:
    FILES.append(own_files)
