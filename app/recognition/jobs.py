"""What recognition does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core import subscriptions
from app.core.worker import periodic
from app.recognition import commands, queries


@periodic("watch who gives points to whom", timedelta(hours=24))
def watch() -> None:
    """Leave out points that were made and not earned, and let badges follow."""
    commands.watch()
    commands.judge_everybody()


@periodic("go by badges that were counted anew", timedelta(minutes=1))
def settle_credentials() -> None:
    """Once a replay is through, let what is signed go by the badges again."""
    if queries.is_anything_kept() and all(row.lag == 0 for row in subscriptions.status() if row.name == "recognition"):
        commands.keep_no_more()
