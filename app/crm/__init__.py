"""The CRM feed: contacts, identities, the interaction log, connectors."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.core import rail, realtime
from app.crm import api, carriers, cli, deeds, panels, policy, queries, subscribers, views, webhooks
from app.crm.connectors import register as connectors


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    connectors.register(app)
    app.cli.add_command(cli.contacts)
    app.cli.add_command(cli.support)
    realtime.topic("contact")(_may_watch)
    realtime.topic("identities")(_may_watch)
    rail.add(
        rail.Entry(
            label=lambda: _("Contacts"), url="/crm/contacts", icon="contact", order=60, work=True,
            shown=lambda person: bool(policy.may_read_log(person)), count=lambda person: queries.waiting_count(),
        )
    )  # fmt: skip
    assert api  # noqa: S101 - these are imported for what they declare
    assert carriers  # noqa: S101
    assert deeds  # noqa: S101
    assert subscribers  # noqa: S101
    assert panels  # noqa: S101
    assert webhooks  # noqa: S101


def _may_watch(_identifier: str, person: Any) -> bool:
    return bool(policy.may_read_log(person))
