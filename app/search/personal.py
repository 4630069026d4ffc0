"""What was erased leaves the index, also its older parts."""

from __future__ import annotations

from app.core.personal import Gone, after_erasing, once_erased
from app.search import commands


@after_erasing
def reindex(gone: Gone) -> None:
    """Have all their things read anew."""
    commands.mark_again(gone.subjects)


@once_erased
def compact() -> None:
    """Take that in, and leave nothing old behind."""
    commands.compact()
