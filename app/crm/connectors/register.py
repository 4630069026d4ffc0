"""Hangs connectors on the application: the kinds of CRM, the pages, the carrier."""

from __future__ import annotations

from flask import Flask

from app.crm.connectors import carrying, subscribers, views
from app.crm.connectors.adapters.rest import Rest
from app.crm.connectors.port import fits


def register(app: Flask) -> None:
    """Hang it on."""
    fits(Rest())
    app.register_blueprint(views.blueprint)
    assert carrying  # noqa: S101 - these are imported for what they declare
    assert subscribers  # noqa: S101
