"""People: who they are, how they sign in, what they may do everywhere."""

from __future__ import annotations

from flask import Flask

from app.accounts import api, carriers, cli, jobs, sessions, views
from app.accounts.signon import register as signon


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    sessions.install(app)
    signon.register(app)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.people)
    assert all((api, carriers, jobs))  # noqa: S101 - imported for what they declare
