"""Spaces: each programme's own room, with its visibility, its roles and its addendum to the guidelines."""

from __future__ import annotations

from flask import Flask

from app.spaces import api, policy, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    assert all((api, policy))  # noqa: S101 - imported for what it declares
