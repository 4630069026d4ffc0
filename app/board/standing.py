"""Where an answer stands among the others of its question; pure.

Marks count while they are fresh, votes for ever: an accepted answer comes first, but never hides a better one for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.beta import beta_quantile

FRESH = timedelta(days=180)
REVIEW_AFTER = timedelta(days=365)
# One reader in ten says that an answer helped, until this one has had readers enough to tell its own rate.
PRIOR_HELPED, PRIOR_OTHER = 1.0, 9.0
QUANTILE = 0.05
ACCEPTED, VERIFIED = 2.0, 1.0
STALE = -1.0


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an answer; `confirmed_at` is when an expert last said that it is still true."""

    helped: int
    readers: int
    accepted_at: datetime | None = None
    verified_at: datetime | None = None
    confirmed_at: datetime | None = None
    is_stale: bool = False


def rank(record: Record, now: datetime) -> float:
    """Higher stands first: 2 for a fresh acceptance, 1 for a fresh verification, plus the helpful rate, 0 to 1.

    The rate is the lower 5 % quantile of Beta(1 + helped, 9 + readers - helped): votes given exposure, so that neither
    the early nor the much seen gain by that alone. What an expert found out of date stands below everything else.
    """
    helped = max(record.helped, 0)
    readers = max(record.readers, helped)
    rate = beta_quantile(QUANTILE, PRIOR_HELPED + helped, PRIOR_OTHER + readers - helped)
    if record.is_stale:
        return STALE + rate
    accepted = ACCEPTED * is_fresh(record.accepted_at, record.confirmed_at, now)
    return accepted + VERIFIED * is_fresh(record.verified_at, record.confirmed_at, now) + rate


def is_fresh(marked_at: datetime | None, confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether a mark still gives a place: given, or confirmed since, within half a year."""
    if marked_at is None:
        return False
    latest = max(marked_at, confirmed_at) if confirmed_at else marked_at
    return latest > now - FRESH
