"""What happens to files by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.files import commands


@periodic("sweep files", timedelta(hours=1))
def sweep_files() -> None:
    """Take away what nobody posted."""
    commands.sweep()
