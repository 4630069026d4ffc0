"""The demo community: built through the same commands that people use."""

from __future__ import annotations

from flask import Flask

from app.demo import cli


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.cli.add_command(cli.demo)
