"""What monitoring does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.listening.monitoring import commands


@periodic("pass on late alerts", timedelta(seconds=30))
def pass_on_late_alerts() -> None:
    """Ask the next one where nobody answered in time."""
    commands.escalate_late()
