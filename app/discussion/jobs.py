"""What happens to drafts by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.discussion import commands


@periodic("forget old drafts", timedelta(hours=6))
def forget_old_drafts() -> None:
    """Drop what nobody came back to."""
    commands.forget_old_drafts()
