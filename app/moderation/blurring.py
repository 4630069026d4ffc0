"""Numbers for everybody: rounded, and the small ones not told, so that nobody can be found in them; pure."""

from __future__ import annotations

STEP = 5


def blurred(n: int) -> int | None:
    """To the nearest five; None for fewer than five, also for none at all."""
    return None if n < STEP else (2 * n + STEP) // (2 * STEP) * STEP
