"""Training: guidelines, courses, certificates and mentors; who is cleared to do what."""

from __future__ import annotations

from flask import Flask

from app.training import policy


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    assert policy  # noqa: S101 - imported for what it declares
