"""Periodic work on accounts."""

from __future__ import annotations

from datetime import timedelta

from app.accounts import commands
from app.core import clock, worker


@worker.periodic("forget sign-in attempts", timedelta(hours=1))
def forget_attempts() -> None:
    """Attempts older than a day say nothing any more."""
    commands.forget_attempts(clock.now() - timedelta(days=1))
