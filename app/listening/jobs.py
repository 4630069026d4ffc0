"""What listening does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core.worker import periodic
from app.listening.looking import look_around


@periodic("look at channels", timedelta(seconds=10))
def look_at_channels() -> None:
    """Take what was said to the company elsewhere."""
    look_around()
