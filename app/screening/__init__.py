"""Screening: the rules that text must pass before anybody reads it."""

from __future__ import annotations

from flask import Flask

from app.screening import cli, confirming, views


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    confirming.install(app)
    app.cli.add_command(cli.screening)
