"""Periodic work of moderation."""

from __future__ import annotations

from datetime import timedelta

from app.core import worker
from app.moderation import commands


@worker.periodic("end suspensions", timedelta(minutes=1))
def end_suspensions() -> None:
    """Policies go by the time itself; this brings the account's state after it, and puts the end on record."""
    commands.end_suspensions()
