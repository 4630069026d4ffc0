"""Periodic work of training."""

from __future__ import annotations

from datetime import timedelta

from app.core import worker
from app.training import commands


@worker.periodic("note lapsed certificates", timedelta(minutes=5))
def note_lapsed() -> None:
    """A certificate that reached its last day is announced once."""
    commands.note_lapsed()
