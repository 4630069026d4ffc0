"""Secrets that have to be said again to somebody else: kept sealed under the installation's own key."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.core.settings import settings


class Unreadable(ValueError):
    """A secret that was sealed under a key that this installation has no more."""


def seal(secret: str) -> str:
    """A secret as it is kept; the newest of the installation's keys seals."""
    return _box().encrypt(secret.encode()).decode()


def unseal(kept: str) -> str:
    """What was sealed; raises Unreadable."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("sealed under another key") from error


def _box() -> MultiFernet:
    keys = (hashlib.sha256(f"seal:{key}".encode()).digest() for key in settings().secret_keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
