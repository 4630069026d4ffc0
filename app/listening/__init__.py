"""Listening: questions that come from outside the site, and what is said of the company anywhere."""

from __future__ import annotations

from flask import Flask

from app.listening import carriers, cli, jobs, monitoring, subscribers, views, widget
from app.listening.adapters.bluesky import Bluesky
from app.listening.adapters.email import Email
from app.listening.names import channel_name
from app.listening.port import fits


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    widget.register(app)
    monitoring.register(app)
    fits(Bluesky())
    fits(Email())
    app.register_blueprint(views.blueprint)
    app.jinja_env.filters["channel_name"] = channel_name
    app.cli.add_command(cli.channels)
    assert carriers  # noqa: S101 - these are imported for what they declare
    assert jobs  # noqa: S101
    assert subscribers  # noqa: S101
