"""Taking turns at one case."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.moderation.models import Case


def hold(case: Case) -> None:
    """Let deeds on one case take turns, and know how it stands now."""
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    db.session.refresh(case, ["state"])
