"""A post's own key, known before it is posted, so that a second try finds what the first one left."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
CLOCK_BITS = 10
DIGITS = 13
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def key_for(word: str, moment: datetime) -> str:
    """The record key of an effect: a moment in microseconds and ten bits of who says it, as the network wants it.

    The moment is when the effect was decided on, to the second; all that is finer comes from its idempotency key.
    """
    spread = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    seconds = int((moment - EPOCH).total_seconds())
    number = (seconds * 1_000_000 + (spread >> CLOCK_BITS) % 1_000_000 << CLOCK_BITS) | spread % (1 << CLOCK_BITS)
    return "".join(SORTABLE[number >> 5 * place & 31] for place in reversed(range(DIGITS)))
