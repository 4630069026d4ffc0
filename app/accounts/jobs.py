"""Periodic work on accounts."""

from __future__ import annotations

from datetime import timedelta

from app.accounts import commands
from app.accounts.signon import commands as signon
from app.core import clock, personal, transaction, worker


@worker.periodic("forget sign-in attempts", timedelta(hours=1))
def forget_attempts() -> None:
    """Attempts older than a day say nothing any more, nor do answers of providers."""
    commands.forget_attempts(clock.now() - timedelta(days=1))
    signon.forget_uses(clock.now() - timedelta(days=1))


@worker.periodic("erase people", timedelta(seconds=10))
def erase() -> None:
    """Carry out what people asked for, one after the other, and clean up after them."""
    waiting = commands.waiting_erasures()
    for erasure in waiting:
        commands.carry_out(erasure)
        transaction.settle()
    if waiting:
        for clean in personal.SETTLED:
            clean()
