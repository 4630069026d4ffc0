"""Home: the pages that put the other features together."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang the feature on the application."""
