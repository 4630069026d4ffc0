"""What panels do by themselves."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.panels import commands


@periodic("open and close studies", timedelta(seconds=30))
def pass_time() -> None:
    """Open and close studies on their dates, let invitations expire, and remind once."""
    commands.pass_time()


@periodic("take names off old answers", timedelta(hours=6))
def cut_old_ties() -> None:
    """Keep what the invitation promised."""
    commands.cut_old_ties()
