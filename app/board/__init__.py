"""The response board: questions, answers, claims, verification, escalation."""

from __future__ import annotations

from flask import Flask

from app.board import api, jobs, models


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    assert all((api, jobs, models))  # noqa: S101 - imported for what they declare
