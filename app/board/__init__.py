"""The response board: questions, answers, claims, verification, escalation."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hang the feature on the application."""
