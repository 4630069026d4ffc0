"""Reading visitors' questions that wait."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.queries import digest
from app.board.models import Proposal
from app.core import clock
from app.extensions import db


def proposal(secret: str) -> Proposal | None:
    """What a link from a mail stands for; None once it has run out. A published one leads to its question."""
    found = db.session.scalar(select(Proposal).where(Proposal.secret_hash == digest(secret)))
    if found is None or (found.question_id is None and found.expires_at <= clock.now()):
        return None
    return found
