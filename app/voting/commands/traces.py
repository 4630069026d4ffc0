"""From where votes come: as little as tells one browser, or one address, from another, and for 30 days only."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from app.core import clock
from app.core.settings import settings
from app.extensions import db
from app.voting.models import VoteTrace

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Trace:
    """The journey and the address of a request, empty where there is none."""

    journey: str = ""
    address: str = ""


def trace(kind: str, subject_id: int, value: int, found: Trace, *, person_id: int) -> None:
    """Note from where somebody's vote came; one that is taken back leaves no trace."""
    mine = (VoteTrace.person_id == person_id, VoteTrace.kind == kind, VoteTrace.subject_id == subject_id)
    db.session.execute(delete(VoteTrace).where(*mine))
    if value > 0 and (found.journey or found.address):
        made = VoteTrace(person_id=person_id, kind=kind, subject_id=subject_id, at=clock.now())
        made.journey, made.address = _hashed("journey", found.journey), _hashed("address", found.address)
        db.session.add(made)
        db.session.flush()


def forget_traces() -> None:
    """Drop what is older than 30 days."""
    db.session.execute(delete(VoteTrace).where(VoteTrace.at < clock.now() - KEPT))


def _hashed(what: str, word: str) -> str:
    """Without the installation's key nobody can try addresses against it."""
    if not word:
        return ""
    key = settings().secret_keys[0].encode()
    return hmac.new(key, f"vote {what} {word}".encode(), hashlib.sha256).hexdigest()
