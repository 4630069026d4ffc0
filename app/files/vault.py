"""Where the bytes lie: in the data folder, never among the static files, under names nobody can guess."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from app.core.settings import settings

THUMB = ".thumb"
HALF_WRITTEN = ".new"


def new_token() -> str:
    """A name with 128 random bits."""
    return secrets.token_hex(16)


def write(token: str, content: bytes, thumb: bytes | None) -> None:
    """Store a file and its small copy; each is there wholly or not at all."""
    _write(path_of(token), content)
    if thumb is not None:
        _write(path_of(token, thumb=True), thumb)


def path_of(token: str, *, thumb: bool = False) -> Path:
    """Where a file's bytes are; the token comes from a row, never from an address."""
    return _folder() / token[:2] / (token + (THUMB if thumb else ""))


def delete(token: str) -> None:
    """Take its bytes away; a file that is gone already is no fault."""
    path_of(token).unlink(missing_ok=True)
    path_of(token, thumb=True).unlink(missing_ok=True)


def lying_around(before: float) -> Iterator[Path]:
    """Files that were written before this moment (seconds since 1970)."""
    for path in _folder().glob("??/*"):
        if path.is_file() and path.stat().st_mtime < before:
            yield path


def token_of(path: Path) -> str:
    """The token that a file was stored under."""
    return path.name.split(".", 1)[0]


def _folder() -> Path:
    return settings().data_dir / "files"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + HALF_WRITTEN)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
