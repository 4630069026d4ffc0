"""The widget: a button on the company's own site, which opens a frame to find an answer or to ask."""

from __future__ import annotations

from flask import Flask

from app.listening.widget import admin, api, cli, views


def register(app: Flask) -> None:
    """Hang the widget on the application."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(admin.blueprint)
    app.cli.add_command(cli.widget)
    assert api  # noqa: S101 - imported for what it declares
