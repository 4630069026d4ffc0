"""Periodic work of training."""

from __future__ import annotations

from datetime import timedelta

from app.core import worker
from app.training import commands


@worker.periodic("note guidelines that bind", timedelta(minutes=1))
def note_bound() -> None:
    """A major version whose grace is over is announced once."""
    commands.note_bound()


@worker.periodic("note lapsed certificates", timedelta(minutes=5))
def note_lapsed() -> None:
    """A certificate that reached its last day is announced once."""
    commands.note_lapsed()


@worker.periodic("remind of certificates that end", timedelta(minutes=5))
def remind() -> None:
    """Whoever holds one that ends soon hears of it in good time."""
    commands.remind()
