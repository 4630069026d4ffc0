"""Notifications: who is told what, on the page and by mail."""

from __future__ import annotations

from flask import Flask

from app.notifications import subscribers, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    app.context_processor(views.bell)
    assert subscribers  # noqa: S101 - imported for what it declares
