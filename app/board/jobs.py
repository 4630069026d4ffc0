"""What the board does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.board import commands
from app.core import clock
from app.core.worker import periodic


@periodic("end lapsed claims", timedelta(seconds=30))
def end_lapsed_claims() -> None:
    """Let claims lapse."""
    commands.end_lapsed()
    commands.forget_snoozes()


@periodic("walk the ladder", timedelta(seconds=15))
def walk_ladder() -> None:
    """Warn of targets, note what was missed, and take the steps of the ladder."""
    commands.walk_ladder()


@periodic("forget lapsed proposals", timedelta(hours=6))
def forget_proposals() -> None:
    """Drop visitors' questions that nobody confirmed."""
    commands.forget_proposals(clock.now())


@periodic("place answers anew", timedelta(hours=1))
def place_answers() -> None:
    """Let answers whose marks are no longer fresh stand where their readers put them."""
    commands.place_lapsed()
