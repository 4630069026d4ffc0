"""The scorers that an operator trained, in the data directory: read when a rule needs one, again when it changed."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path

from app.core.settings import settings
from app.screening.scoring import BadModel, Scorer, loads

# The label that makes a text one of the kind, by kind of rule.
POSITIVE = {"spam": "spam", "toxicity": "toxic"}
LARGEST = 50 * 1024 * 1024
log = logging.getLogger(__name__)


def path_of(kind: str) -> Path:
    """Where the scorer of a kind is kept."""
    return settings().data_dir / "screening" / f"{kind}.json"


def scorer(kind: str) -> Scorer | None:
    """The scorer of a kind; None where none was trained, or its file is not one, which the log then says."""
    path = path_of(kind)
    try:
        seen = path.stat()
    except OSError:
        return None
    return _read(path, seen.st_mtime_ns, seen.st_size)


def keep(kind: str, made: Scorer) -> Path:
    """Put a scorer in the place of the one before, at once or not at all."""
    path = path_of(kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_text(made.dumps(), encoding="utf-8")
    beside.replace(path)
    return path


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, size: int) -> Scorer | None:
    try:
        if size > LARGEST:
            raise BadModel(f"larger than {LARGEST} bytes")
        return loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadModel) as error:
        log.warning("%s is no scorer: %s", path, error)
        return None
