"""What home adds to the frame of every page."""

from __future__ import annotations

from typing import Any

from app.accounts.current import me
from app.spaces import queries as spaces


def spaces_of_mine() -> dict[str, Any]:
    """The spaces somebody has a role in, for the rail."""
    person = me()
    return {"spaces_of_mine": spaces.joined_by(person) if person else []}
