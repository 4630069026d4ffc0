"""Hangs connectors on the application: the kinds of CRM, the pages, the carrier."""

from __future__ import annotations

from flask import Flask

from app.crm.connectors import api, carrying, hooks, pulling, subscribers, views
from app.crm.connectors.adapters.hubspot import HubSpot
from app.crm.connectors.adapters.rest import Rest
from app.crm.connectors.adapters.salesforce import Salesforce
from app.crm.connectors.adapters.tryton import Tryton
from app.crm.connectors.port import fits


def register(app: Flask) -> None:
    """Hang it on."""
    fits(Rest())
    fits(Tryton())
    fits(Salesforce())
    fits(HubSpot())
    app.register_blueprint(views.blueprint)
    app.register_blueprint(hooks.blueprint)
    assert api  # noqa: S101 - these are imported for what they declare
    assert carrying  # noqa: S101
    assert pulling  # noqa: S101
    assert subscribers  # noqa: S101
