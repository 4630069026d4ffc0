"""Taking turns at one case."""

from __future__ import annotations

from app.extensions import db
from app.moderation.models import Case


def hold(case: Case) -> None:
    """Let deeds on one case take turns, and know how it stands now."""
    db.session.refresh(case, ["state"], with_for_update=True)
