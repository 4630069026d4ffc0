"""Topics: what things are about, and who knows what."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to hang: topics are written from above and read from beside."""
