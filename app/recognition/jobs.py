"""What recognition does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.recognition import commands


@periodic("watch who gives points to whom", timedelta(hours=24))
def watch() -> None:
    """Leave out points that were made and not earned, and let badges follow."""
    commands.watch()
    commands.judge_everybody()
    commands.note_lapsed()
