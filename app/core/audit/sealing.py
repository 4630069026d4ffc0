"""Seals and digests: pure, but for the key."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from app.core import clock
from app.core.settings import settings


def canonical(content: Any) -> str:
    """The one way in which this is written as JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(salt: str, content: str) -> str:
    """SHA-256 over the salt and what a detail says; the salt goes with the detail, so a digest tells nothing alone."""
    return hashlib.sha256((salt + content).encode()).hexdigest()


def keys() -> list[bytes]:
    """A key for seals from each of the installation's secrets, the newest first."""
    return [hashlib.sha256(b"waggle audit seal\0" + secret.encode()).digest() for secret in settings().secret_keys]


def seal_of(
    key: bytes, previous: str, at: datetime, actor_id: int | None, action: str, subject: str, digest: str
) -> str:
    """HMAC-SHA-256 over the seal before and the entry as canonical JSON."""
    entry = canonical([clock.rfc3339(at), actor_id, action, subject, digest])
    return hmac.digest(key, (previous + entry).encode(), "sha256").hex()
