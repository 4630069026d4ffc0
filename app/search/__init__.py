"""Search: the index, and similar questions while typing."""

from __future__ import annotations

from flask import Flask

from app.search import api, cli, subscribers, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views.framed)
    app.cli.add_command(cli.search)
    assert all((api, subscribers))  # noqa: S101 - imported for what they declare
