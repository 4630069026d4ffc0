"""Recognition: expertise from evidence, badges, points."""

from __future__ import annotations

from flask import Flask

from app.recognition import subscribers, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    assert subscribers  # noqa: S101 - imported for what it declares
