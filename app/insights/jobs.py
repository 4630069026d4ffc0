"""What insights does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.insights import commands


@periodic("forget readings", timedelta(hours=6))
def forget_readings() -> None:
    """Drop the marks that keep a reader from counting twice."""
    commands.forget_readings()
