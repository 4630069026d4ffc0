"""Moderation: holds, flags and cases, decided with reasons and reversibly."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang the feature on the application."""
