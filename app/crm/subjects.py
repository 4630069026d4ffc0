"""What the identity of a sign-on is called; pure."""

from __future__ import annotations

from hashlib import sha256

LONGEST = 254


def subject_value(provider: str, subject: str) -> str:
    """What the identity of a sign-on is called, case and all; a subject too long to stand there, by its digest."""
    value = f"{provider}:{subject}"
    return value if len(value) <= LONGEST else f"{provider}:sha256-{sha256(subject.encode()).hexdigest()}"
