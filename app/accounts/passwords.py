"""Passwords: argon2id with OWASP's profile, and what makes one too weak."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

SHORTEST = 12
LONGEST = 256
AT_ONCE = threading.Semaphore(4)  # each hash takes 19 MiB: a rush of sign-ins must not take the machine's memory
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    """The password as an argon2id hash."""
    with AT_ONCE:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the kept one; takes as long when there is none, so that the clock tells nothing."""
    with AT_ONCE:
        try:
            _hasher.verify(kept or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def weakness(password: str, *known: str) -> str | None:
    """Why a password cannot be taken, as a sentence, or None; `known` are words about the person such as the e-mail."""
    if len(password) < SHORTEST:
        return str(_("Use at least %(count)d characters: three or four words do well.", count=SHORTEST))
    if len(password) > LONGEST:
        return str(_("Use at most %(count)d characters.", count=LONGEST))
    if len(set(password.casefold())) < 5:
        return str(_("This repeats a few characters: use something harder to guess."))
    plain = password.casefold()
    if any(len(word) > 3 and word.casefold() in plain for word in known):
        return str(_("Leave your name, e-mail and this site's name out of it."))
    return None


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
